"""The draft and its places: pure functions on text, which know nothing of models, screens or storage."""
