"""Writing feedback in the terminal by the expert-friend rule: you write, it answers, its words stay its own."""

__version__ = "0.1.0"
