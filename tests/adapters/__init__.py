"""Tests of friend.adapters."""
