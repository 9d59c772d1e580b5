"""Tests of friend.record."""
