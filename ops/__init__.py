"""Set-up, start and supervision of the service's processes on one machine."""
