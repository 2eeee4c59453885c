"""Stories of practice: offered by an academy, taken back by it, answered by who keeps the toolkit."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from toolkit.models import Story, Theory
from toolkit.models.story import StoryStatus
from toolkit.services import index

NOT_YOURS = "Stories are offered, and taken back, by who leads learning at the academy."


@transaction.atomic
def offer_story(
    *, by: User, academy: Academy, title: str, says: str, theory: Theory | None = None, came_from: str = ""
) -> Story:
    """Offers it to the trust's toolkit. `came_from`: the key of the record that tells more, such as "tour:12".

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    if not user_can(by, Permission.LEAD_LEARNING, academy=academy):
        raise PermissionDenied(NOT_YOURS)
    if theory is not None and not Theory.objects.for_academy(academy).filter(pk=theory.pk).exists():
        raise ValidationError({"theory": "This theory of action is not in use at the academy. Choose another."})
    story = Story(
        academy=academy, theory=theory, title=title.strip(), says=says.strip(), came_from=came_from, offered_by=by
    )
    story.full_clean()
    story.save()
    return story


@transaction.atomic
def take_back_story(*, by: User, story: Story) -> Story:
    """What was offered and not yet answered is offered no more. Twice is once.

    Raises PermissionDenied, or ValidationError where the answer came first.
    """
    locked = Story.objects.offered_by_academy(by).select_for_update(of=("self",)).filter(pk=story.pk).first()
    if locked is None:
        raise PermissionDenied(NOT_YOURS)
    if locked.status == StoryStatus.WITHDRAWN:
        return locked
    if locked.status != StoryStatus.OFFERED:
        raise ValidationError("The story was answered meanwhile, so it can no longer be taken back.")
    locked.status, locked.answered_by, locked.answered_at = StoryStatus.WITHDRAWN, by, timezone.now()
    locked.full_clean()
    locked.save(update_fields=["status", "answered_by", "answered_at"])
    return locked


@transaction.atomic
def answer_story(*, by: User, story: Story, take: bool, answer: str, theory: Theory | None = None) -> Story:
    """Takes it into the toolkit, or not, with what to say to the academy. `theory`: the one that it stands with from
    now on. Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = (
        Story.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("academy")
        .filter(pk=story.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied("Stories are taken into the toolkit by the trust's leaders.")
    if locked.status == StoryStatus.WITHDRAWN:
        raise ValidationError(f"{locked.academy} took the story back while you wrote.")
    if locked.status != StoryStatus.OFFERED:
        who = locked.answered_by.full_name if locked.answered_by else "Somebody"
        raise ValidationError(f"{who} answered the story while you wrote. It stands as it was answered.")
    if not take and not answer.strip():
        raise ValidationError({"answer": "Say why it is not taken, so that the academy can learn from it."})
    if theory is not None and not Theory.objects.for_academy(locked.academy).filter(pk=theory.pk).exists():
        raise ValidationError({"theory": "This theory of action is not in use at the academy. Choose another."})
    locked.status = StoryStatus.TAKEN if take else StoryStatus.DECLINED
    locked.theory, locked.answer = theory, answer.strip()
    locked.answered_by, locked.answered_at = by, timezone.now()
    locked.full_clean()
    locked.save(update_fields=["status", "theory", "answer", "answered_by", "answered_at"])
    index.put(locked)
    return locked
