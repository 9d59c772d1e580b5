"""The way to any model: a child process speaks to it, and the wire says who answered."""
