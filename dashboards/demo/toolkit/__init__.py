"""How the demo trust writes, finds and uses its toolkit."""
