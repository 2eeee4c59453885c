"""What each audience is shown of a measure's figures, and that it cannot work out the rest."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards.gaps.figures import figures
from dashboards.gaps.publish import with_statuses
from pupils.measures import MEASURES
from tests.dashboards.attacker import Cell, Trust, realistic, solved, told

PHASES = {0: "primary", 1: "secondary", 2: "all_through"}
CHECKPOINT = "Statutory"


def figures_of(pupils, *, checkpoints=(CHECKPOINT,), **options):
    """Figures with statuses of pupils as the attacker counts them; every second one reached the threshold."""
    rows = [
        (year, checkpoint, academy, group, sex, sen, 0, 6, 100.0 * (i % 2), 1)
        for (year, _, academy, sex, sen), counts in pupils.items()
        for checkpoint in checkpoints
        for group, n in zip((1, 0), counts, strict=True)
        for i in range(n)
    ]
    columns = {
        "academic_year": pl.Int16, "checkpoint": pl.String, "academy": pl.Int64, "disadvantaged": pl.Int8,
        "sex": pl.String, "sen": pl.String, "eal": pl.Int8, "nc_year": pl.Int8, "value": pl.Float64, "n": pl.Int64,
    }  # fmt: skip
    cells = pl.DataFrame(rows, schema=columns, orient="row")
    phases = {academy: PHASES[phase] for _, phase, academy, _, _ in pupils}
    return with_statuses(figures(MEASURES["ks2_reading_exp"], cells, phases), **options)


def hidden_cells(frame, status, pooled_status, *, checkpoint=CHECKPOINT):
    codes = {name: code for code, name in PHASES.items()}
    found = set()
    for row in frame.filter(pl.col("checkpoint") == checkpoint).iter_rows(named=True):
        cell = Cell(row["academic_year"], codes.get(row["phase"]), row["academy"], row["breakdown"])
        found |= {cell} if row[status] == "suppressed" else set()
        found |= {cell._replace(pooled=True)} if row[pooled_status] == "suppressed" else set()
    return found


def must_hold(trust, frame, prefix, threshold):
    everything = hidden_cells(frame, f"{prefix}status", f"{prefix}pooled_status")
    hidden = everything & set(trust.n)
    for g in (0, 1):
        small = {c for c, n in trust.n.items() if 1 <= n[g] <= threshold}
        assert small <= hidden
        assert not solved(trust, hidden, g, told(trust, hidden, g))[0]
    # All pupils here speak English and are in Year 6: those breakdowns say what the whole says.
    for cell in hidden:
        if cell.category == "all":
            assert {cell._replace(category="eal:N"), cell._replace(category="year:6")} <= everything


@st.composite
def pupils_of_a_trust(draw):
    phases = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3))
    few = st.integers(0, 14)
    return {
        (year, phase, academy, sex, sen): (draw(few), draw(few))
        for year in (2022, 2023, 2024)
        for academy, phase in enumerate(phases)
        for sex in "FM"
        for sen in "NK"
    } | {(2024, phases[0], 0, "F", "N"): (draw(few), draw(st.integers(1, 14)))}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pupils_of_a_trust())
def test_no_audience_can_work_out_what_it_is_not_shown(pupils):
    pupils = {key: n for key, n in pupils.items() if any(n)}
    trust, frame = Trust(pupils, pooled=len({key[0] for key in pupils}) == 3), figures_of(pupils)

    must_hold(trust, frame, "", 5)
    must_hold(trust, frame, "reader_", 10)


@pytest.fixture(scope="module")
def frame():
    trust = realistic(3, 4, 9)
    return figures_of({key: n for key, n in trust.pupils.items() if any(n)})


def test_readers_are_shown_a_part_of_what_staff_are_shown(frame):
    for kind in ("status", "change_status", "pooled_status"):
        shown = frame.filter(pl.col(f"reader_{kind}") == "shown")
        assert 0 < shown.height < frame.filter(pl.col(kind) == "shown").height
        assert set(shown[kind]) == {"shown"}


def test_a_change_is_shown_only_between_two_shown_years(frame):
    key = ["academic_year", "level", "phase", "academy", "breakdown"]
    now = {tuple(row[k] for k in key): row for row in frame.iter_rows(named=True)}
    seen = {"shown": 0, "suppressed": 0, "not_published": 0}
    for (year, *place), row in now.items():
        before = now.get((year - 1, *place))
        for audience in ("", "reader_"):
            status = row[f"{audience}change_status"]
            both = before is not None and {row[f"{audience}status"], before[f"{audience}status"]} == {"shown"}
            assert (status == "shown") == (both and row["change_gap"] is not None)
            seen[status] += 1
    assert min(seen.values()) > 0


def test_a_drawn_in_gap_goes_where_its_centre_is_hidden(frame):
    """Gap, weight and drawn-in gap would tell the phase's gap."""
    key = ["academic_year", "phase", "breakdown"]
    phases = frame.filter(pl.col("level") == "phase")
    hidden = phases.filter(pl.col("reader_status") == "suppressed").select(key)
    under = frame.filter(pl.col("level") == "academy").join(hidden, on=key, how="semi")

    assert under.height > 0
    assert under["shrunk_gap"].is_null().all()
    assert under["shrink_weight"].is_null().all()
    assert frame["shrunk_gap"].is_not_null().any()


def test_a_term_is_not_told_by_its_year():
    """Five disadvantaged pupils in the autumn, six in the year: what is hidden in one term is hidden in all."""
    autumn = {(2024, 0, academy, "F", "N"): (5 if academy == 0 else 11 + academy, 30) for academy in range(4)}
    later = autumn | {(2024, 0, 0, "F", "N"): (6, 30)}
    alone = pl.concat(
        [figures_of(autumn, checkpoints=("Autumn",)), figures_of(later, checkpoints=("Spring", "Full year"))]
    )
    raw = alone.drop([name for name in alone.columns if name.endswith("status")])

    together = with_statuses(raw, terms=True)

    assert hidden_cells(alone, "status", "pooled_status", checkpoint="Full year") == set()
    for checkpoint in ("Autumn", "Spring", "Full year"):
        hidden = hidden_cells(together, "status", "pooled_status", checkpoint=checkpoint)
        assert {cell.academy for cell in hidden} == {0, 1}
