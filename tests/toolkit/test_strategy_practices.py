"""The toolkit that the product ships: every file is read, is whole, cites its sources and fits the tables."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from celt.ui.markdown import to_html, to_text
from toolkit import strategy
from toolkit.models import about
from toolkit.models.library import Lesson, Piece, PieceKind, PieceSource
from toolkit.models.practice import Practice, PracticeExample, PracticeKind, PracticeSource, PracticeStep
from toolkit.strategy import THEORIES, library, practice, told
from toolkit.strategy.library import PIECES, StrategyPiece, piece_of
from toolkit.strategy.practice import PRACTICES, StrategyPractice, practice_of
from toolkit.strategy.told import Source, Told

FOLDER = Path(strategy.__file__).parent
SLUGS = {each.slug for each in PRACTICES}
ALL: list[StrategyPractice | StrategyPiece] = [*PRACTICES, *PIECES]
# The end of a sentence with another behind it. What somebody says within quotation marks is part of the sentence.
SECOND = re.compile(r"[.!?][”’]? (?=[A-Z“])")
each_practice = pytest.mark.parametrize("told_practice", PRACTICES, ids=lambda each: each.slug)
each_piece = pytest.mark.parametrize("piece", PIECES, ids=lambda each: each.slug)


def words(text: str) -> int:
    return len(to_text(text).split())


def one_sentence(text: str) -> bool:
    return text[0].isupper() and text.endswith((".", ".”")) and not SECOND.search(text)


def table(folder: str, slug: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / folder / f"{slug}.toml").read_text(encoding="utf-8"))


def marked_up(each: StrategyPractice | StrategyPiece) -> list[str]:
    """What is Markdown."""
    return [each.body] if isinstance(each, StrategyPiece) else [each.what, each.why]


def plain(each: StrategyPractice | StrategyPiece) -> list[str]:
    """Everything else that a reader will read."""
    said = [each.title, *(source.says for source in each.sources)]
    if isinstance(each, StrategyPiece):
        return [*said, each.summary, *(text for part in each.lessons for text in (part.title, part.learns, part.tasks))]
    return [*said, *each.steps, *each.looks_like, *each.looks_unlike, *(example.says for example in each.examples)]


def test_every_file_is_read():
    assert [each.slug for each in PRACTICES] == sorted(path.stem for path in FOLDER.glob("practices/*.toml"))
    assert [each.slug for each in PIECES] == sorted(path.stem for path in FOLDER.glob("library/*.toml"))


def test_a_trust_begins_with_enough_of_both_kinds_in_every_strand():
    kinds = [each.kind for each in PRACTICES]
    assert len(kinds) >= 12
    assert min(kinds.count("teaching"), kinds.count("learning")) >= 6
    assert {each.strand for each in PRACTICES} == set(told.STRANDS)
    assert {each.kind for each in PIECES} == {"guidance", "research", "sequence"}


def test_no_two_are_called_alike():
    for titles in ([each.title.casefold() for each in PRACTICES], [each.title.casefold() for each in PIECES]):
        assert len(set(titles)) == len(titles)


@each_practice
def test_each_step_is_one_small_thing(told_practice):
    assert 5 <= len(told_practice.steps) <= 8
    assert [step for step in told_practice.steps if not one_sentence(step) or len(step) > 200] == []


@pytest.mark.parametrize(
    ("step", "one"),
    [
        ("Ask the question once, and wait.", True),
        ("Say “Write, then hover”.", True),
        ("Ask the question once. Wait.", False),
        ("Ask “Why?” Wait for the answer.", False),
        ("ask the question once.", False),
        ("Ask the question once", False),
    ],
)
def test_a_step_that_is_more_or_less_than_a_sentence_is_found(step, one):
    assert one_sentence(step) is one


@each_practice
def test_a_practice_can_be_read_in_ten_minutes_and_pictured_in_two_phases(told_practice):
    assert 60 <= words(told_practice.what) <= 150
    assert 80 <= words(told_practice.why) <= 180
    assert [example.subject for example in told_practice.examples if not 50 <= words(example.says) <= 120] == []
    shown = {example.phase for example in told_practice.examples}
    assert len(shown) >= 2
    assert shown <= set(told_practice.phases)


@each_piece
def test_a_piece_is_read_in_ten_minutes(piece):
    assert 250 <= words(piece.body) <= 500
    assert len(piece.lessons) == (6 if piece.kind == "sequence" else 0)
    assert to_html(piece.body).count("<h3>") >= 5
    assert "<h4>" not in to_html(piece.body), "Its parts are all of one rank."


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.slug)
def test_each_rests_on_works_that_can_be_found(each):
    assert len(each.sources) >= 2
    for source in each.sources:
        assert re.search(r"\((?:19|20)\d\d\b", source.citation), f"When did it appear? {source.citation}"
        assert one_sentence(source.says), source.says
    assert len({source.citation for source in each.sources}) == len(each.sources)


def test_a_work_is_cited_alike_wherever_it_is_named():
    """The same author and year twice, written in two ways, would be two works to a reader."""
    cited: dict[str, set[tuple[str, str]]] = {}
    for each in ALL:
        for source in each.sources:
            name = re.sub(r"\W+", " ", source.citation).casefold()
            cited.setdefault(name, set()).add((source.citation, source.url))
    assert len(cited) > 40
    assert {name: ways for name, ways in cited.items() if len(ways) > 1} == {}


def test_what_they_name_exists():
    theories = {theory.name for theory in THEORIES}
    assert {each.theory for each in PRACTICES if each.theory} <= theories
    for piece in PIECES:
        assert set(piece.practices) <= SLUGS
        assert {lesson.practice for lesson in piece.lessons} <= set(piece.practices)


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.slug)
def test_it_is_written_as_the_rest_of_the_product_is(each):
    """No typewriter's quotation marks, and no star of Markdown that would be shown as a star."""
    for text in [*plain(each), *map(to_text, marked_up(each))]:
        assert not re.search(r"[\"'*_#]", text), text


