"""The trust report of a theme, on page, as PDF and as file: what it counts, who reads how much of it."""

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from academies.access import person_for
from academies.models.academy import Phase
from accounts.models import User
from plans.models import Action
from reviews.models import Framework, Review
from reviews.models.finding import FindingKind
from reviews.models.review import ReviewState
from reviews.selectors.theme_report import ThemePage, theme_page
from tests import factories as make
from tests.cast import Cast
from tests.worlds.finding import publish

ClientOf = Callable[[User], Client]
READING = {"theme": "reading", "year": "2025"}


@pytest.fixture
def frameworks(cast: Cast) -> dict[str, Framework]:
    """Primary and secondary, with two parts that ask the same and one that stands alone in each."""
    make_one = make.framework_in_use
    return {
        "primary": make_one("Phonics", "The lowest fifth", trust=cast.trust, phase=Phase.PRIMARY, name="Primary"),
        "secondary": make_one("Screening", "Interventions", trust=cast.trust, phase=Phase.SECONDARY, name="Secondary"),
    }


def reviewed(
    academy, framework, parts, *, state="published", on=datetime.date(2026, 3, 2), steps=1, due=None, **said
) -> Review:
    """`parts`: place of a part -> (its standing, whether next steps are asked for there)."""
    review = make.ReviewFactory(
        academy=academy, framework=framework, state=ReviewState.GATHERING, starts=on,
        ends=on + datetime.timedelta(days=2),
    )  # fmt: skip
    sections = list(framework.sections.all())
    for place, (standing, asked) in parts.items():
        make.SectionJudgementFactory(review=review, section=sections[place], standing=standing)
        for n in range(steps if asked else 0):
            says = said.get("says", f"Mend {sections[place].name} at {academy.name} ({n})")
            make.FindingFactory(review=review, section=sections[place], says=says, due=due)
    if said.get("strength"):
        make.FindingFactory(review=review, kind=FindingKind.STRENGTH, section=sections[0], says=said["strength"])
    if state == "published":
        publish(review)
    elif state != ReviewState.GATHERING:
        Review.objects.filter(pk=review.pk).update(
            state=state, moderated="agreed" if state != "drafted" else "", reply_by=datetime.date(2026, 12, 1)
        )
    return review


def page_of(user: User, cast: Cast, **query: str) -> ThemePage:
    return theme_page(user, person_for(user, cast.trust.pk), {**READING, **query})


@pytest.fixture
def two(cast: Cast, frameworks: dict[str, Framework]) -> tuple[Review, Review]:
    """A primary and a secondary, both with next steps for those who are behind."""
    return (
        reviewed(cast.own, frameworks["primary"], {0: (4, False), 1: (1, True)}, steps=2, strength="One way of sounds"),
        reviewed(cast.sibling, frameworks["secondary"], {0: (3, False), 1: (2, True)}, due=datetime.date(2026, 6, 1)),
    )


def test_parts_that_ask_the_same_meet_over_phases(cast: Cast, two: tuple[Review, Review]) -> None:
    report = page_of(cast.trust_leader, cast).report
    (recurs,) = report.recurs
    assert (recurs.part, recurs.asked) == ("Readers who are behind", "both academies")
    assert recurs.also == "“The lowest fifth” and “Interventions”"
    assert recurs.standings == "Not yet at one, emerging at one"
    assert report.answer == (
        "Reading in 2025/26: next steps recur in “Readers who are behind”, at both academies reviewed."
    )
    assert report.rests_on == (
        "It rests on two reviews at all two academies of the trust: one primary and one secondary."
    )
    assert [row.part for row in report.matrix] == ["Phonics", "Readers who are behind", "Screening"]
    assert [[cell.seen for cell in row.cells] for row in report.matrix] == [[True, False], [True, True], [False, True]]
    assert [(row.part, row.primary, row.secondary) for row in report.phases] == [
        ("Readers who are behind", "1 of 1", "1 of 1")
    ]
    assert "too few" in report.phases_say


def test_academies_are_counted_not_next_steps_and_versions_of_a_framework_meet(cast: Cast) -> None:
    old = make.framework_in_use("Phonics", trust=cast.trust, name="Reading", version=1)
    Framework.objects.filter(pk=old.pk).update(status="retired")
    new = make.framework_in_use("phonics", trust=cast.trust, name="Reading", version=2)
    reviewed(cast.own, old, {0: (1, True)}, steps=3)
    reviewed(cast.own, new, {0: (3, True)}, on=datetime.date(2026, 5, 4))
    reviewed(cast.sibling, new, {0: (4, False)})
    report = page_of(cast.trust_leader, cast).report
    assert report.recurs == ()
    assert "Next steps at one academy alone: “Phonics”." in report.besides
    (row,) = report.matrix
    # The newest standing, and what both found.
    assert [(cell.step, cell.next_steps) for cell in row.cells] == [(3, 4), (4, 0)]


