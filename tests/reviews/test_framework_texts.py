"""The frameworks that the product ships are whole, and the loader refuses what is not."""

import pytest

from academies.models.academy import Phase
from reviews.models.framework import EvidenceKind, Family
from reviews.rules.framework import lines_of, scale_fault
from reviews.strategy import FRAMEWORKS
from reviews.strategy.load import HERE, StrategyFramework, StrategyPrompt, StrategySection, read

PROMPT = StrategyPrompt("Who reads?", ("Books in hands",), ("lesson",))
SECTION = StrategySection("Books", "There are books.", (PROMPT,))


def framework(**fields) -> StrategyFramework:
    told = {"family": "reading", "phase": "", "name": "Reading", "about": "Books.", "scale": (), "sections": (SECTION,)}
    return StrategyFramework(**{**told, **fields})


def test_every_file_is_read():
    assert len(FRAMEWORKS) == len(list(HERE.glob("*.toml"))) == 9
    assert {each.family for each in FRAMEWORKS} == set(Family.values) - {Family.OTHER}
    for family in (Family.READING, Family.WRITING):
        assert {each.phase for each in FRAMEWORKS if each.family == family} == {Phase.PRIMARY, Phase.SECONDARY}


@pytest.mark.parametrize("told", FRAMEWORKS, ids=lambda told: told.name)
class TestEach:
    def test_is_of_a_size_that_a_day_holds(self, told):
        assert 3 <= len(told.sections) <= 7
        assert all(2 <= len(section.prompts) <= 4 for section in told.sections)
        assert len(told.scale) in (0, 4)

    def test_asks_questions_that_fit_and_stand_once(self, told):
        asks = [prompt.asks for section in told.sections for prompt in section.prompts]
        assert len(set(asks)) == len(asks)
        assert all(ask.endswith("?") and len(ask) <= 240 for ask in asks)
        assert all(len(section.name) <= 80 for section in told.sections)

    def test_looks_in_classrooms_and_asks_pupils(self, told):
        kinds = {kind for section in told.sections for prompt in section.prompts for kind in prompt.kinds}
        assert kinds >= {EvidenceKind.LESSON, EvidenceKind.PUPILS, EvidenceKind.WORK, EvidenceKind.LEADERS} - (
            {EvidenceKind.WORK} if told.family == Family.ORACY else set()
        )

    def test_is_set_as_the_product_sets_its_texts(self, told):
        text = " ".join(
            [told.about, *told.scale]
            + [section.about for section in told.sections]
            + [line for s in told.sections for p in s.prompts for line in (p.asks, *p.look_for)]
        )
        assert "'" not in text
        assert '"' not in text
        assert "\u2014" not in text
        for word in ("should have", "good practice", "best practice", "outstanding"):
            assert word not in text.lower()


def test_reading_looks_at_what_the_strategy_names():
    names = {each.phase: {section.name for section in each.sections} for each in FRAMEWORKS if each.family == "reading"}
    assert names[Phase.PRIMARY] >= {
        "Phonics", "Decodable books", "The lowest fifth", "Fluency", "Reading for pleasure",
        "Reading at home and remotely",
    }  # fmt: skip
    assert names[Phase.SECONDARY] >= {"Screening", "Disciplinary literacy", "Interventions", "Tutor reading"}


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"family": "sums"}, "no known family"),
        ({"phase": "nursery"}, "no known family or phase"),
        ({"about": ""}, "lacks its name"),
        ({"sections": ()}, "its parts"),
        ({"sections": (SECTION, SECTION)}, "share a name"),
        ({"scale": ("Yes", "No")}, "3 to 6 words"),
        ({"sections": (StrategySection("Books", "", (PROMPT,)),)}, "lacks what secure looks like"),
        ({"sections": (StrategySection("Books", "So.", ()),)}, "its questions"),
        ({"sections": (StrategySection("B", "So.", (StrategyPrompt("Who?", (), ("lesson",)),)),)}, "what to look for"),
        ({"sections": (StrategySection("B", "So.", (StrategyPrompt("Who?", ("A",), ("pub",)),)),)}, "pub, which is no"),
    ],
)
def test_one_that_is_not_whole_is_refused(fields, fault):
    with pytest.raises(ValueError, match=fault):
        framework(**fields)


def test_a_file_without_a_scale_has_none(tmp_path):
    path = tmp_path / "music.toml"
    path.write_text(
        'family = "other"\nname = "Music"\nabout = "Singing."\n[[section]]\nname = "Songs"\nabout = "Sung."\n'
        '[[section.prompt]]\nasks = "Who sings?"\nlook_for = ["Voices"]\nkinds = ["lesson"]\n',
        encoding="utf-8",
    )
    told = read(path)
    assert (told.scale, told.phase, told.sections[0].prompts[0].look_for) == ((), "", ("Voices",))


def test_a_scale_is_none_or_three_to_six_short_different_words():
    assert not scale_fault(())
    assert not scale_fault(("Low", "Middle", "High"))
    assert "same" in scale_fault(("Low", "low", "High"))
    assert "too long" in scale_fault(("Low", "Middle", "H" * 41))
    assert "3 to 6" in scale_fault(("Low",))


def test_lines_are_read_without_the_marks_of_lists():
    assert lines_of(" - One \n\n\u2022\tTwo\n* Three  words \n") == ["One", "Two", "Three words"]
