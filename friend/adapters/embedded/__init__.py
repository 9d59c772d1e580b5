"""The offline model: which ones there are, how one is fetched, and the process that runs it."""
