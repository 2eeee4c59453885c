"""Help: the words and what they mean, how a gap is read, and everybody's first ten minutes. Texts stand in the TOML files."""
