"""Every write to pupils, one noun a file."""
