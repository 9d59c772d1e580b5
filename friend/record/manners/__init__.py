"""How a friend behaves, measured: the suite's texts and questions, what an answer shows, and the report."""
