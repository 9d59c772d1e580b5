"""Tests of friend.asking."""
