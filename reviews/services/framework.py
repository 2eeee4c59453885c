"""How a framework comes about: a draft, put in use whole, retired by the next. Its parts: framework_parts.py."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Trust
from accounts.models import User
from celt.lib.days import british
from reviews.models import Framework, FrameworkPrompt, FrameworkSection
from reviews.models.framework import FrameworkQuerySet, FrameworkStatus
from reviews.rules.framework import scale_fault
from reviews.strategy import FRAMEWORKS, StrategyFramework

REFUSED = "The frameworks of reviews are written by the trust’s leaders."
NO_REASON = "Say in a sentence why it changes. Everybody who is reviewed by it reads this."


@transaction.atomic
def ensure_frameworks(trust: Trust) -> list[Framework]:
    """The trust's frameworks in use, the strategy's own among them. What a trust changed or retired stays so."""
    Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    for told in missing_frameworks(trust):
        _take_over(trust, told)
    return list(Framework.objects.filter(trust=trust).in_use())


@transaction.atomic
def start_frameworks(*, by: User, trust: Trust) -> list[Framework]:
    """The strategy's own, as far as the trust has them not. Raises PermissionDenied."""
    hold_trust(by, trust)
    return ensure_frameworks(trust)


def missing_frameworks(trust: Trust) -> list[StrategyFramework]:
    """Those of the strategy that the trust never took over."""
    known = set(Framework.objects.filter(trust=trust).values_list("family", "phase", "name"))
    return [told for told in FRAMEWORKS if (told.family, told.phase, told.name) not in known]


def _take_over(trust: Trust, told: StrategyFramework) -> None:
    framework = Framework(
        trust=trust, family=told.family, phase=told.phase, name=told.name, about=told.about, scale=list(told.scale)
    )
    framework.full_clean()
    framework.save()
    sections = FrameworkSection.objects.bulk_create(
        FrameworkSection(framework=framework, order=order, name=section.name, about=section.about)
        for order, section in enumerate(told.sections, start=1)
    )
    FrameworkPrompt.objects.bulk_create(
        FrameworkPrompt(
            section=row, order=order, asks=prompt.asks, look_for="\n".join(prompt.look_for), kinds=list(prompt.kinds)
        )
        for row, section in zip(sections, told.sections, strict=True)
        for order, prompt in enumerate(section.prompts, start=1)
    )
    framework.status, framework.in_use_from = FrameworkStatus.IN_USE, timezone.localdate()
    framework.save(update_fields=["status", "in_use_from"])


def hold_trust(by: User, trust: Trust) -> Trust:
    """One person at a time begins a framework or puts one in use. Raises PermissionDenied."""
    if not user_can(by, Permission.MANAGE_FRAMEWORKS, trust=trust):
        raise PermissionDenied(REFUSED)
    return Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)


def hold_draft(by: User, pk: int) -> Framework:
    """The draft, locked. ValidationError where it is no draft any more, PermissionDenied where `by` writes none."""
    draft = Framework.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if draft is None:
        if Framework.objects.visible_to(by).filter(pk=pk).exists():
            raise PermissionDenied(REFUSED)
        raise ValidationError("This draft was discarded meanwhile. Begin the next version again.")
    if draft.status == FrameworkStatus.IN_USE and draft.in_use_from:
        raise ValidationError(
            f"Version {draft.version} is in use since {british(draft.in_use_from)} and is not changed any more. "
            "Make the next version."
        )
    if draft.status == FrameworkStatus.RETIRED:
        raise ValidationError(f"Version {draft.version} is no longer used and is not changed any more.")
    return draft


@transaction.atomic
def new_framework(
    *, by: User, trust: Trust, family: str, name: str, phase: str = "", about: str = "", scale: Sequence[str] = ()
) -> Framework:
    """The first draft of a framework that the trust has not yet. Raises PermissionDenied or ValidationError."""
    trust = hold_trust(by, trust)
    draft = Framework(trust=trust, made_by=by)
    _name(draft, family, phase, name)
    _word(draft, about, scale)
    return draft


@transaction.atomic
def next_version(*, by: User, framework: Framework, why: str) -> Framework:
    """A draft that says what the version in use says; `why` begins the note of what is new. ValidationError where
    another draft is under way, or where another version came into use meanwhile. A retired framework comes back so."""
    trust = hold_trust(by, framework.trust)
    base = Framework.objects.get(pk=framework.pk)
    family = versions_of(base)
    newer = family.in_use().exclude(pk=base.pk).first()
    if base.is_draft or newer is not None:
        raise ValidationError("Another version is in use now. Make the next version from that one.")
    if open_draft := family.filter(status=FrameworkStatus.DRAFT).select_related("made_by").first():
        raise ValidationError(
            f"{open_draft.made_by} already began a draft, version {open_draft.version}. Go on with that one."
        )
    if not why.strip():
        raise ValidationError({"changes": NO_REASON})
    last = family.aggregate(last=Max("version"))["last"] or 0
    draft = Framework(
        trust=trust, family=base.family, phase=base.phase, name=base.name, version=last + 1, changes=why.strip(),
        based_on=base, made_by=by,
    )  # fmt: skip
    _word(draft, base.about, base.scale)
    _copy_parts(base, draft)
    return draft


