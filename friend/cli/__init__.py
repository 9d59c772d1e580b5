"""The commands, one file a verb; `wiring` is the composition root."""
