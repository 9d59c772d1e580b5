"""How a friend behaves, measured: the suite, its scores, and what the program makes of a friend that misbehaves."""
