"""What this app tells of what happened at an academy."""
