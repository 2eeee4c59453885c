"""The dashboards' filter bars: choices of the address, from what there is."""

from __future__ import annotations

from collections.abc import Sequence

from celt.ui.parts import Choice, Filter
from dashboards.selectors.looking import BREAKDOWNS, Looking
from pupils.measures import MEASURES, Measure

KEY_STAGES = {"EYFS": "Early years", "KS1": "Key stage 1", "KS2": "Key stage 2", "KS4": "Key stage 4"}
ALL_AGES = "All ages"
FEW_BREAKDOWNS = tuple(slug for slug in BREAKDOWNS if not slug.startswith("year:"))


def stage_of(measure: Measure) -> str:
    return KEY_STAGES.get(measure.key_stage, ALL_AGES)


def looking_filters(
    looking: Looking, *, phases: Sequence[tuple[str, str]] = (), measures: bool = True, breakdowns: bool = True
) -> list[Filter]:
    """Measure, phase, year, checkpoint, breakdown and source; those with one choice alone are left out."""
    found: list[Filter] = []
    if measures:
        groups: dict[str, list[Choice]] = {}
        for choice in looking.measure_choices():
            stage = stage_of(MEASURES[choice.value])
            label = choice.label.removeprefix(f"{stage} ")
            groups.setdefault(stage, []).append(Choice(choice.value, label[0].upper() + label[1:]))
        found.append(Filter("measure", "Measure", (), looking.measure.slug, wide=True, groups=list(groups.items())))
    if len(phases) > 1:
        choices = [Choice("", "All phases"), *(Choice(value, label) for value, label in phases)]
        found.append(Filter("phase", "Phase", choices, looking.phase))
    found.append(Filter("year", "Year", [Choice(c.value, c.label) for c in looking.year_choices()], looking.year))
    if not looking.published:
        checkpoints = [Choice(c.value, c.label) for c in looking.checkpoint_choices()]
        found.append(Filter("checkpoint", "Checkpoint", checkpoints, looking.checkpoint))
        if breakdowns:
            slugs = dict.fromkeys((*FEW_BREAKDOWNS, looking.breakdown))
            found.append(Filter("breakdown", "Pupils", [Choice(s, BREAKDOWNS[s]) for s in slugs], looking.breakdown))
    if looking.own_exists and looking.published_exists:
        sources = [Choice("own", "The trust’s own"), Choice("published", "Published by the DfE")]
        found.append(Filter("source", "Figures", sources, "published" if looking.published else "own"))
    return found
