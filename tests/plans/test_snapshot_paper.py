"""Paper: exactly two pages however much was written, tagged files, and no name or small figure for readers."""

import datetime
import io
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from plans.rules.document import ActionTold, AimTold, PlanDocument, PriorityTold, StageTold, StepTold
from plans.rules.question import question
from plans.rules.summary import GOES_ON, cut, summary
from plans.rules.withhold import withheld
from plans.selectors.printed import plan_file, summary_file, two_pages

AT = datetime.datetime(2026, 12, 4, 9, 30, tzinfo=datetime.UTC)
LONG = "Reading at the expected standard stood still for three years while others gained. " * 240
STEPS = (StepTold("Stage one", "Preparing", "done"), StepTold("Stage two", "Going whole-school", "now"))


def priority(number: int, text: str = "", title: str = "Every child reads", actions: int = 4) -> PriorityTold:
    aim = AimTold(
        measure="Gap in reading, key stage 2", is_set=True, start="21 points behind", now="17 points behind",
        goal="12 points behind", goal_when="Statutory 2026/27", word="Behind, may be chance", tone="warn",
    )  # fmt: skip
    return PriorityTold(
        key=number, number=number, title=title, rationale=text, owner="a member of staff", aim=aim, cost="£1,200",
        actions=tuple(ActionTold(key=n, says="Read aloud", stands="Due by 1 May 2027") for n in range(actions)),
    )  # fmt: skip


def document(priorities: int = 3, text: str = "", title: str = "Every child reads", actions: int = 4) -> PlanDocument:
    return PlanDocument(
        academy="Heronwick Primary Academy", year_label="2026/27", day="4 December 2026", head="Ada Brook",
        answer="Heronwick works on three priorities.", vision=text, rationale=text, monitoring=text,
        stage=StageTold("Stage two", "9 January 2026", "Ten months in it.", False, 3, 5, "First cycle", "", STEPS),
        priorities=tuple(priority(n, text, title, actions) for n in range(1, priorities + 1)),
    )  # fmt: skip


def pages(file: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(file)).pages]


