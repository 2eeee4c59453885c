"""What this app puts into calendars, one noun a file."""
