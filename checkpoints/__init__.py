"""Checkpoints that the trust sets, what academies hand in, and what was decided for each."""
