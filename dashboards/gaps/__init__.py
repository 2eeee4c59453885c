"""The gap engine: cells.py counts pupils, figures.py makes figures of the counts, publish.py says who may see which,
has shrinkage.py steady the gaps, and publishes them whole."""
