"""Disclosure control: the one door through which every figure leaves (DESIGN rule 4)."""

from dashboards.disclosure.door import Audience, audience_of, blank, figures, own_figures

__all__ = ["Audience", "audience_of", "blank", "figures", "own_figures"]
