"""Tests of friend.cli."""
