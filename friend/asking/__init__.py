"""One question about one passage: what is asked, how it is put, and how the reply is read. Pure."""
