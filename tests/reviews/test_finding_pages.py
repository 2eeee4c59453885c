"""What reviews found, on pages and paper: who reads it when, who is named, what stays open, what a plan makes of it."""

import csv
import datetime
import io
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from reviews.models import Finding, Review
from reviews.models.finding import FindingKind
from reviews.models.review import MemberRole, ReviewState
from tests import factories as make
from tests.cast import Cast
from tests.worlds.finding import publish, published_at

ClientOf = Callable[[User], Client]
OBSERVER = "Philippa Quandrelle"


@pytest.fixture
def step(cast: Cast) -> Finding:
    """An open next step of a published review of the cast's own academy."""
    return published_at(cast.own, "Read aloud every day")


@pytest.fixture
def draft(cast: Cast) -> Review:
    """A review under way there, led by the head of the sibling academy, with one next step drawn from a note."""
    review: Review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING, title="Autumn reading")
    make.ReviewMemberFactory(review=review, person=cast.sibling_head, role=MemberRole.LEAD)
    seat = make.ReviewMemberFactory(review=review, person__full_name=OBSERVER)
    make.MembershipFactory(user=seat.person, academy=cast.sibling, role="headteacher")
    note = make.ReviewNoteFactory(review=review, by=seat.person, says="Six of eight read on.", where="Year 4")
    finding = make.FindingFactory(review=review, says="Hear each child read daily", owner="Head")
    finding.notes.add(note)
    return review


def text(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"reviews:{name}", args=args))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.parametrize("name", ["report", "report_pdf", "check"])
@pytest.mark.parametrize(
    ("state", "answers"),
    [
        ("gathering", {"trust_leader": 200, "sibling_head": 200, "headteacher": 403, "governor": 404, "coach": 404}),
        ("shared", {"trust_leader": 200, "headteacher": 200, "senior_leader": 200, "governor": 404, "trustee": 404}),
        ("published", {"headteacher": 200, "governor": 200, "trustee": 200, "teacher": 404, "outsider": 404}),
    ],
)
def test_it_is_read_by_whom_it_is_told_to(
    name: str, state: str, answers: dict[str, int], cast: Cast, draft: Review, client_of: ClientOf
) -> None:
    if state == "shared":
        day = timezone.localdate()
        Review.objects.filter(pk=draft.pk).update(state=state, moderated="agreed", reply_by=day)
    elif state == "published":
        publish(draft)
    for who, status in answers.items():
        answer = client_of(getattr(cast, who)).get(reverse(f"reviews:{name}", args=[draft.pk]))
        assert answer.status_code == status, who


def test_governors_read_who_did_it_by_role_alone(cast: Cast, draft: Review, client_of: ClientOf) -> None:
    publish(draft)
    governor = text(client_of(cast.governor), "report", draft.pk)
    head = text(client_of(cast.headteacher), "report", draft.pk)
    assert "Led by a headteacher. Observed by a headteacher." in governor
    assert OBSERVER not in governor
    assert cast.sibling_head.full_name not in governor
    assert OBSERVER in head


def test_notes_are_opened_by_the_team_and_not_by_the_academy(cast: Cast, draft: Review, client_of: ClientOf) -> None:
    publish(draft)
    said = "Six of eight read on."
    assert said in text(client_of(cast.sibling_head), "review_show", draft.pk)
    for who in (cast.headteacher, cast.governor):
        page = text(client_of(who), "review_show", draft.pk)
        assert "Hear each child read daily" in page
        assert said not in page


def test_the_report_says_itself_and_its_framework(cast: Cast, step: Finding, client_of: ClientOf) -> None:
    page = text(client_of(cast.governor), "report", step.review_id)
    for told in ("Read aloud every day", "Reading lead", "1 June 2026", "Pupils choose books well.", "version 1"):
        assert told in page, told
    assert "one next step follows" in page


def test_the_pdf_says_the_same_and_is_tagged(cast: Cast, step: Finding, draft: Review, client_of: ClientOf) -> None:
    make.FindingCheckFactory(finding=step, review=draft, says="In every room that was seen.", met="met")
    publish(draft)
    for review, told in (
        (step.review, ["Read aloud every day", "Reading lead", "1 June 2026", "Strength", "one next step follows"]),
        (draft, ["What earlier next steps came to", "In every room that was seen.", "Met", "Hear each child"]),
    ):
        answer = client_of(cast.governor).get(reverse("reviews:report_pdf", args=[review.pk]))
        assert answer["Content-Type"] == "application/pdf"
        reader = PdfReader(io.BytesIO(answer.content))
        words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        for each in told:
            assert each in words, each
        assert "/StructTreeRoot" in reader.root_object
        assert OBSERVER not in words


def test_a_draft_says_that_it_is_one(cast: Cast, draft: Review, client_of: ClientOf) -> None:
    page = text(client_of(cast.trust_leader), "report", draft.pk)
    assert "A draft, not published" in page


def test_a_finding_is_written_on_its_page_and_stands_on_the_review(
    cast: Cast, draft: Review, client_of: ClientOf
) -> None:
    lead, note = client_of(cast.sibling_head), draft.notes.get()
    url = reverse("reviews:finding_add", args=[draft.pk])
    shown = lead.get(f"{url}?kind=strength&note={note.pk}").content.decode()
    assert f'value="{note.pk}" checked' in shown
    assert "Who sees to it" not in shown
    refused = lead.post(f"{url}?kind=strength", {"says": "", "notes": [note.pk]})
    assert "Say in a sentence what is strong." in refused.content.decode()
    assert f'value="{note.pk}" checked' in refused.content.decode()
    kept = lead.post(f"{url}?kind=strength", {"says": "Every class reads.", "notes": [note.pk]})
    assert kept.status_code == 302
    strength = Finding.objects.get(kind=FindingKind.STRENGTH, review=draft)
    assert list(strength.notes.all()) == [note]
    assert "Every class reads." in text(lead, "review_show", draft.pk)


