"""Every write to academies and roles, one noun a file."""
