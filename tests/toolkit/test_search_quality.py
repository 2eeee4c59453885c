"""What teachers type, wrongly too, and what must come up first, on the practices and the library that ship."""

import pytest

from academies.access import person_for
from toolkit.models import Practice
from toolkit.selectors.search import SearchPage, search_page
from toolkit.services.library_starter import ensure_library
from toolkit.services.starter import ensure_practices
from toolkit.services.theory import ensure_theories

pytestmark = pytest.mark.django_db

# Typed, the title that must stand there, and among how many from the top.
ERRORS = (
    ("metacogniton", "Metacognition and self-regulation: what the research says", 1),
    ("metacognitoin", "Plan it, watch it, judge it", 3),
    ("retreival practise", "Begin with retrieval: questions from before", 1),
    ("retrieval practice", "Begin with retrieval: questions from before", 1),
    ("vocabluary", "Teach the words before the text", 1),
    ("wite boards", "Everyone answers: check with mini whiteboards", 1),
    ("mini whitboards", "Everyone answers: check with mini whiteboards", 1),
    ("sentance combining", "Say it, build it, write it: sentences before paragraphs", 1),
    ("reciprical reading", "Read it together: predict, clear up, ask, sum up", 1),
    ("thinkingtime", "Ask, wait, then choose who answers", 1),
    ("thinking tiem", "Ask, wait, then choose who answers", 1),
    ("worked exmaples", "Model it: I do, we do, you do", 3),
    ("scafolding", "Help that fades", 1),
    ("dual codding", "Explain with words and one drawing that grows", 1),
    ("feed back", "Feedback while the work is being done", 2),
    ("feedbak research", "Feedback: what the research says", 1),
    ("coachng", "Coaching for progress: how coaching works here", 1),
    ("reading for plesure", "Reading for pleasure: a guide to routines", 1),
    ("fluancy", "Read aloud together: echo, choral and paired reading", 1),
    ("coral reading", "Read aloud together: echo, choral and paired reading", 1),
    ("comprehnsion", "Read it together: predict, clear up, ask, sum up", 3),
    ("behaviour rutines", "Meet, settle, begin: the entry routine", 1),
    ("think piar share", "Think, pair, share: talk with a purpose", 1),
    ("self quizing", "Quiz yourself, leave a gap, quiz again", 1),
    ("reading remotly", "Reading remotely: what to agree at home and at school", 1),
    ("explination writing", "A model sequence: explanation writing in Year 5", 1),
)
# Another form of the word, or another word for it, than the one that is written.
FORMS = (
    ("modelled", "Model it: I do, we do, you do", 1),
    ("retrieving", "Begin with retrieval: questions from before", 3),
    ("quizzes", "Quiz yourself, leave a gap, quiz again", 3),
    ("coached", "Coaching for progress: how coaching works here", 1),
    ("oracy", "Think, pair, share: talk with a purpose", 1),
    ("cold calling", "Ask, wait, then choose who answers", 1),
    ("vocab", "Teach the words before the text", 1),
)
NOTHING = ("xyzzyq", "qqqq wwww", "Zaporozhtsev")


@pytest.fixture
def search(cast):
    ensure_theories(cast.trust)
    ensure_practices(cast.trust)
    ensure_library(cast.trust)
    teacher, person = cast.people["teacher"], person_for(cast.people["teacher"])

    def searched(asked: str) -> SearchPage:
        return search_page(teacher, person, {"q": asked})

    return searched


def titles(page: SearchPage) -> list[str]:
    return [hit.title for hit in page.hits] if page.hits else []


def test_what_is_meant_comes_first_whatever_the_typing(search):
    assert Practice.objects.in_use().count() >= 12
    missed = {
        asked: (page.read.read, titles(page)[:4])
        for asked, title, within in (*ERRORS, *FORMS)
        if title not in titles(page := search(asked))[:within]
    }
    assert missed == {}
    assert len(ERRORS) >= 20


def test_the_page_says_what_was_mended_and_mends_nothing_that_is_right(search):
    page = search("metacogniton")
    assert "“metacognition”" in page.answer
    assert "You wrote “metacogniton”." in page.lead
    right = search("reading aloud")
    assert not right.read.mended
    assert "You wrote" not in right.lead


def test_what_nothing_answers_is_said_with_somewhere_to_go(search):
    for asked in NOTHING:
        page = search(asked)
        assert titles(page) == [], asked
        assert page.answer.startswith("Nothing in the toolkit holds")
        assert page.strands


def test_the_nearest_words_are_offered_where_none_was_meant(search):
    near = [link.label for link in search("questiopomania").nearest]
    assert any(word.startswith("question") for word in near)


def test_where_nothing_has_all_the_words_what_has_some_is_shown_and_said(search):
    page = search("whiteboards coaching pleasure")
    assert "Everyone answers: check with mini whiteboards" in titles(page)
    assert "Nothing has all of these words" in page.lead


def test_a_word_that_stands_nowhere_is_named_and_the_others_are_looked_for(search):
    page = search("fluency zzyxq")
    assert titles(page)[0].startswith("Read aloud together")
    assert "Nothing holds “zzyxq”." in page.lead
