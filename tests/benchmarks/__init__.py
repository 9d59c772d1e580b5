"""Benchmarks: scripts that print a table against named peers in the same run. No test run starts them."""
