"""The demo trust: invented academies, people, pupils and results, the same each time."""
