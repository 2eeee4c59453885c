"""Help: words and their meaning, how a gap is read, and first ten minutes. The texts stand in the TOML files."""