EXTREMES = {
    "nothing": PlanDocument(academy="Heronwick", year_label="2026/27", day="4 December 2026", answer="Nothing yet."),
    "short": document(),
    "five long": document(5, LONG),
    "a word without end": document(5, "W" * 20_000),
    "many lines": document(5, "Line\n" * 4_000),
    "titles as long as they may be": document(5, LONG, "Everybody reads aloud " * 7),
    "markup": document(5, "#pagebreak() $ @x <y> *z* \\ = " * 500),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_two_pages_are_two_pages(name):
    assert len(pages(summary_file(EXTREMES[name], AT, "Governors’ meeting, December"))) == 2


def test_a_text_that_was_cut_says_where_it_goes_on_and_a_short_one_does_not():
    long, short = (" ".join(pages(summary_file(EXTREMES[name], AT))) for name in ("five long", "short"))
    assert long.count(GOES_ON) >= 3
    assert GOES_ON not in short


def test_short_texts_are_set_in_larger_type():
    assert two_pages(EXTREMES["short"]).size > two_pages(EXTREMES["five long"]).size


def test_each_priority_stands_on_both_pages_with_a_question():
    first, second = pages(summary_file(document(5), AT))
    assert first.count("21 points behind") == 5
    assert second.count("Worth asking") == 5


def structure(file: bytes) -> list[str]:
    """The kinds of the file's tags, from the top down."""
    found: list[str] = []

    def walk(node: object) -> None:
        node = getattr(node, "get_object", lambda: node)()
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]).removeprefix("/"))
            walk(node.get("/K", []))

    catalogue: Any = PdfReader(io.BytesIO(file)).trailer["/Root"]
    walk(catalogue["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize("make_file", [plan_file, summary_file])
def test_headings_and_tables_are_tagged_and_no_level_is_left_out(make_file):
    tags = structure(make_file(document(3, "A text."), AT))
    levels = [int(tag[1]) for tag in tags if tag in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {"Table", "TR", "TH", "TD", "P"} <= set(tags)


def test_no_heading_stands_alone_at_the_foot_of_a_page():
    """Whatever length the text before it has, the page's last line is never a heading."""
    headings = {
        "Where the academy stands",
        "Why these priorities",
        "What is done",
        "What it takes",
        "How we shall know",
    }
    for lines in range(20, 50, 3):
        reader = PdfReader(io.BytesIO(plan_file(document(5, "A line of text.\n" * lines), AT)))
        for page in reader.pages:
            told = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
            assert told[-2] not in headings, f"{lines} lines: “{told[-2]}” above “{told[-1]}”"


def test_a_table_that_goes_over_a_page_repeats_its_head():
    texts = pages(plan_file(document(1, actions=60), AT))
    assert len(texts) > 1
    assert sum("How it stands" in text for text in texts) >= 2


def test_names_are_taken_out_wherever_they_were_typed():
    told = PlanDocument(
        vision="Nadia Quillmore leads. nadia  quillmore too.",
        priorities=(PriorityTold(title="Ask Mrs Quillmore: Dr. N. is away", rationale="Quillmore Lane stays."),),
    )
    read = withheld(told, ["Nadia Quillmore"], "a member of staff")
    assert read.vision == "A member of staff leads. A member of staff too."
    assert read.priorities[0].title == "Ask a member of staff: Dr. N. is away"
    assert read.priorities[0].rationale == "Quillmore Lane stays."
    assert withheld(told, [], "x") is told


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("Short.", 20, ("Short.", False)),
        ("One two. Three four five.", 12, ("One two.", True)),
        ("One two three four", 9, ("One two…", True)),
        ("W" * 30, 9, ("W" * 9 + "…", True)),
        ("A\n\nb", 20, ("A b", False)),
    ],
)
def test_a_text_is_cut_between_sentences_then_words(text, most, told):
    found = cut(text, most)
    assert (found.text, found.goes_on) == told


def test_what_is_counted_leaves_out_what_was_dropped():
    one = PriorityTold(
        number=1, actions=(ActionTold(state="done"), ActionTold(overdue=True), ActionTold(state="dropped"))
    )
    assert summary(PlanDocument(priorities=(one,))).priorities[0].actions == "1 of 2 actions done, 1 overdue"


ACTING = (ActionTold(key=1, state="done"), ActionTold(key=2, says="Train teachers."))
AIM = AimTold(measure="Reading", is_set=True, start="50%", now="51%", goal="60%", word="On course", tone="good")


@pytest.mark.parametrize(
    ("one", "asks"),
    [
        (PriorityTold(), "What will be done"),
        (PriorityTold(actions=ACTING), "How shall we know"),
        (PriorityTold(actions=ACTING, aim=AimTold(start="50%", now="48%", is_set=True, tone="bad")), "from 50% to 48%"),
        (PriorityTold(actions=(ActionTold(overdue=True),), aim=AIM), "One action is overdue"),
        (PriorityTold(actions=(ActionTold(says="Train.", rag_tone="bad"),), aim=AIM), "“Train” is off course"),
        (PriorityTold(actions=(ActionTold(state="done"),), aim=AIM), "All its actions are done"),
        (PriorityTold(actions=ACTING, aim=AIM), "Who leads this priority"),
        (PriorityTold(actions=ACTING, aim=AIM, owner="A", number=1), "In which classes"),
        (PriorityTold(actions=ACTING, aim=AIM, owner="A", number=2), "Which pupils"),
        (PriorityTold(actions=ACTING, aim=AimTold(is_set=True, says="Too few.")), "too small to print"),
    ],
)
def test_the_question_is_the_one_that_its_state_suggests(one, asks):
    assert asks in question(one)