def test_what_recurs_quotes_its_words_once_with_everybody_who_was_told_them(cast: Cast, frameworks) -> None:
    for academy in (cast.own, cast.sibling):
        reviewed(academy, frameworks["primary"], {0: (2, True)}, says="Match the books to the sounds.")
    (recurs,) = page_of(cast.trust_leader, cast).report.recurs
    (wording,) = recurs.wordings
    assert wording.says == "Match the books to the sounds."
    assert [name for name, _ in wording.at] == ["Heronwick", "Otterbourne Vale"]


def test_the_year_before_stands_beside_it(cast: Cast, frameworks: dict[str, Framework]) -> None:
    for year in (2025, 2026):
        for academy in (cast.own, cast.sibling):
            reviewed(academy, frameworks["primary"], {0: (2, True)}, on=datetime.date(year, 3, 2))
    (recurs,) = page_of(cast.trust_leader, cast).report.recurs
    assert recurs.before == "In 2024/25 it recurred too: both academies reviewed then."


def test_who_was_not_reviewed_is_said(cast: Cast, frameworks: dict[str, Framework]) -> None:
    reviewed(cast.own, frameworks["primary"], {0: (2, True)})
    coming = reviewed(cast.sibling, frameworks["primary"], {}, state=ReviewState.GATHERING)
    make.AcademyFactory(trust=cast.trust, name="Cormorant Cove", opened=datetime.date(2026, 9, 1))
    told = page_of(cast.trust_leader, cast).report.missing
    assert [(one.academy, one.says) for one in told] == [(cast.sibling.name, "its review is under way")]
    assert coming.academy == cast.sibling
    # A trustee knows of no review before it is published.
    assert [one.says for one in page_of(cast.trustee, cast).report.missing] == [""]


def test_next_steps_are_followed_to_today(cast: Cast, two: tuple[Review, Review]) -> None:
    first, second = two[0].findings.filter(kind="next_step").order_by("pk")
    later = reviewed(cast.own, two[0].framework, {}, state=ReviewState.GATHERING, on=datetime.date(2026, 9, 7))
    make.FindingCheckFactory(finding=first, review=later, met="met")
    make.FindingCheckFactory(finding=second, review=later, met="partly")
    own, sibling = page_of(cast.trust_leader, cast).report.steps
    # What a draft says closes nothing.
    assert (own.steps, own.met, own.partly, own.open) == (2, 0, 0, 2)
    publish(later)
    report = page_of(cast.trust_leader, cast).report
    own, sibling = report.steps
    assert (own.steps, own.met, own.partly, own.open, own.overdue) == (2, 1, 1, 0, 0)
    assert (sibling.steps, sibling.met, sibling.open, sibling.overdue) == (1, 0, 1, 1)
    assert report.steps_say.startswith("Of three published next steps, one is met and one partly; the day of one")


def test_actions_of_plans_are_counted(cast: Cast, two: tuple[Review, Review]) -> None:
    step = two[0].findings.filter(kind="next_step")[0]
    action: Action = make.ActionFactory(priority__plan__academy=cast.own, origin=f"finding:{step.pk}")
    page = page_of(cast.trust_leader, cast)
    assert [row.actions for row in page.report.steps] == [1, 0]
    assert "One became an action of a plan" in page.report.steps_say
    assert any(action.says in row.came for row in page.rows)


def test_a_story_of_a_strength_is_shown_until_it_is_taken_back(cast: Cast, two: tuple[Review, Review]) -> None:
    strength = two[0].findings.get(kind="strength")
    story = make.StoryFactory(academy=cast.own, came_from=f"finding:{strength.pk}")
    (shares,) = page_of(cast.trust_leader, cast).report.sharing
    assert (shares.academy, shares.tops) == (cast.own.name, ("Phonics",))
    assert [(one.says, one.story) for one in shares.strengths] == [("One way of sounds", "is offered to the toolkit")]
    assert shares.strengths[0].story_url == reverse("toolkit:story_show", args=[story.pk])


