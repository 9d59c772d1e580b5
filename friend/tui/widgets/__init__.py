"""Parts that places are made of."""
