"""Plays the demo's practices: shipped a year ago, kept by somebody, some rewritten, reviewed and published again."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.db import transaction

from accounts.models import User
from dashboards.demo.plans.acting import Cast
from dashboards.demo.strategy.clock import playing
from dashboards.demo.toolkit.practised import OWNERS, REWRITTEN, Rewritten
from toolkit.models import Practice, PracticeVersion
from toolkit.services.content import Content, StepText, content_of
from toolkit.services.practice import change_about, start_version, take_version_step, write_version
from toolkit.services.starter import ensure_practices

SHIPPED = datetime.timedelta(days=440)
KEPT = datetime.timedelta(days=425)


@transaction.atomic
def play_practices(cast: Cast, today: datetime.date) -> int:
    """How many practices there are then."""
    with playing(today - SHIPPED):
        made = ensure_practices(cast.trust)
    practices = {practice.slug: practice for practice in Practice.objects.filter(trust=cast.trust)}
    with playing(today - KEPT):
        for slug, owner in OWNERS.items():
            practice = practices[slug]
            change_about(
                by=cast.leader, practice=practice, kind=practice.kind, strand=practice.strand, phases=practice.phases,
                subjects=practice.subjects, theory=practice.theory, owner=person(cast, owner),
            )  # fmt: skip
    for told in REWRITTEN:
        _rewrite(cast, told, practices[told.slug], today)
    return len(made)


def person(cast: Cast, who: str) -> User:
    """`who`: the first part of a demo person's address, or "deputy of" an academy's slug."""
    role, _, slug = who.partition(" of ")
    return cast.deputy(slug) if slug else User.objects.get(email=f"{role}@demo.example")


def _rewrite(cast: Cast, told: Rewritten, practice: Practice, today: datetime.date) -> None:
    writer, reviewer = person(cast, told.by), person(cast, told.reviewer)
    with playing(today - datetime.timedelta(days=told.written)):
        version = start_version(by=writer, practice=practice)
        version = write_version(by=writer, version=version, content=_content(version, told))
        version = take_version_step(by=writer, version=version, step="ask", says=told.asks, reviewer=reviewer)
    if told.reviewed is None:
        return
    with playing(today - datetime.timedelta(days=told.reviewed)):
        step = "return" if told.given_back else "approve"
        version = take_version_step(by=reviewer, version=version, step=step, says=told.review)  # type: ignore[arg-type]
    if told.published is not None:
        with playing(today - datetime.timedelta(days=told.published)):
            take_version_step(by=cast.leader, version=version, step="publish")


def _content(version: PracticeVersion, told: Rewritten) -> Content:
    before = content_of(version)
    steps = [replace(step, says=told.steps.get(at, step.says)) for at, step in enumerate(before.steps)]
    if told.more:
        steps.append(StepText(told.more))
    looks_like = [*before.looks_like, told.sees] if told.sees else before.looks_like
    return replace(before, steps=steps, looks_like=looks_like, changes=told.changes)
