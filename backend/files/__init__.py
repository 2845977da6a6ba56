"""Files that people attach: what they are, whether they are safe, and where they lie."""
