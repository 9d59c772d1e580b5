"""What holds of friend.text."""
