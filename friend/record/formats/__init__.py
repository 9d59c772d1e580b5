"""One file a format in which exchanges and notes leave the program."""
