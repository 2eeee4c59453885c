"""A review's report as somebody may read it, and as a PDF."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.utils import timezone

from academies.access import Permission, Person, Role
from academies.models import Membership
from academies.ways import may_at
from accounts.models import User
from celt.lib import pdf
from celt.lib.days import british, span_of_days
from celt.lib.sentences import listed
from reviews.models import Finding, FindingCheck, Review, ReviewMember, SectionJudgement
from reviews.models.finding import FindingKind
from reviews.models.framework import Family
from reviews.models.review import MemberRole, ReviewState
from reviews.rules.report import (
    AskedTold,
    EarlierTold,
    PartTold,
    Report,
    StepTold,
    VoiceTold,
    answer,
    as_data,
    team_told,
    tone_at,
)
from reviews.rules.survey import who_answered
from reviews.selectors.check import word_of
from reviews.selectors.file import rests_on
from reviews.selectors.survey import closed_counts, days_of

TEMPLATE = "review"
NOT_LOOKED_AT = "Not looked at"
_STANDING = {
    ReviewState.PLANNED: "A draft, not published: the review has not begun.",
    ReviewState.GATHERING: "A draft, not published: the review is still being written.",
    ReviewState.DRAFTED: "A draft, not published: it waits for its moderator.",
    ReviewState.MODERATED: "A draft, not published: it is moderated, and the head reads it next.",
    ReviewState.CALLED_OFF: "The review was called off; nothing of this was published.",
}
# What the report's sentence begins with; otherwise the framework's own name.
_SUBJECT = {
    Family.READING: "Reading", Family.WRITING: "Writing", Family.ORACY: "Oracy", Family.SEND: "SEND",
    Family.BASICS: "The non-negotiables",
}  # fmt: skip


def report_of(user: User, person: Person, review: Review) -> Report:
    """For somebody who may read it. `review` with academy and framework. Seven queries at most: findings, sections,
    judgements, checks, team, roles, what it rests on; one for surveys, and two where there are any."""
    scale = tuple(str(word) for word in review.framework.scale)
    team, named = _team(person, review)
    findings = list(
        Finding.objects.visible_to(user).filter(review=review).standing().select_related("section")
        .order_by("section__order", "section", "order", "pk")
    )  # fmt: skip
    strengths = [row for row in findings if row.kind == FindingKind.STRENGTH]
    parts = _parts(user, review, scale, strengths)
    steps = _steps(row for row in findings if row.kind == FindingKind.NEXT_STEP)
    return Report(
        academy=review.academy.name,
        title=review.title,
        framework=f"{review.framework.name}, version {review.framework.version}",
        days=span_of_days(review.starts, review.ends),
        published=british(timezone.localdate(review.published_at)) if review.published_at else "",
        standing=_standing(review),
        answer=answer(
            _SUBJECT.get(Family(review.framework.family), review.framework.name), review.academy.name, parts, scale,
            (len(strengths), len(steps)),
        ),
        focus=review.focus,
        summary=review.summary,
        scale=scale,
        parts=parts,
        overall=tuple(row.says for row in strengths if row.section_id is None),
        steps=steps,
        earlier=_earlier(user, review),
        team=team,
        named=named,
        moderated={"agreed": "The standard was agreed.", "changed": "The standard was changed in moderation."}.get(
            review.moderated, ""
        ),
        voice=_voice(user, review),
        rests_on=rests_on(user, review),
    )  # fmt: skip


def report_file(report: Report, on: datetime.datetime) -> bytes:
    """The report as a tagged PDF."""
    return pdf.pdf(TEMPLATE, as_data(report), on=on)


def _standing(review: Review) -> str:
    if review.state == ReviewState.SHARED:
        until = f" until {british(review.reply_by)}" if review.reply_by else ""
        return f"Not published yet: it is with the head, who answers on facts{until}."
    return _STANDING.get(ReviewState(review.state), "")


def _parts(user: User, review: Review, scale: Sequence[str], strengths: Iterable[Finding]) -> tuple[PartTold, ...]:
    judged = {row.section_id: row for row in SectionJudgement.objects.visible_to(user).filter(review=review)}
    found: dict[int | None, list[str]] = {}
    for row in strengths:
        found.setdefault(row.section_id, []).append(row.says)
    told = []
    for section in review.framework.sections.all():
        judgement = judged.get(section.pk)
        step = (judgement.standing if judgement else None) or 0
        known = 0 < step <= len(scale)
        told.append(
            PartTold(
                section.name,
                scale[step - 1] if known else NOT_LOOKED_AT if scale else "",
                tone_at(step, len(scale)) if known else "",
                step if known else 0,
                len(scale),
                judgement.says if judgement else "",
                tuple(found.get(section.pk, ())),
            )
        )
    return tuple(told)


def _steps(rows: Iterable[Finding]) -> tuple[StepTold, ...]:
    return tuple(
        StepTold(row.pk, n, row.says, row.section.name if row.section else "", row.owner, british(row.due))
        for n, row in enumerate(rows, start=1)
    )


def _earlier(user: User, review: Review) -> tuple[EarlierTold, ...]:
    checks = FindingCheck.objects.visible_to(user).filter(review=review).select_related("finding__review")
    return tuple(
        EarlierTold(
            check.finding.says,
            f"{check.finding.review.title}, {british(check.finding.review.ends)}",
            (word := word_of(check)).word,
            word.tone,
            check.says,
        )
        for check in checks.order_by("finding__review__starts", "finding__order", "finding")
    )


def _voice(user: User, review: Review) -> tuple[VoiceTold, ...]:
    return tuple(
        VoiceTold(
            results.survey.title,
            f"{who_answered(results.n, results.survey.who)} answered, {days_of(results.survey)}, without a name.",
            tuple(
                AskedTold(told.says, told.sentence, tuple((choice.word, choice.n) for choice in told.choices))
                for told in results.counted
                if told.n
            ),
        )
        for results in closed_counts(user, review)
    )


def _team(person: Person, review: Review) -> tuple[tuple[str, ...], str]:
    """By role for everybody; by name besides for who sees reviews before governors do. Two queries."""
    seats = list(ReviewMember.objects.filter(review=review).select_related("person").order_by("pk"))
    held = Membership.objects.current().filter(trust=review.academy.trust_id, user__in=[s.person_id for s in seats])
    roles: dict[int, Role] = {}
    order = list(Role)
    for pk, role in held.values_list("user", "role"):
        roles[pk] = min(roles.get(pk, Role(role)), Role(role), key=order.index)
    told = team_told(
        [(seat.role, roles[seat.person_id].label if seat.person_id in roles else "colleague") for seat in seats]
    )
    if not seats or not _sees_names(person, review, seats):
        return told, ""
    named = [
        f"{label}: {listed([seat.person.full_name for seat in seats if seat.role == part], most=len(seats))}."
        for part, label in (
            (MemberRole.LEAD, "Lead"), (MemberRole.OBSERVER, "Observing"), (MemberRole.MODERATOR, "Moderator"),
        )
        if any(seat.role == part for seat in seats)
    ]  # fmt: skip
    return told, " ".join(named)


def _sees_names(person: Person, review: Review, seats: Sequence[ReviewMember]) -> bool:
    if may_at(review.academy, person, Permission.VIEW_REVIEWS):
        return True
    ours = {m.user_id for m in person.memberships}
    return any(seat.person_id in ours for seat in seats)
