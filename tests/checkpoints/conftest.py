"""An open checkpoint that asks the two academies of the cast, decided by the trust's leader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checkpoints.models import CheckpointPlace, TrustCheckpoint
from checkpoints.services.checkpoint import Asked, set_checkpoint
from checkpoints.services.decision import Promise, decide_intervention
from dashboards.models import FigureStatus
from tests import factories as make
from tests.cast import Cast
from tests.checkpoints.play import in_days

MEASURE, AT = "attendance_rate", "Autumn"


@pytest.fixture
def setting(cast: Cast) -> dict[str, Any]:
    """What set_checkpoint takes."""
    return {
        "by": cast.trust_leader, "trust": cast.trust, "title": "Autumn checkpoint", "hand_in_by": in_days(5),
        "decide_by": in_days(15), "serves": "Which classes get tutors.", "decides": "The executive.",
        "asks": [Asked(MEASURE, "gap", "all", AT)],
        "owners": {cast.own: cast.trust_leader, cast.sibling: cast.trust_leader},
    }  # fmt: skip


@pytest.fixture
def checkpoint(setting: dict[str, Any]) -> TrustCheckpoint:
    return set_checkpoint(**setting)


@pytest.fixture
def place(checkpoint: TrustCheckpoint, cast: Cast) -> CheckpointPlace:
    return checkpoint.places.get(academy=cast.own)


@pytest.fixture
def figure(cast: Cast, checkpoint: TrustCheckpoint) -> Any:
    """Published for the cast's own academy: shown to staff, too small for governors."""
    return make.GapFigureFactory(
        run=make.GapRunFactory(trust=cast.trust), academy=cast.own, measure=MEASURE, checkpoint=AT,
        academic_year=checkpoint.academic_year, n_disadvantaged=8, n_other=60, value_disadvantaged=88.0,
        value_other=94.0, gap=-6.0, ci_low=-8.0, ci_high=-4.0, status=FigureStatus.SHOWN,
        reader_status=FigureStatus.SUPPRESSED,
    )  # fmt: skip


@pytest.fixture
def decided(place: CheckpointPlace, cast: Cast) -> Callable[..., Any]:
    def decide(**more: Any) -> Any:
        said: dict[str, Any] = {
            "what": "Calls home by ten", "who": "The attendance lead", "for_whom": "Year 5",
            "promises": "The gap narrows by a point.", "starts": in_days(1), "ends": in_days(80),
            "line": place.checkpoint.lines.get(), **more,
        }  # fmt: skip
        return decide_intervention(by=cast.trust_leader, place=place, because="It widened.", promise=Promise(**said))

    return decide
