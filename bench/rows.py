"""Rows at any scale, made by the database itself: 6 results a pupil, one academic year, a mix of year groups."""

from __future__ import annotations

from django.db import connection, transaction

from academies.models import Academy, Trust
from academies.models.academy import Phase
from academies.row_scope import every_row
from bench.scales import Scale
from pupils.models import Checkpoint

YEAR = 2025
CHECKPOINTS = ("Autumn", "Spring", "Summer", "Statutory")


# Drawn from the pupil's number, so that rows are the same each time: 0 <= draw < 1, and a standard normal by the sum
# of twelve draws less six.
DRAW = "(hashint8extended(s.i, {salt}) & 2147483647) / 2147483648.0"
_DRAWS = (f"((hashint8extended(s.i, {{salt}} + {k}) & 65535) / 65536.0)" for k in range(12))
NORMAL = f"({' + '.join(_DRAWS)} - 6)"

PUPILS = f"""
INSERT INTO pupils_pupil (trust_id, upn, surname, forename, dob, sex)
SELECT %(trust)s, substr('ABCDEFGHJKLMNPQRTUVWXYZ', (SELECT sum(substr(d, k, 1)::int * (k + 1))
    FROM generate_series(1, 12) k)::int %% 23 + 1, 1) || d, 'Surname' || i, 'Forename' || i,
    make_date(({YEAR} - 5 - nc)::int, 9, 1) + (i %% 365)::int,
    CASE WHEN {DRAW.format(salt=1)} < 0.49 THEN 'F' ELSE 'M' END
FROM (SELECT i, '989' || lpad(i::text, 9, '0') AS d, 1 + i %% 11 AS nc FROM generate_series(1, %(pupils)s::bigint) i) s
ORDER BY i
"""
# Years 1 to 6 are at primaries (the first half of the academies), 7 to 11 at secondaries.
ENROLMENTS = f"""
INSERT INTO pupils_enrolment (pupil_id, academy_id, academic_year, nc_year, fsm6, looked_after, post_looked_after,
    service_child, sen, eal, ethnicity)
SELECT p.id, %(first_academy)s + CASE WHEN s.nc <= 6 THEN s.i / 11 %% %(primaries)s
        ELSE %(primaries)s + s.i / 11 %% (%(academies)s - %(primaries)s) END,
    {YEAR}, s.nc, {DRAW.format(salt=2)} < 0.24, {DRAW.format(salt=3)} < 0.008, {DRAW.format(salt=4)} < 0.008, false,
    CASE WHEN {DRAW.format(salt=5)} < 0.045 THEN 'E' WHEN {DRAW.format(salt=5)} < 0.19 THEN 'K' ELSE 'N' END,
    {DRAW.format(salt=6)} < 0.06, 'WBRI'
FROM (SELECT i, 1 + i %% 11 AS nc FROM generate_series(1, %(pupils)s::bigint) i) s
JOIN pupils_pupil p ON p.trust_id = %(trust)s AND p.surname = 'Surname' || s.i
ORDER BY s.i
"""
# nc_year -> (checkpoint, assessment, mean, spread, low, high, step) of each of the six results.
READING = [(c, "reading_sas", 100, 15, 59, 141, 1) for c in CHECKPOINTS[:3]]
Plan = tuple[str, str, float, float, float, float, float]
PLANS: dict[int, list[Plan]] = {
    1: [*READING, *[(c, "phonics", 33, 6, 0, 40, 1) for c in ("Autumn", "Spring", "Statutory")]],
    4: [*READING, *[(c, "mtc", 20, 5, 0, 25, 1) for c in ("Autumn", "Spring", "Statutory")]],
    6: [READING[0], READING[2], *[("Statutory", f"ks2_{s}", 105, 8, 80, 120, 1) for s in ("reading", "maths", "gps")]],
    11: [READING[0], READING[2], ("Statutory", "ks4_attainment8", 46, 18, 0, 90, 0.01),
         ("Statutory", "ks4_english", 5, 2, 0, 9, 1), ("Statutory", "ks4_maths", 4.7, 2, 0, 9, 1),
         ("Statutory", "ks4_ebacc_aps", 4.2, 1.9, 0, 9, 0.01)],
}  # fmt: skip
OWN = [(c, "reading_sas", 100.0, 15.0, 59.0, 141.0, 1.0) for c in ("Statutory", "Mock A", "Mock B")]
for nc_year in (2, 3, 5, 7, 8, 9, 10):
    PLANS[nc_year] = [*READING, *OWN]

