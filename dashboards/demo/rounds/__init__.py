"""Instructional rounds of the demo trust."""
