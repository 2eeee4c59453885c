"""`scripts/bench`: how long the slow things take, as ratios to what they are made of, within one run."""
