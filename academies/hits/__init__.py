"""What the search over the product finds of this app: academies, people, and what was decided, promised and raised."""
