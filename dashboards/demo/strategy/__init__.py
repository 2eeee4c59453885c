"""The demo trust's strategy: who leads, how it was inspected, what was decided, promised, given and received."""