RESULTS = f"""
INSERT INTO pupils_result (enrolment_id, checkpoint_id, assessment, value, code)
SELECT s.i, s.checkpoint_id, s.assessment, CASE WHEN s.code = '' THEN s.value END, s.code
FROM (
    SELECT s.i, plan.checkpoint_id, plan.assessment,
        CASE WHEN plan.assessment = 'ks2_writing' THEN (ARRAY['WTS', 'EXS', 'EXS', 'EXS', 'GDS'])
                [1 + (hashint8extended(s.i, 77) & 1023)::int % 5]
            WHEN {DRAW.format(salt="plan.salt + 50")} < 0.01 THEN 'A' ELSE '' END AS code,
        greatest(plan.low, least(plan.high, round(((plan.mean - CASE WHEN s.disadvantaged THEN 0.5 * plan.spread
            ELSE 0 END + plan.spread * {NORMAL.format(salt="plan.salt")}) / plan.step)::numeric) * plan.step))::float8
            AS value
    FROM (SELECT e.id AS i, e.nc_year, e.disadvantaged FROM pupils_enrolment e) s
    JOIN bench_plan plan ON plan.nc_year = s.nc_year
) s
ORDER BY s.i
"""


# What a bare COPY of a results file goes to: the owner makes it, as the web role makes no table.
COPY_TABLE = "bench_copy"
MAKE_COPY_TABLE = f"""
CREATE TABLE IF NOT EXISTS {COPY_TABLE} (academic_year text, upn text, checkpoint text, assessment text, value text)
"""


def make_copy_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(MAKE_COPY_TABLE)


def fill(scale: Scale) -> Trust:
    """Write the trust of that scale into an empty, migrated database, and let the planner look at it."""
    with transaction.atomic(), every_row():
        trust = Trust.objects.create(name=f"Trust of {scale}", slug="bench")
        primaries = max(1, round(scale.academies * 0.6))
        Academy.objects.bulk_create(
            Academy(
                trust=trust, urn=200000 + i, name=f"Academy {i:04d}", slug=f"academy-{i}", la_code=989, la_name="Bench",
                phase=Phase.PRIMARY if i < primaries else Phase.SECONDARY,
            )
            for i in range(scale.academies)
        )  # fmt: skip
        first = Academy.objects.order_by("pk").values_list("pk", flat=True)[0]
        names = dict.fromkeys((*CHECKPOINTS, *(plan[0] for plan in OWN)))
        made = Checkpoint.objects.bulk_create(
            Checkpoint(trust=trust, name=name, position=at) for at, name in enumerate(names)
        )
        _fill_pupils(trust, scale, first, primaries, {checkpoint.name: checkpoint.pk for checkpoint in made})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE pupils_pupil, pupils_enrolment, pupils_result, academies_academy")
    return trust


def _fill_pupils(trust: Trust, scale: Scale, first: int, primaries: int, checkpoints: dict[str, int]) -> None:
    values = {
        "trust": trust.pk, "pupils": scale.pupils, "first_academy": first, "academies": scale.academies,
        "primaries": primaries,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(PUPILS, values)
        cursor.execute("ANALYZE pupils_pupil")
        cursor.execute(ENROLMENTS, values)
        cursor.execute("ANALYZE pupils_enrolment")
        cursor.execute(
            "CREATE TEMP TABLE bench_plan (nc_year int, checkpoint_id bigint, assessment text, mean float8,"
            " spread float8, low float8, high float8, step float8, salt int) ON COMMIT DROP"
        )
        for nc_year, plan in PLANS.items():
            for at, row in enumerate(plan):
                cursor.execute(
                    "INSERT INTO bench_plan VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                    (nc_year, checkpoints[row[0]], *row[1:], 1000 * (at + 1)),
                )
        cursor.execute(
            "INSERT INTO bench_plan SELECT 6, %s, 'ks2_writing', 0, 1, 0, 1, 1, 9000", [checkpoints["Statutory"]]
        )
        cursor.execute(RESULTS)
