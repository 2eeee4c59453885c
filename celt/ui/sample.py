"""What the style page shows: every component in every state, with invented names and figures."""

# ruff: noqa: E501 - sentences stay whole

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from celt.lib.charts import (
    Chart,
    ChartCard,
    FunnelPoint,
    GapRow,
    Move,
    Reference,
    TrendPoint,
    bar_and_gap,
    funnel,
    gaps,
    trend,
)
from celt.lib.sentences import dis, oth, say
from celt.ui.edits import Theirs
from celt.ui.parts import Choice, Filter, Link, Moment, Stat, Status, Step, Todo
from celt.ui.tables import IntervalColumn, LinkColumn, NumberColumn, StatusColumn, Table

# name, disadvantaged %, others %, interval of the gap, disadvantaged pupils, change in attainment, gap narrowed by
ACADEMIES = (
    ("Brackenfold Primary", 61, 74, -26, 0, 31, 4.0, 5.0),
    ("Saltmarsh View", 52, 70, -32, -4, 26, 2.0, 3.0),
    ("Larkrise Junior", 49, 74, -36, -14, 44, 5.0, -3.0),
    ("Kestrel Rise Church of England Primary", 47, 66, -35, -3, 19, -2.0, 4.0),
    ("Foxglove Lane", 46, 71, -38, -12, 38, 1.0, 1.0),
    ("Fernvale", 45, 69, -42, -6, 14, -3.0, -4.0),
    ("Quayside", 41, 68, -38, -16, 47, 3.0, 2.0),
    ("Heronmoor", 38, 72, -48, -20, 24, 0.0, -6.0),
    ("Littlecove", 44, 69, -43, -7, 16, 2.2, 2.1),
    ("Marram High", 50, 71, -29, -13, 61, 1.4, 1.2),
    ("Tidewell Academy", 48, 67, -27, -11, 72, 0.8, 0.6),
    ("St Piran’s", 55, 70, -24, -6, 55, -0.5, 0.4),
    ("Gannet Point", 47, 72, -33, -17, 66, 2.6, 2.6),
)
OWN = {
    "dis": {2018: 45, 2021: 38, 2022: 41, 2023: 45, 2024: 48},
    "oth": {2018: 68, 2021: 64, 2022: 66, 2023: 69, 2024: 69},
}
ENGLAND = {
    "dis": {2018: 51, 2021: 43, 2022: 44, 2023: 46, 2024: 47},
    "oth": {2018: 71, 2021: 65, 2022: 66, 2023: 67, 2024: 69},
}
BREAKDOWNS = (
    ("Girls", 52, 73, -30, -12, 51),
    ("Boys", 44, 66, -31, -13, 53),
    ("No special need", 57, 76, -27, -11, 78),
    ("SEN support", 19, 31, -27, 3, 26),
    ("English additional", 50, 66, -30, -2, 22),
)
UNIT = "pupils at the expected standard, %"


class SampleTable(Table):
    name = LinkColumn("Academy", url=lambda row: "#tables")
    pupils = NumberColumn("Pupils", kind="count")
    disadvantaged = NumberColumn("Disadvantaged", kind="count")
    theirs = NumberColumn("Their figure", kind="share")
    others = NumberColumn("Others", kind="share")
    gap = NumberColumn("Gap", kind="points", strong=True)
    interval = IntervalColumn("95% interval")
    reading = StatusColumn("Reading it", orderable=False)


class WideTable(SampleTable):
    pooled = NumberColumn("Three years pooled", kind="points", places=1)
    shrunk = NumberColumn("Steadied", kind="points", places=1)
    effect = NumberColumn("Effect size", places=2)
    one_pupil = NumberColumn("One pupil is worth", places=1)


class ShortForm(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="As the office knows it.")
    role = forms.ChoiceField(choices=[("", "Choose a role"), ("coach", "Coach"), ("governor", "Governor")])
    note = forms.CharField(widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="They have agreed to it")