def test_two_who_change_the_same_one_are_shown_both_versions(cast: Cast, draft: Review, client_of: ClientOf) -> None:
    finding, lead = draft.findings.get(), client_of(cast.sibling_head)
    url = reverse("reviews:finding_edit", args=[finding.pk])
    seen = lead.get(url).context["form"]["seen"].value()
    said = {"owner": "Head", "due": "", "section": "", "notes": [], "seen": seen}
    assert client_of(cast.trust_leader).post(url, {**said, "says": "Theirs"}).status_code == 302
    second = lead.post(url, {**said, "says": "Mine"})
    assert "Theirs" in second.content.decode()
    assert "Mine" in second.content.decode()
    finding.refresh_from_db()
    assert finding.says == "Theirs"


def test_the_next_review_opens_with_what_was_left_open(
    cast: Cast, step: Finding, draft: Review, client_of: ClientOf
) -> None:
    lead = client_of(cast.sibling_head)
    assert "What came of it is still to be said here." in text(lead, "review_show", draft.pk)
    url, name = reverse("reviews:check", args=[draft.pk]), f"step{step.pk}"
    refused = lead.post(url, {"finding": step.pk, f"{name}-met": "met", f"{name}-says": ""})
    assert "Say in a sentence what shows it." in refused.content.decode()
    saved = lead.post(url, {"finding": step.pk, f"{name}-met": "met", f"{name}-says": "In every room."})
    assert saved.status_code == 302
    assert "In every room." in text(lead, "report", draft.pk)
    # Governors are told nothing of it until it is published, and the step stays open until then.
    governor = client_of(cast.governor)
    assert "In every room." not in text(governor, "report", step.review_id)
    assert "Read aloud every day" in text(governor, "academy_findings", cast.own.slug)
    publish(draft)
    assert "In every room." in text(governor, "report", step.review_id)
    assert f"finding-{step.pk}" not in text(governor, "academy_findings", cast.own.slug)


def test_who_does_not_lead_it_reads_what_is_left_open_and_says_nothing(
    cast: Cast, step: Finding, draft: Review, client_of: ClientOf
) -> None:
    make.ReviewMemberFactory(review=draft, person=cast.coach)
    url = reverse("reviews:check", args=[draft.pk])
    assert "<textarea" not in client_of(cast.coach).get(url).content.decode()
    assert client_of(cast.coach).post(url, {"finding": step.pk}).status_code == 403


def test_open_next_steps_of_the_trust_by_academy_theme_and_age(cast: Cast, step: Finding, client_of: ClientOf) -> None:
    published_at(cast.sibling, "Buy more books")
    published_at(cast.own, "Open the library")
    leader = client_of(cast.trust_leader)
    url = reverse("reviews:open_findings")

    def shown(**query: str) -> tuple[str, list[str]]:
        page = leader.get(f"{url}?{urlencode(query)}").context["page"]
        return page.answer, sorted(row.says for row in page.rows)

    answer, every = shown()
    assert every == ["Buy more books", "Open the library", "Read aloud every day"]
    assert answer.startswith("Three next steps are open at two academies")
    assert shown(academy=cast.sibling.slug)[1] == ["Buy more books"]
    assert shown(due="coming") == ("No open next step fits these filters.", [])
    assert len(shown(theme="reading", due="past")[1]) == 3
    assert shown(theme="writing")[1] == every
    file = leader.get(reverse("reviews:open_findings_csv"), {"academy": cast.sibling.slug})
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(row["Next step"], row["Theme"], row["By"]) for row in rows] == [
        ("Buy more books", "Reading", "2026-06-01")
    ]


def test_a_next_step_becomes_an_action_that_names_it(cast: Cast, step: Finding, client_of: ClientOf) -> None:
    plan = make.PlanFactory(academy=cast.own)
    priority = make.PriorityFactory(plan=plan)
    head, link = client_of(cast.headteacher), f"{reverse('plans:action_from', args=[cast.own.slug])}?from=finding%3A"
    page = text(head, "academy_findings", cast.own.slug)
    assert f"{link}{step.pk}" in page
    form = head.get(f"{link}{step.pk}")
    assert form.context["form"]["says"].value() == "Read aloud every day"
    due = timezone.localdate() + datetime.timedelta(days=30)
    sent = head.post(
        f"{link}{step.pk}",
        {"says": "Read aloud at the end of each day", "due": due.isoformat(), "priority": priority.pk},
    )
    assert sent.status_code == 302
    assert "Action: Read aloud at the end of each day" in text(head, "academy_findings", cast.own.slug)
    assert "Action: Read aloud at the end of each day" in text(head, "report", step.review_id)


def test_a_draft_is_no_record_that_one_may_name(cast: Cast, draft: Review) -> None:
    from academies.access import person_for
    from academies.providers import records

    key = f"finding:{draft.findings.get().pk}"
    for who, told in ((cast.trust_leader, True), (cast.headteacher, False), (cast.governor, False)):
        person = person_for(who, cast.trust.pk)
        assert (key in records.named(who, person, cast.own, [key])) is told
        offered = [record.key for _, found in records.choices(who, person, cast.own) for record in found]
        assert key not in offered
