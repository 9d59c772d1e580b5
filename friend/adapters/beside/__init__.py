"""The way between a desk that stands beside an editor and that editor."""
