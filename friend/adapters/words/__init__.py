"""The index of the words that were said and sent, on disk beside the log and made from it."""