class TestWhoReadsWhat:
    @pytest.mark.parametrize("name", ["themes", "theme_pdf", "theme_csv"])
    @pytest.mark.parametrize(
        ("who", "answers"),
        [("trust_leader", 200), ("trustee", 200), ("headteacher", 403), ("governor", 403), ("coach", 403)],
    )
    def test_only_who_reads_every_academys_reviews(
        self, cast: Cast, client_of: ClientOf, two: tuple[Review, Review], name: str, who: str, answers: int
    ) -> None:
        assert client_of(getattr(cast, who)).get(reverse(f"reviews:{name}"), READING).status_code == answers

    def test_trustees_read_published_reviews_alone(self, cast: Cast, frameworks: dict[str, Framework]) -> None:
        reviewed(cast.own, frameworks["primary"], {0: (2, True)})
        early = reviewed(cast.sibling, frameworks["primary"], {0: (2, True)}, state="shared", says="Not yet for them")
        for user, query, reads in (
            (cast.trust_leader, {}, True),
            (cast.trust_leader, {"with": "published"}, False),
            (cast.trustee, {}, False),
        ):
            page = page_of(user, cast, **query)
            assert any(row.says == "Not yet for them" for row in page.rows) == reads
            assert bool(page.report.recurs) == reads
            assert ("not published yet" in page.report.notice) == reads
        assert early.state

    def test_a_draft_that_nobody_moderated_is_no_evidence(self, cast: Cast, frameworks: dict[str, Framework]) -> None:
        reviewed(cast.own, frameworks["primary"], {0: (2, True)}, state="drafted")
        assert page_of(cast.trust_leader, cast).rows == []

    def test_reviews_of_another_trust_stay_there(self, cast: Cast, frameworks: dict[str, Framework]) -> None:
        reviewed(cast.own, frameworks["primary"], {0: (2, True)})
        foreign = make.framework_in_use("Phonics", trust=cast.foreign_trust)
        reviewed(cast.foreign, foreign, {0: (2, True)}, says="Hidden there")
        # Even for somebody who is on the team over there.
        make.ReviewMemberFactory(review=foreign.reviews.get(), person=cast.trust_leader)
        assert "Hidden there" not in str(page_of(cast.trust_leader, cast).report)


def test_it_opens_with_the_newest_theme_that_several_academies_were_reviewed_in(cast: Cast, frameworks) -> None:
    for academy in (cast.own, cast.sibling):
        reviewed(academy, frameworks["primary"], {0: (2, True)})
    writing = make.framework_in_use("Composition", trust=cast.trust, family="writing")
    reviewed(cast.own, writing, {0: (2, True)}, on=datetime.date(2026, 10, 5))
    chosen = theme_page(cast.trust_leader, person_for(cast.trust_leader, cast.trust.pk), {}).chosen
    assert (chosen.family, chosen.year) == ("reading", 2025)
    assert page_of(cast.trust_leader, cast, theme="writing", year="").chosen.year == 2026


@pytest.mark.parametrize("year", ["", "20", "9999", "x" * 9, "²025", "-2025"])
def test_a_strange_year_is_no_error(cast: Cast, client_of: ClientOf, year: str) -> None:
    response = client_of(cast.trust_leader).get(reverse("reviews:themes"), {"theme": "poetry", "year": year})
    assert response.status_code == 200
    assert "can be read yet" in response.content.decode()


def test_a_theme_without_reviews_has_no_pdf(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.trust_leader).get(reverse("reviews:theme_pdf"), READING).status_code == 404


def test_page_pdf_and_file_say_the_same(cast: Cast, client_of: ClientOf, two: tuple[Review, Review]) -> None:
    client = client_of(cast.trust_leader)
    page = client.get(reverse("reviews:themes"), READING).content.decode()
    made = client.get(reverse("reviews:theme_pdf"), READING)
    reader = PdfReader(io.BytesIO(made.content))
    paper = " ".join(" ".join(sheet.extract_text().split()) for sheet in reader.pages)
    for words in ("at both academies reviewed", "One way of sounds", "Where the practice worth sharing is"):
        assert words in page
        assert words in paper
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en-GB"
    assert made["Content-Disposition"] == 'attachment; filename="reading-2025-26.pdf"'
    answer = client.get(reverse("reviews:theme_csv"), READING).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(answer)))
    assert [(row["Academy"], row["Kind"]) for row in rows] == [
        (cast.own.name, "Strength"),
        (cast.own.name, "Next step"),
        (cast.own.name, "Next step"),
        (cast.sibling.name, "Next step"),
    ]


def test_the_list_of_reviews_leads_there(cast: Cast, client_of: ClientOf, two: tuple[Review, Review]) -> None:
    address = reverse("reviews:review_list")
    assert "Read the reading reviews of 2025/26 together" in client_of(cast.trustee).get(address).content.decode()
    assert "Read the reading reviews" not in client_of(cast.headteacher).get(address).content.decode()


def test_many_academies_cost_no_more_queries(cast: Cast, frameworks: dict[str, Framework]) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(cast.trust_leader, cast)
        return len(captured)

    reviewed(cast.own, frameworks["primary"], {0: (2, True)}, strength="Sounds")
    make.ActionFactory(priority__plan__academy=cast.own, origin=f"finding:{Review.objects.get().findings.all()[0].pk}")
    few = cost()
    for _ in range(6):
        academy = make.AcademyFactory(trust=cast.trust)
        review = reviewed(academy, frameworks["primary"], {0: (2, True), 1: (1, True)}, strength="Sounds")
        make.ActionFactory(priority__plan__academy=academy, origin=f"finding:{review.findings.all()[0].pk}")
    assert cost() == few
