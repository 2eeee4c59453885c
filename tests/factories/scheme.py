"""Factories of this room."""
