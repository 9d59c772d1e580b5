"""Tests: each docstring says what holds."""
