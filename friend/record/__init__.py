"""What is remembered of an exchange and how it is told: quoted, cited, exported. Pure."""
