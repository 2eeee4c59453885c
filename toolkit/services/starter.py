"""The practices that the toolkit ships, for a trust that has not got them yet."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from academies.access import Permission, user_can
from academies.models import Trust
from accounts.models import User
from toolkit.models import Practice, PracticeVersion, Theory
from toolkit.services.content import Content, ExampleText, SourceText, StepText, write_content
from toolkit.services.practice import REFUSED_ABOUT, publish_version
from toolkit.strategy.practice import PRACTICES, StrategyPractice


@transaction.atomic
def ensure_practices(trust: Trust) -> list[Practice]:
    """Publishes the shipped practices that the trust has not got, and says which. What it changed or put away stays
    so; where a practice of its own bears the name already, that one stands."""
    Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    slugs = set(Practice.objects.filter(trust=trust).values_list("slug", flat=True))
    titles = {
        title.lower()
        for title in Practice.objects.filter(trust=trust, archived_at__isnull=True).values_list("title", flat=True)
    }
    theories = {theory.name: theory for theory in Theory.objects.filter(trust=trust).of_trust().in_use()}
    return [
        _ship(trust, told, theories.get(told.theory))
        for told in PRACTICES
        if told.slug not in slugs and told.title.lower() not in titles
    ]


@transaction.atomic
def start_practices(*, by: User, trust: Trust) -> list[Practice]:
    """The same, asked for by who keeps the trust's toolkit. Raises PermissionDenied."""
    if not user_can(by, Permission.MANAGE_TOOLKIT, trust=trust):
        raise PermissionDenied(REFUSED_ABOUT)
    return ensure_practices(trust)


def _ship(trust: Trust, told: StrategyPractice, theory: Theory | None) -> Practice:
    practice = Practice(
        trust=trust, slug=told.slug, title=told.title, kind=told.kind, strand=told.strand, phases=list(told.phases),
        subjects=list(told.subjects), theory=theory,
    )  # fmt: skip
    practice.full_clean()
    practice.save()
    version = PracticeVersion(practice=practice, number=1, title=told.title)
    write_content(version, content_told(told))
    publish_version(version, None)
    return practice


def content_told(told: StrategyPractice) -> Content:
    return Content(
        title=told.title,
        what=told.what,
        why=told.why,
        strength=told.strength,
        looks_like=told.looks_like,
        looks_unlike=told.looks_unlike,
        steps=[StepText(says) for says in told.steps],
        examples=[ExampleText(each.phase, each.subject, each.says) for each in told.examples],
        sources=[SourceText(each.citation, each.url, each.says) for each in told.sources],
    )
