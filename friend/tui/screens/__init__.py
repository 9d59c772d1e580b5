"""Places one can be in."""