def test_the_words_and_lengths_are_those_of_the_tables():
    assert set(told.PHASES) == set(about.TaughtPhase.values)
    assert set(told.STRANDS) == set(about.Strand.values)
    assert set(practice.STRENGTHS) == set(about.Strength.values)
    assert set(practice.KINDS) == set(PracticeKind.values)
    assert set(library.KINDS) < set(PieceKind.values)

    def most(model: Any, field: str) -> int:
        return int(model._meta.get_field(field).max_length)

    assert most(Practice, "title") == practice.TITLE
    assert most(PracticeStep, "says") == practice.STEP
    assert most(Piece, "summary") == library.SUMMARY
    assert most(PracticeExample, "subject") == most(Piece, "subject") == told.SUBJECT
    assert most(PracticeSource, "citation") == most(PieceSource, "citation") == told.CITATION
    assert most(PracticeSource, "says") == most(PieceSource, "says") == told.FOUND
    assert min(most(Piece, "title"), most(Lesson, "title")) >= library.TITLE
    assert about.lines_field("lines").base_field.max_length == told.LINE


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 81}, "title"),
        ({"kind": "coaching"}, "kind"),
        ({"strand": "mathematics"}, "strand"),
        ({"phases": []}, "phases"),
        ({"phases": ["nursery"]}, "phases"),
        ({"subjects": "any"}, "subjects"),
        ({"theory": "Talk first"}, "theory"),
        ({"what": " "}, "what"),
        ({"why": 3}, "why"),
        ({"strength": "proven"}, "strength"),
        ({"steps": ["Wait."] * 5}, "steps"),
        ({"steps": ["Wait."]}, "steps"),
        ({"steps": [f"Wait {'x' * n}." for n in range(200, 205)]}, "steps"),
        ({"looks_like": ["Pupils wait."]}, "looks_like"),
        ({"looks_unlike": ["", "", ""]}, "looks_unlike"),
        ({"examples": []}, "examples"),
        ({"examples": [{"phase": "primary", "subject": "Art"}] * 2}, "says"),
        ({"sources": []}, "sources"),
        ({"sources": [{"citation": "A. Nobody (2020)", "says": "It works.", "url": "http://x.example"}]}, "url"),
        ({"sources": [{"citation": "A. Nobody (2020)"}]}, "says"),
        ({"evidence": "strong"}, "evidence"),
    ],
)
def test_a_practice_that_lacks_something_is_refused_by_file_and_field(change, field):
    broken = table("practices", "thinking-time") | change
    with pytest.raises(ValueError, match=rf"^practices/broken\.toml: .*“{field}” .+\.$"):
        practice_of("broken", Told("practices/broken.toml", broken))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "case_study"}, "kind"),
        ({"summary": "x" * 301}, "summary"),
        ({"practices": ["talk-first"]}, "practices"),
        ({"practices": []}, "practices"),
        ({"lessons": []}, "lessons"),
        ({"kind": "guidance"}, "lessons"),
        ({"lessons": [{"title": "1", "learns": "x", "tasks": "y", "practice": "talk-first"}] * 3}, "practice"),
    ],
)
def test_a_piece_that_lacks_something_is_refused_by_file_and_field(change, field):
    broken = table("library", "explanation-writing-year-5") | change
    with pytest.raises(ValueError, match=rf"^library/broken\.toml: .*“{field}” .+\.$"):
        piece_of("broken", Told("library/broken.toml", broken))


def test_a_file_that_is_no_toml_is_named(monkeypatch, tmp_path):
    (tmp_path / "practices").mkdir()
    (tmp_path / "practices" / "torn.toml").write_text("title = ", encoding="utf-8")
    monkeypatch.setattr(told, "__file__", str(tmp_path / "told.py"))
    with pytest.raises(ValueError, match=r"^practices/torn\.toml: cannot be read as TOML\."):
        told.read("practices", practice_of)


def test_a_whole_table_is_taken_as_it_stands():
    taken = practice_of("thinking-time", Told("practices/thinking-time.toml", table("practices", "thinking-time")))
    assert taken in PRACTICES
    assert taken.sources[0] == Source(**table("practices", "thinking-time")["sources"][0])
