"""Tests of friend.tui."""
