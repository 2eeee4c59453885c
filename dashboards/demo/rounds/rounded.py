"""The networks and rounds of the demo trust. All invented."""

from __future__ import annotations

from dashboards.demo.rounds.explaining import EXPLAINING
from dashboards.demo.rounds.shape import Network
from dashboards.demo.rounds.stuck import STUCK
from dashboards.demo.rounds.vocabulary import VOCABULARY

NETWORKS = (
    Network(
        "Primaries of the coast",
        ("porthmelyan-primary", "treskennow-primary", "rosquenna-primary", "bosmerrin-primary"),
    ),
    Network("Year 6 to Year 8", ("penhavrow-school", "carnkelly-school", "chymellyn-primary", "lanverran-primary")),
)

ROUNDS = (VOCABULARY, EXPLAINING, STUCK)
