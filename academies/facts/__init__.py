"""What this app knows of academies as facts, one noun a file."""
