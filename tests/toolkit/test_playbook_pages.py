"""The playbook: a page a practice, chosen in the address, the same on the page and in a tagged PDF."""

import io
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests import factories as make
from tests.factories.practice import practice_content
from toolkit.services.starter import ensure_practices

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("toolkit:playbook"), reverse("toolkit:playbook_pdf")
NASTY = '#read("house.typ") *bold* _x_ $x$ <b>@label</b> [a](javascript:alert(1)) `raw` \\'


@pytest.fixture
def teacher(cast, client_of):
    return client_of(cast.teacher)


def letters(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


def read(response) -> PdfReader:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def practice(cast, title, says=None, **more):
    return make.PublishedPracticeFactory(
        trust=cast.trust, title=title, content=practice_content(title, **(says or {})), **more
    )


def test_the_starter_set_is_a_cover_and_a_page_each(cast, teacher):
    shipped = ensure_practices(cast.trust)
    file = read(teacher.get(FILE))
    pages = [letters(page.extract_text()) for page in file.pages]
    assert len(pages) == len(shipped) + 1
    for each in shipped:
        assert letters(each.title) in pages[0]
        assert sum(letters(each.title) in page for page in pages[1:]) == 1
    assert teacher.get(PAGE).content.decode().count('class="playbook-page"') == len(shipped)


def test_the_file_is_tagged_titled_and_in_british_english(cast, teacher):
    practice(cast, "Willowstone talk")
    file = read(teacher.get(FILE))
    catalogue: Any = file.trailer["/Root"]
    assert bool(catalogue["/MarkInfo"]["/Marked"])
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "en-GB"
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    assert file.metadata is not None
    assert file.metadata.title == f"Playbook of {cast.trust}"


def test_one_book_is_one_file(cast, teacher):
    practice(cast, "Willowstone talk")
    assert teacher.get(FILE).content == teacher.get(FILE).content


def test_strand_phase_and_ticks_choose(cast, teacher):
    talk = practice(cast, "Willowstone talk", strand="literacy", phases=["primary"])
    practice(cast, "Willowstone sums", strand="memory", phases=["secondary"])

    def titles(**query):
        said = teacher.get(PAGE, query).content.decode()
        shown = [title for title in ("Willowstone talk", "Willowstone sums") if f"{title}</a></h2>" in said]
        filed = letters("".join(page.extract_text() for page in read(teacher.get(FILE, query)).pages))
        assert [title for title in ("Willowstone talk", "Willowstone sums") if letters(title) in filed] == shown
        return shown

    assert titles() == ["Willowstone talk", "Willowstone sums"]
    assert titles(strand="memory") == ["Willowstone sums"]
    assert titles(phase="primary") == ["Willowstone talk"]
    assert titles(practice=talk.slug) == ["Willowstone talk"]
    assert titles(practice="no-such", strand="x", phase="\x00") == ["Willowstone talk", "Willowstone sums"]


def test_a_choice_that_nothing_fits_says_so_and_has_no_file(cast, teacher):
    practice(cast, "Willowstone talk", strand="literacy")
    assert "No practice fits this choice." in teacher.get(PAGE, {"strand": "memory"}).content.decode()
    assert teacher.get(FILE, {"strand": "memory"}).status_code == 404


def test_before_anything_is_published_the_page_says_what_will_stand_there(teacher):
    assert "The playbook will stand here" in teacher.get(PAGE).content.decode()


def test_a_draft_is_in_nobodys_playbook(cast, client_of):
    making = make.PracticeFactory(trust=cast.trust, title="Hazelmoor way")
    make.PracticeVersionFactory(practice=making, title=making.title, written_by=cast.coach)
    assert "Hazelmoor" not in client_of(cast.coach).get(PAGE).content.decode()


def test_what_was_typed_is_text_on_both(cast, teacher):
    practice(cast, "Willowstone talk", {"what": NASTY, "looks_like": [NASTY]})
    said = teacher.get(PAGE).content.decode()
    assert 'href="javascript' not in said
    assert "<b>@label" not in said
    filed = letters("".join(page.extract_text() for page in read(teacher.get(FILE)).pages))
    assert letters('#read("house.typ")') in filed
    assert letters(NASTY) in filed


def test_lists_and_emphasis_of_a_text_are_set_in_the_file(cast, teacher):
    practice(cast, "Willowstone talk", {"what": "First **this**.\n\n- one thing\n- another\n\n1. begin\n2. go on"})
    filed = letters("".join(page.extract_text() for page in read(teacher.get(FILE)).pages))
    for said in ("Firstthis.", "•onething", "•another", "1.begin", "2.goon"):
        assert said in filed


def test_a_book_of_two_and_of_twenty_costs_the_same_queries(cast, django_assert_num_queries):
    from django.http import QueryDict

    from academies.access import person_for
    from toolkit.selectors.playbook import playbook

    person = person_for(cast.teacher)
    for many in (2, 18):
        for number in range(many):
            practice(cast, f"Willowstone {many} {number}")
        with django_assert_num_queries(3):
            playbook(cast.teacher, person, QueryDict())
