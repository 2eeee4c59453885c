"""What follows from what: pure functions, without Django."""
