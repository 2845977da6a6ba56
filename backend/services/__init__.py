"""One function a use case; each works in the session it is given, and its caller commits."""
