"""The columns that each kind of file has, the ready mappings, and how to tell what a strange file is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pupils.measures import ASSESSMENTS

from .errors import FileRefused

REASON = "reason"  # the column that a rejected-rows file begins with; skipped when it comes back


@dataclass(frozen=True)
class Column:
    name: str
    about: str
    required: bool = False


@dataclass(frozen=True)
class Layout:
    kind: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # without these no row can be placed

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def required(self) -> list[str]:
        return [column.name for column in self.columns if column.required]


@dataclass(frozen=True)
class ReadyMapping:
    """Their column -> ours. `fixed` gives what the file lacks; `ask` is what the person must give with the file."""

    name: str
    title: str
    kind: str
    columns: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    ask: tuple[str, ...] = ()
    note: str = ""


_YEAR = Column("academic_year", "Academic year, such as 2024/25", required=True)
_UPN = Column("upn", "Unique pupil number", required=True)

PUPILS = Layout(
    "pupils",
    "Pupils",
    (
        _YEAR,
        Column("urn", "The academy's URN, six digits", required=True),
        _UPN,
        Column("surname", "Surname", required=True),
        Column("forename", "Forename", required=True),
        Column("dob", "Date of birth, 31/12/2012 or 2012-12-31"),
        Column("sex", "F or M", required=True),
        Column("nc_year", "Year group: N1, N2, R, 1 to 14, X for none", required=True),
        Column("fsm6", "Free school meals in the last six years, Y or N", required=True),
        Column("looked_after", "Looked after, Y or N"),
        Column("post_looked_after", "Left care by adoption or another order, Y or N"),
        Column("service_child", "Service child, Y or N"),
        Column("sen", "Special educational need: N, K or E"),
        Column("eal", "English as an additional language, Y or N"),
        Column("ethnicity", "Ethnicity code, such as WBRI"),
        Column("date_on_roll", "First day on roll"),
        Column("date_left", "Last day on roll"),
    ),
    key=("academic_year", "upn"),
)
RESULTS = Layout(
    "results",
    "Results",
    (
        _YEAR,
        _UPN,
        Column("checkpoint", "One of the trust's checkpoints, such as Autumn", required=True),
        Column("assessment", "Which assessment, such as ks2_reading (one row a result)"),
        Column("value", "The score, mark, grade or code"),
        *(Column(slug, f"{a.title} (one row a pupil)") for slug, a in ASSESSMENTS.items()),
    ),
    key=("academic_year", "upn", "checkpoint"),
)
ATTENDANCE = Layout(
    "attendance",
    "Attendance",
    (
        _YEAR,
        _UPN,
        Column("term", "autumn, spring or summer", required=True),
        Column("possible", "Possible sessions (half days) in the term", required=True),
        Column("authorised", "Sessions of authorised absence", required=True),
        Column("unauthorised", "Sessions of unauthorised absence", required=True),
    ),
    key=("academic_year", "upn", "term"),
)
LAYOUTS: Mapping[str, Layout] = MappingProxyType({"pupils": PUPILS, "results": RESULTS, "attendance": ATTENDANCE})

# Column names as in the downloads of the DfE's Get Information About Pupils service.
READY: Mapping[str, ReadyMapping] = MappingProxyType(
    {
        "dfe-pupil-premium": ReadyMapping(
            "dfe-pupil-premium",
            "DfE pupil premium download",
            "pupils",
            {
                "UPN": "upn",
                "Deprivation Pupil Premium": "fsm6",
                "Service Child Premium": "service_child",
                "Adopted from Care Premium": "post_looked_after",
                "Looked After Premium": "looked_after",
            },
            ask=("academic_year",),
            note=(
                "Sets the flags of pupils who are already in that year's pupils file; pupils who are not in the "
                "download keep theirs. The service child premium never makes a pupil disadvantaged."
            ),
        ),
        "dfe-ks2-results": ReadyMapping(
            "dfe-ks2-results",
            "DfE key stage 2 pupil results",
            "results",
            {
                "ACADYR": "academic_year",
                "UPN": "upn",
                "READSCORE": "ks2_reading",
                "READOUTCOME": "ks2_reading",
                "MATSCORE": "ks2_maths",
                "MATOUTCOME": "ks2_maths",
                "GPSSCORE": "ks2_gps",
                "GPSOUTCOME": "ks2_gps",
                "WRITTAOUTCOME": "ks2_writing",
            },
            fixed={"checkpoint": "Statutory"},
            note="The scaled score is taken where there is one, the outcome code where there is none.",
        ),
        "dfe-mtc-results": ReadyMapping(
            "dfe-mtc-results",
            "DfE multiplication tables check results",
            "results",
            {"ACADYR": "academic_year", "UPN": "upn", "FormMark": "mtc", "ReasonNotTakingCheck": "mtc"},
            fixed={"checkpoint": "Statutory"},
            note="The mark is taken where there is one, the reason for not taking the check where there is none.",
        ),
    }
)


@dataclass(frozen=True)
class Plan:
    """How the columns of one file are read: ours -> positions in the file, or a fixed text."""

    kind: str
    header: tuple[str, ...]
    sources: Mapping[str, tuple[int, ...]]
    fixed: Mapping[str, str]
    ignored: tuple[str, ...]

    @property
    def given(self) -> set[str]:
        return set(self.sources) | set(self.fixed)

    @property
    def wide(self) -> list[str]:
        """Assessments that have a column of their own."""
        return [name for name in self.sources if name in ASSESSMENTS] if self.kind == "results" else []

    @property
    def complete(self) -> bool:
        """Whether a row can add a pupil, and not only complete one that is there."""
        return set(LAYOUTS[self.kind].required) <= self.given

    def label(self, ours: str) -> str:
        """What the file calls our column."""
        positions = self.sources.get(ours, ())
        return self.header[positions[0]] if positions else ours


def make_plan(
    kind: str, header: list[str], columns: Mapping[str, str] | None = None, fixed: Mapping[str, str] | None = None
) -> Plan:
    """The plan for a file with this header; refuses a header that cannot be read as a file of the kind.

    `columns` maps their names to ours; without it the names are ours already.
    """
    layout, fixed = LAYOUTS[kind], {k: v for k, v in (fixed or {}).items() if v.strip()}
    names = [_plain(name) for name in header]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileRefused(f"Two columns have the same name: {', '.join(twice)}. Give each column a name of its own.")
    wanted = {_plain(theirs): ours for theirs, ours in (columns or {name: name for name in layout.names}).items()}
    sources: dict[str, tuple[int, ...]] = {}
    ignored: list[str] = []
    for position, name in enumerate(names):
        ours = wanted.get(name)
        if ours in layout.names and ours not in fixed:
            sources[ours] = (*sources.get(ours, ()), position)
        elif name and name != REASON:
            ignored.append(header[position].strip())
    plan = Plan(kind, tuple(header), sources, fixed, tuple(ignored))
    _check_columns(plan, layout, mapped=columns is not None)
    return plan


def _check_columns(plan: Plan, layout: Layout, *, mapped: bool) -> None:
    needed = set(layout.key) if mapped and plan.kind == "pupils" else set(layout.required)
    missing = [name for name in layout.names if name in needed - plan.given]
    if missing:
        other = looks_like(list(plan.header))
        if other and other != plan.kind:
            raise FileRefused(f"This is no {plan.kind} file. It looks like {_article(other)}.")
        columns = "column " if len(missing) == 1 else "columns "
        verb = "is" if len(missing) == 1 else "are"
        raise FileRefused(
            f"The {columns}{', '.join(missing)} {verb} missing. The first line of a {plan.kind} file names "
            f"{', '.join(layout.required)}. Another layout needs a column mapping."
        )
    if plan.kind == "pupils" and not plan.given - set(layout.key):
        raise FileRefused("The mapping takes nothing from the file but year and UPN. Map at least one more column.")
    if plan.kind == "results":
        long = {"assessment", "value"} & plan.given
        if plan.wide and long:
            raise FileRefused(
                "The file has both a column assessment or value and columns of single assessments. "
                "Give one row a result, or one row a pupil, not both."
            )
        if not plan.wide and len(long) < 2:
            raise FileRefused(
                "The file names no results. Give the columns assessment and value, or one column an assessment: "
                f"{', '.join(ASSESSMENTS)}."
            )


def looks_like(header: list[str]) -> str:
    """The kind of file that has these columns, or the name of a ready mapping, or "" where nothing is known."""
    names = {_plain(name) for name in header}
    for ready in READY.values():
        if {_plain(name) for name in ready.columns} <= names:
            return ready.name
    if {"urn", "establishmentname"} <= names:
        return "gias"
    if {"rectype", "urn"} <= names:
        return "performance_tables"
    if {"possible", "authorised"} <= names:
        return "attendance"
    if {"surname", "forename", "upn"} <= names:
        return "pupils"
    if {"upn", "checkpoint"} <= names:
        return "results"
    return ""


def _article(kind: str) -> str:
    if kind in READY:
        return f"the {READY[kind].title}: choose that mapping ({kind})"
    return {
        "gias": "an extract of Get Information About Schools, which import_gias reads",
        "performance_tables": "a performance table, which import_performance_tables reads",
        "attendance": "an attendance file: choose attendance",
        "pupils": "a pupils file: choose pupils",
        "results": "a results file: choose results",
    }[kind]


def _plain(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").split()).casefold()