def versions_of(framework: Framework) -> FrameworkQuerySet:
    """Every version of the same framework, itself among them."""
    return Framework.objects.filter(
        trust=framework.trust_id, family=framework.family, phase=framework.phase, name=framework.name
    )


def _copy_parts(base: Framework, draft: Framework) -> None:
    old = list(base.sections.prefetch_related("prompts"))
    new = FrameworkSection.objects.bulk_create(
        FrameworkSection(framework=draft, order=order, name=section.name, about=section.about)
        for order, section in enumerate(old, start=1)
    )
    FrameworkPrompt.objects.bulk_create(
        FrameworkPrompt(section=row, order=order, asks=each.asks, look_for=each.look_for, kinds=each.kinds)
        for row, section in zip(new, old, strict=True)
        for order, each in enumerate(section.prompts.all(), start=1)
    )


@transaction.atomic
def change_framework(
    *,
    by: User,
    framework: Framework,
    about: str,
    scale: Sequence[str],
    changes: str = "",
    name: str | None = None,
    family: str | None = None,
    phase: str | None = None,
) -> Framework:
    """The draft's own words. Name, family and phase are the same in every version: they can be written only in a first
    one, and are left as they are where None. Raises PermissionDenied or ValidationError."""
    draft = hold_draft(by, framework.pk)
    draft.changes = changes.strip()
    if draft.based_on_id is None:
        _name(
            draft,
            draft.family if family is None else family,
            draft.phase if phase is None else phase,
            draft.name if name is None else name,
        )
    _word(draft, about, scale)
    return draft


def _name(draft: Framework, family: str, phase: str, name: str) -> None:
    draft.family, draft.phase, draft.name = family, phase, line(name)
    same = Framework.objects.filter(trust=draft.trust_id, name__iexact=draft.name).exclude(pk=draft.pk).first()
    if same is not None:
        raise ValidationError(
            {"name": f"There is a framework called “{same.name}” already. Make its next version, or name this apart."}
        )


def _word(draft: Framework, about: str, scale: Sequence[str]) -> None:
    draft.about, draft.scale = about.strip(), [line(word) for word in scale if line(word)]
    if fault := scale_fault(draft.scale):
        raise ValidationError({"scale": fault})
    draft.full_clean()
    draft.save()


@transaction.atomic
def discard_draft(*, by: User, framework: Framework) -> None:
    """Takes a draft away with its parts; the history keeps it. A framework once in use stays."""
    hold_trust(by, framework.trust)
    hold_draft(by, framework.pk).delete()


def faults(framework: Framework) -> list[str]:
    """What stands between a draft and its use. Reads its sections and prompts."""
    found = []
    if framework.based_on_id and not framework.changes.strip():
        found.append("Say what is new in this version.")
    if not framework.about.strip():
        found.append("Say what such a review finds out.")
    sections = list(framework.sections.prefetch_related("prompts"))
    if not sections:
        found.append("Write at least one part.")
    for section in sections:
        prompts = section.prompts.all()
        if not prompts:
            found.append(f"“{section.name}” asks nothing yet: write a question, or take the part out.")
        found += [f"“{each.asks}” does not say where it shows." for each in prompts if not each.kinds]
    return found


@transaction.atomic
def put_in_use(*, by: User, framework: Framework) -> Framework:
    """From today reviews are planned with this version, and the one before is retired; reviews keep theirs.

    ValidationError with every fault where the draft is not whole, or where somebody else was quicker.
    """
    hold_trust(by, framework.trust)
    draft = hold_draft(by, framework.pk)
    if found := faults(draft):
        raise ValidationError(found)
    before = versions_of(draft).in_use().select_for_update().first()
    if before is not None and draft.based_on_id != before.pk:
        raise ValidationError(
            f"Version {before.version} came into use after this draft was begun. Begin again from it."
        )
    if before is not None:
        before.status = FrameworkStatus.RETIRED
        before.save(update_fields=["status"])
    draft.status, draft.in_use_from, draft.put_in_use_by = FrameworkStatus.IN_USE, timezone.localdate(), by
    draft.full_clean()
    draft.save(update_fields=["status", "in_use_from", "put_in_use_by"])
    return draft


@transaction.atomic
def retire_framework(*, by: User, framework: Framework) -> Framework:
    """No review is planned with it any more; those that have it keep it. Raises PermissionDenied or ValidationError."""
    hold_trust(by, framework.trust)
    held = Framework.objects.editable_by(by).select_for_update(of=("self",)).get(pk=framework.pk)
    if held.status == FrameworkStatus.RETIRED:
        raise ValidationError("It is retired already.")
    if held.is_draft:
        raise ValidationError("It was never in use. Discard the draft instead.")
    held.status = FrameworkStatus.RETIRED
    held.save(update_fields=["status"])
    return held


def line(text: str) -> str:
    return " ".join(text.split())