class LongForm(forms.Form):
    """Forty fields in five sections."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = ("The academy", "Reading", "Writing", "Mathematics", "What comes next")
        rows: list[Any] = []
        for section in sections:
            key = section.lower().replace(" ", "_")
            self.fields[f"{key}_seen"] = forms.CharField(
                label="What was seen", widget=forms.Textarea(attrs={"rows": 3})
            )
            self.fields[f"{key}_judged"] = forms.ChoiceField(
                label="How it stands", choices=[("a", "Securely"), ("b", "Mostly"), ("c", "Not yet")]
            )
            self.fields[f"{key}_by"] = forms.DateField(label="By when", widget=forms.DateInput(attrs={"type": "date"}))
            for number, label in enumerate(("Lessons seen", "Pupils spoken to", "Books read", "Adults spoken to"), 1):
                self.fields[f"{key}_{number}"] = forms.IntegerField(label=label, min_value=0, required=False)
            self.fields[f"{key}_shared"] = forms.BooleanField(label="Shared with the governors", required=False)
            rows.append(
                Fieldset(
                    section,
                    f"{key}_seen",
                    Row(Column(f"{key}_judged"), Column(f"{key}_by")),
                    Row(*(Column(f"{key}_{n}", css_class="col-6 col-md-3") for n in range(1, 5))),
                    f"{key}_shared",
                )
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*rows)


class FileForm(forms.Form):
    file = forms.FileField(label="A file of results")


def charts() -> dict[str, Chart | None]:
    """The charts of the style page by the name of their card."""
    england = [Reference("dis", 47, "England"), Reference("oth", 69, "England")]
    own, nation = (
        [
            TrendPoint(
                year, group, value, value - 4 if wide else None, value + 4 if wide else None, 104 if wide else None
            )
            for group, years in values.items()
            for year, value in years.items()
        ]
        for values, wide in ((OWN, True), (ENGLAND, False))
    )
    return {
        "gaps": gaps(
            [GapRow(a, d, o, d - o, lo, hi, n, 2 * n) for a, d, o, lo, hi, n, *_ in ACADEMIES[:8]],
            unit=UNIT,
            references=england,
        ),
        "bar": bar_and_gap([Move(row[0], row[6], row[7], row[0].startswith("Kestrel")) for row in ACADEMIES]),
        "trend": trend(own, nation, unit="% at the expected standard"),
        "funnel": funnel([FunnelPoint(a, d - o, (hi - lo) / 3.92) for a, d, o, lo, hi, *_ in ACADEMIES], centre=-21),
        "breakdowns": gaps([GapRow(a, d, o, d - o, lo, hi, n, 2 * n) for a, d, o, lo, hi, n in BREAKDOWNS], unit=UNIT),
    }


def _rows() -> list[dict[str, Any]]:
    usual, wide = Status("no clear difference"), Status("wider than the trust", "bad")
    rows: list[dict[str, Any]] = [
        {
            "name": a, "pupils": 3 * n, "disadvantaged": n, "theirs": d, "others": o, "gap": d - o, "interval": (lo, hi),
            "reading": wide if a == "Heronmoor" else usual, "pooled": d - o + 1.3, "shrunk": (d - o) * 0.8, "effect": (d - o) / 48,
            "one_pupil": 100 / n,
        }
        for a, d, o, lo, hi, n, *_ in ACADEMIES[:8]
    ]  # fmt: skip
    hidden: dict[str, Any] = dict.fromkeys(("theirs", "others", "gap"), "too few")
    return [
        *rows,
        {"name": "Dunes Infant", "pupils": 11, "disadvantaged": "too few", "reading": Status("not shown"), **hidden},
    ]


def _cards(address: str) -> list[tuple[str, ChartCard]]:
    drawn = charts()

    def card(slug: str, title: str, says: Any, **more: Any) -> ChartCard:
        return ChartCard(
            slug=slug, title=title, says=says, chart=drawn.get(slug), table=SampleTable(_rows(), orderable=False),
            csv_url="#charts", picture_url=f"{address}?chart={slug}&picture=svg", **more,
        )  # fmt: skip

    return [
        ("c12", card("gaps", "The two groups in each academy", "The gap at Heronmoor is wider than the trust’s by more than chance explains. At the others it does not clearly differ from the trust’s.", foot="2024/25, statutory results of 386 pupils.", left_out="Dunes Infant is not shown: fewer than 6 pupils in a group.")),
        ("c6", card("bar", "Raising the bar and narrowing the gap", "Eight academies did both since last year; at Kestrel Rise the gap closed because other pupils fell.", foot="Change from 2023/24 to 2024/25.")),
        ("c6", card("trend", "Seven years", say(dis("Disadvantaged pupils"), " have passed their level before the pandemic; ", oth(), " stand a point above theirs."), foot="2019/20 and 2020/21 had no tests.")),
        ("c7", card("funnel", "Is any academy unusual?", "Every academy lies within the limits that chance alone would give.", foot="Limits after Spiegelhalter (2005).")),
        ("c5", card("breakdowns", "Who is behind whom", "The gap is as wide among girls as among boys.", foot="Heronmoor, three years pooled.")),
        ("c12", ChartCard("none", "A chart with nothing to draw", "No academy has handed in phonics yet.", None, empty="Here you will see each academy’s phonics gap, as soon as one file is in.")),
    ]  # fmt: skip


def style_context(path: str) -> dict[str, Any]:
    """The style page's context. `path` is its own address."""
    now = timezone.now()
    wrong = ShortForm({"email": "not an address", "role": ""})
    wrong.is_valid()
    paged = Paginator(range(240), 20).page(5)
    years = [Choice(str(y), f"{y}/{(y + 1) % 100}") for y in (2024, 2023, 2022)]
    return {
        "answer": say(dis("Disadvantaged pupils"), " are 21 points behind ", oth(), " in reading, writing and maths. That is 3 points closer than last year, because disadvantaged pupils moved up."),
        "crumbs": [Link("Trust", "#"), Link("Reading, writing and maths")],
        "provenance": ["386 pupils, 9 academies, 104 disadvantaged", "2024/25, statutory results", "Computed today at 02:04 from files of 18 November", Link("How to read a gap", "#")],
        "actions": [Link("Log progress", "#", primary=True), Link("Print two pages", "#")],
        "filters": [
            Filter("measure", "Measure", [Choice("rwm", "Reading, writing and maths: expected standard")], "rwm", wide=True),
            Filter("phase", "Phase", [Choice("", "All"), Choice("primary", "Primary")], "primary"),
            Filter("year", "Year", years, "2024"),
            Filter("breakdown", "Break down by", [Choice("all", "Nothing")], "all"),
        ],
        "cards": _cards(path),
        "table": SampleTable(_rows(), order_by="gap"), "wide_table": WideTable(_rows()), "empty_table": SampleTable([]),
        "statuses": [Status("closed, as planned", "good"), Status("behind, may be chance", "warn"), Status("wider than the trust", "bad"), Status("computing", "busy"), Status("no clear difference")],
        "tiers": [SimpleNamespace(word=word, colour=colour) for word, colour in (("Sustain", "green"), ("Improve", "blue"), ("Refine", "violet"), ("Repair", "ochre"), ("Stabilise", "red"), ("Not yet decided", "grey"))],
        "tabs": [(Link("Profile", "#"), False), (Link("Category", "#"), True), (Link("Support", "#"), False)],
        "conflict": SimpleNamespace(theirs=[Theirs("Telephone", "01632 960 118", "01632 960 181")]),
        "stats": [
            Stat("Raw gap", "−34", "points", "−48 to −20; 24 disadvantaged pupils, 2024/25"),
            Stat("Three years pooled", "−29", "points", "−37 to −21; 71 pupils, 2022/23 to 2024/25"),
            Stat("Steadied", "−26", "points", "Drawn towards the trust’s gap; 58% its own"),
            Stat("One pupil is worth", "4.2", "points", "One disadvantaged pupil more at the standard"),
        ],
        "moments": [
            Moment(now, "Reading review at Heronmoor handed in", "#", "Two findings are open until 14 December."),
            Moment(now - timedelta(days=20), "Statutory results of 2024/25 brought in by Nadia Osei", "#"),
            Moment(datetime(2026, 9, 4, tzinfo=now.tzinfo), "Whole-school training days", note="All 31 teachers."),
        ],
        "todos": [
            Todo("Heronmoor: widest gap, and widening", "#", "34 points; 24 disadvantaged pupils. Category decision is due by Friday."),
            Todo("Kestrel Rise: closer because others fell", "#", "Gap 4 points narrower, attainment 2 points lower."),
        ],
        "steps": [Step("Choose a file", "results.xlsx", "done"), Step("Match its columns", "5 of 6 known", "now"), Step("Look it through"), Step("Bring it in")],
        "short_form": ShortForm(), "wrong_form": wrong, "long_form": LongForm(), "file_form": FileForm(),
        "page": paged, "first_step": Link("Bring in a file", "#", primary=True), "here": reverse("style"),
        "problems": ["Line 14: “12/13/2011” is no date; dates are written 13/12/2011.", "Line 30: URN 999999 is no academy of this trust."],
    }  # fmt: skip
