"""The gap engine: cells.py counts pupils, figures.py makes figures of the counts, publish.py publishes them whole."""
