"""The record of every exchange, in one SQLite file."""
