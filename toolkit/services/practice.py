"""Practices: begun, written in versions, reviewed by a colleague, published, put away."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from academies.access import Permission, held, user_can
from academies.models import Trust
from accounts.models import User
from toolkit.models import Practice, PracticeVersion, Theory
from toolkit.models.practice import VERSION_OPEN, VersionState
from toolkit.rules.version import NotNow, NotYours, Party, Standing, State, StepName, after, missing
from toolkit.services import index
from toolkit.services.content import Content, content_of, write_content
from toolkit.services.naming import refuse_names_in

REFUSED = "Practices are written by coaches, senior leaders, heads and trust leaders."
REFUSED_ABOUT = "What a practice belongs to, and whether it is kept, is said by the trust’s leaders."
STALE = "Somebody moved this version on, or wrote on it, while you read it. Look at it again before you go on."


@transaction.atomic
def start_practice(
    *,
    by: User,
    trust: Trust,
    title: str,
    kind: str,
    strand: str,
    phases: Iterable[str],
    subjects: Iterable[str] = (),
    theory: Theory | None = None,
) -> PracticeVersion:
    """A practice with the draft of its first version, which `by` owns. Raises PermissionDenied or ValidationError."""
    if not held(by, Permission.WRITE_TOOLKIT).filter(trust=trust).exists():
        raise PermissionDenied(REFUSED)
    # Two who begin one of the same name at once take turns.
    Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    title = " ".join(title.split())
    _refuse_same_title(trust.pk, title)
    practice = Practice(
        trust=trust, slug=_free_slug(trust, title), title=title, kind=kind, strand=strand, phases=list(phases),
        subjects=_subjects(subjects), theory=_theory_of(trust.pk, theory), owner=by,
    )  # fmt: skip
    practice.full_clean()
    practice.save()
    version = PracticeVersion(practice=practice, number=1, title=title, written_by=by)
    version.full_clean()
    version.save()
    return version


@transaction.atomic
def start_version(*, by: User, practice: Practice) -> PracticeVersion:
    """The next draft, which says what is published until somebody writes on it; or the one that is open already.

    Raises PermissionDenied or ValidationError.
    """
    locked = _held(by, practice)
    if locked.archived_at is not None:
        raise ValidationError("The practice is put away. Bring it back before you write a new version of it.")
    if (opened := locked.versions.filter(state__in=VERSION_OPEN).first()) is not None:
        return opened
    newest = locked.versions.order_by("-number").first()
    source = locked.current or newest
    number = (locked.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = PracticeVersion(practice=locked, number=number, title=source.title if source else locked.title)
    version.written_by = by
    version.full_clean()
    version.save()
    if source is not None:
        write_content(version, content_of(source, changes=False))
    return version


@transaction.atomic
def write_version(*, by: User, version: PracticeVersion, content: Content) -> PracticeVersion:
    """The draft says this afterwards, and nothing else. Raises PermissionDenied or ValidationError."""
    practice = _held(by, version.practice)
    locked = practice.versions.select_for_update().get(pk=version.pk)
    if locked.state != VersionState.DRAFT:
        raise ValidationError(_why_not_written(locked))
    _refuse_same_title(practice.trust_id, " ".join(content.title.split()), practice)
    refuse_names_in(practice.trust_id, content)
    locked.practice = practice
    locked.written_by, locked.written_at = by, timezone.now()
    write_content(locked, content)
    if practice.current_id is None and practice.title != locked.title:
        practice.title = locked.title
        practice.full_clean()
        practice.save(update_fields=["title"])
    return locked


@transaction.atomic
def take_version_step(
    *,
    by: User,
    version: PracticeVersion,
    step: StepName,
    says: str = "",
    reviewer: User | None = None,
    seen: str = "",
) -> PracticeVersion:
    """Moves it on. `reviewer`: with `ask`, the colleague who is asked. `seen`: `stamp` of what the page showed; where
    it says something else by now the step is refused, so that nobody approves words that they never read.

    Raises PermissionDenied or ValidationError, each with what to do.
    """
    practice = _held(by, version.practice)
    locked = practice.versions.select_for_update().get(pk=version.pk)
    locked.practice = practice
    if seen and seen != stamp(locked):
        raise ValidationError(STALE)
    state = _after(step, locked, by, says)
    now = timezone.now()
    match step:
        case "ask":
            _refuse_reviewer(by, locked, reviewer)
            locked.asked_by, locked.asked_at, locked.reviewer = by, now, reviewer
            locked.review, locked.reviewed_by, locked.reviewed_at = says.strip(), None, None
        case "return" | "approve":
            locked.review, locked.reviewed_by, locked.reviewed_at = says.strip(), by, now
        case "take_back":
            locked.review, locked.reviewed_by, locked.reviewed_at, locked.asked_at = "", None, None, None
        case "publish":
            return _publish(by, practice, locked)
        case "drop":
            pass
    locked.state = state
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def change_about(
    *,
    by: User,
    practice: Practice,
    kind: str,
    strand: str,
    phases: Iterable[str],
    subjects: Iterable[str],
    theory: Theory | None,
    owner: User | None,
) -> Practice:
    """Where it belongs and who keeps it. Raises PermissionDenied or ValidationError."""
    locked = _managed(by, practice)
    if owner is not None and owner.pk != locked.owner_id:
        _refuse_stranger(owner, locked, "owner")
    locked.kind, locked.strand = kind, strand
    locked.phases, locked.subjects = list(phases), _subjects(subjects)
    locked.theory, locked.owner = _theory_of(locked.trust_id, theory), owner
    locked.full_clean()
    locked.save()
    index.put(locked)
    return locked


@transaction.atomic
def archive_practice(*, by: User, practice: Practice, archived: bool = True) -> Practice:
    """Put away it is offered to nobody; what was coached, planned and tried stays. `archived=False` brings it back."""
    locked = _managed(by, practice)
    if not archived and locked.archived_at is not None:
        _refuse_same_title(locked.trust_id, locked.title, locked)
    locked.archived_at = (locked.archived_at or timezone.now()) if archived else None
    locked.full_clean()
    locked.save(update_fields=["archived_at"])
    index.put(locked)
    return locked


def parties_of(by: User, version: PracticeVersion) -> frozenset[Party]:
    """What somebody is to a version. Two queries at most."""
    practice = version.practice
    writes = held(by, Permission.WRITE_TOOLKIT).filter(trust=practice.trust_id).exists()
    manages = user_can(by, Permission.MANAGE_TOOLKIT, trust=practice.trust)
    return parties(by, version, writes=writes, manages=manages)


def parties(by: User, version: PracticeVersion, *, writes: bool, manages: bool) -> frozenset[Party]:
    """The same where the roles were read already. No query."""
    found: set[Party] = set()
    if writes:
        found.add("writes")
        wrote = by.pk in (version.written_by_id, version.asked_by_id)
        found.add("wrote" if wrote else "reviews")
        if version.practice.owner_id == by.pk:
            found.add("owns")
    if manages:
        found.add("manages")
    return frozenset(found)


def stamp(version: PracticeVersion) -> str:
    """What a page shows of a version, in short: where it stands, since when, and when it was last written on."""
    asked = version.asked_at.isoformat() if version.asked_at else ""
    return f"{version.state}/{asked}/{version.written_at.isoformat()}"


def publish_version(version: PracticeVersion, by: User | None) -> None:
    """The practice shows it from now on, in place of the one before. `by` None: the product ships it."""
    practice = version.practice
    if practice.current_id is not None:
        before = PracticeVersion.objects.select_for_update().get(pk=practice.current_id)
        before.state = VersionState.SUPERSEDED
        before.save(update_fields=["state"])
    version.state, version.published_by, version.published_at = VersionState.PUBLISHED, by, timezone.now()
    version.full_clean()
    version.save()
    practice.current, practice.title = version, version.title
    practice.full_clean()
    practice.save(update_fields=["current", "title"])
    index.put(practice)


def _after(step: StepName, version: PracticeVersion, by: User, says: str) -> State:
    """Where the step leads. Raises PermissionDenied or ValidationError."""
    standing = Standing(
        state=version.state,  # type: ignore[arg-type]
        missing=_missing(version),
        put_away=version.practice.archived_at is not None,
    )
    try:
        return after(step, standing, parties_of(by, version), says=says)
    except NotYours as refused:
        raise PermissionDenied(str(refused)) from refused
    except NotNow as refused:
        raise ValidationError(str(refused)) from refused


def _publish(by: User, practice: Practice, version: PracticeVersion) -> PracticeVersion:
    _refuse_same_title(practice.trust_id, version.title, practice)
    publish_version(version, by)
    return version


def _held(by: User, practice: Practice) -> Practice:
    locked = (
        Practice.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("trust", "current")
        .filter(pk=practice.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied(REFUSED)
    return locked


def _managed(by: User, practice: Practice) -> Practice:
    locked = Practice.objects.managed_by(by).select_for_update(of=("self",)).filter(pk=practice.pk).first()
    if locked is None:
        raise PermissionDenied(REFUSED_ABOUT)
    return locked


def _missing(version: PracticeVersion) -> tuple[str, ...]:
    return missing(
        what=version.what,
        why=version.why,
        strength=version.strength,
        steps=version.steps.count(),
        looks_like=len(version.looks_like),
    )


def _why_not_written(version: PracticeVersion) -> str:
    if version.state == VersionState.IN_REVIEW:
        return "A colleague is reviewing this version. Take it back from the review to write on it."
    if version.state == VersionState.READY:
        return "This version is reviewed and ready to publish. Take it back to write on it; it is then reviewed again."
    if version.state == VersionState.DROPPED:
        return "This version was dropped while you wrote. Start a new one and put your words there."
    return "This version is published and stands. Start a new one and put your words there."


def _refuse_reviewer(by: User, version: PracticeVersion, reviewer: User | None) -> None:
    if reviewer is None:
        raise ValidationError({"reviewer": "Choose the colleague who is to review it."})
    if reviewer.pk in (by.pk, version.written_by_id):
        raise ValidationError({"reviewer": "Whoever wrote on it last or asks for the review cannot review it."})
    _refuse_stranger(reviewer, version.practice, "reviewer")


def _refuse_stranger(person: User, practice: Practice, field: str) -> None:
    if not held(person, Permission.WRITE_TOOLKIT).filter(trust=practice.trust_id).exists():
        raise ValidationError(
            {field: f"{person.full_name} does not write in the toolkit of this trust. Choose another."}
        )


def _refuse_same_title(trust: int, title: str, practice: Practice | None = None) -> None:
    if not title:
        raise ValidationError({"title": "Give it a name that colleagues will say to each other."})
    same = Practice.objects.filter(trust=trust, title__iexact=title, archived_at__isnull=True)
    if practice is not None:
        same = same.exclude(pk=practice.pk)
    if (found := same.first()) is not None:
        raise ValidationError({"title": f"There is a practice called “{found.title}” already. Choose another name."})


def _theory_of(trust: int, theory: Theory | None) -> Theory | None:
    """Of the trust's own: an academy's theory is not for everybody who reads the practice."""
    if theory is not None and (theory.trust_id != trust or theory.academy_id is not None):
        raise ValidationError({"theory": "Choose one of the trust’s own theories of action."})
    return theory


def _subjects(subjects: Iterable[str]) -> list[str]:
    seen: dict[str, str] = {}
    for subject in subjects:
        if said := " ".join(subject.split()):
            seen.setdefault(said.lower(), said)
    return list(seen.values())


def _free_slug(trust: Trust, title: str) -> str:
    stem = slugify(title)[:70].strip("-") or "practice"
    taken = set(Practice.objects.filter(trust=trust, slug__startswith=stem).values_list("slug", flat=True))
    reserved = {"new", "start", "preview"}
    number, slug = 1, stem
    while slug in taken or slug in reserved:
        number += 1
        slug = f"{stem}-{number}"
    return slug
