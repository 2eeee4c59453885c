"""What changed in the plans and the learning of many academies since a moment. One query, and one for whoever is not
told staff everywhere. No figure is told: that stands with the priority."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

from django.db.models import Q, Value
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers.timeline import Change, ChangeKind
from academies.selectors.happened import Part, Told, happened
from accounts.models import User
from celt.lib.terms import year_label
from plans.models import Action, ActionUpdate, EnquiryStep, Meaning, Plan, Priority, SelfEvaluation, StageEntry
from plans.models.action import ActionState
from plans.models.enquiry import EnquiryState
from plans.models.journey import LogKind
from plans.moments.plans import DID
from plans.rules.stage import WORDS
from plans.rules.year import year_slug
from plans.selectors.read_as import read_at
from plans.selectors.target_told import when_words

GATES = {
    LogKind.BEGUN: "Stage {stage} begun",
    LogKind.ASKED: "The head asked for a gate in stage {stage}",
    LogKind.CONFIRMED: "Gate confirmed: stage {stage} begins",
    LogKind.REOPENED: "Stage {stage} is open again",
    LogKind.SENT_BACK: "Gate sent back: the academy stays in stage {stage}",
}
NOTHING = Value("")
STEPS = {EnquiryState.DECIDED: "Enquiry decided", EnquiryState.STOPPED: "Enquiry stopped early"}
OF_PLAN = {"academy": "plan__academy_id", "title": "title"}
OF_PRIORITY = {"academy": "priority__plan__academy_id", "title": "priority__title", "priority": "priority_id"}


def plan_changes(
    user: User, person: Person, academies: Sequence[Academy], since: datetime.datetime
) -> Iterator[Change]:
    """What others did: plans begun, priorities dropped, meanings written, actions ended, gates, self-evaluations and
    enquiries."""
    if not any(map(person.can, (Permission.VIEW_PLAN, Permission.VIEW_LEARNING, Permission.VIEW_ACADEMY))):
        return
    read = read_at(user, person, academies)
    yield from happened(since, *_parts(user, academies, read))


def _parts(user: User, academies: Sequence[Academy], read: Callable[[int, str], str]) -> Iterator[Part]:
    def told_of(page: str, says: str, *, key: str = "pk", kind: ChangeKind = ChangeKind.PLAN) -> Callable[..., Change]:
        def tell(when: datetime.datetime, told: Told) -> Change:
            said = says.format(**{**told, "title": read(told["academy"], told["title"])})
            return Change(when, kind, said, reverse(page, args=[told[key]]), told["academy"])

        return tell

    def begun(when: datetime.datetime, told: Told) -> Change:
        url = reverse("plans:plan_year", args=[told["slug"], year_slug(told["year"])])
        return Change(when, ChangeKind.PLAN, f"The plan for {year_label(told['year'])} was begun", url, told["academy"])

    def meant(when: datetime.datetime, told: Told) -> Change:
        at = when_words((told["year"], told["checkpoint"]))
        url = f"{reverse('plans:priority_show', args=[told['priority']])}#meanings"
        says = f"What {at} means for “{read(told['academy'], told['title'])}”"
        return Change(when, ChangeKind.PLAN, says, url, told["academy"])

    def acted(when: datetime.datetime, told: Told) -> Change:
        says = f"{DID[ActionState(told['state'])]}: {read(told['academy'], told['title'])}"
        return Change(when, ChangeKind.PLAN, says, reverse("plans:action_show", args=[told["action"]]), told["academy"])

    def gate(when: datetime.datetime, told: Told) -> Change:
        says = GATES[LogKind(told["kind"])].format(stage=WORDS[told["stage"]])
        return Change(when, ChangeKind.PLAN, says, reverse("plans:stages", args=[told["slug"]]), told["academy"])

    def stepped(when: datetime.datetime, told: Told) -> Change:
        says = f"{STEPS[EnquiryState(told['state'])]}: {read(told['academy'], told['title'])}"
        url = reverse("plans:enquiry_show", args=[told["enquiry"]])
        return Change(when, ChangeKind.LEARNING, says, url, told["academy"])

    plans = Plan.objects.visible_to(user).filter(academy__in=academies).exclude(begun_by=user)
    yield Part(plans, "begun_at", begun, {"academy": "academy_id", "slug": "academy__slug", "year": "academic_year"})
    dropped = Priority.objects.visible_to(user).filter(plan__academy__in=academies)
    yield Part(dropped, "dropped_at", told_of("plans:priority_show", "A priority was dropped: {title}"), OF_PLAN)
    meanings = Meaning.objects.visible_to(user).filter(priority__plan__academy__in=academies).exclude(by=user)
    yield Part(meanings, "at", meant, {**OF_PRIORITY, "year": "academic_year", "checkpoint": "checkpoint"})
    # An open action without a rating is one that was just opened again.
    acts = ActionUpdate.objects.filter(
        Q(rag="") | ~Q(state=ActionState.OPEN),
        action__in=Action.objects.visible_to(user).filter(priority__plan__academy__in=academies),
    )
    of_action = {"academy": "action__priority__plan__academy_id", "title": "action__says", "action": "action_id"}
    yield Part(acts.exclude(by=user), "at", acted, {**of_action, "state": "state"})
    gates = StageEntry.objects.visible_to(user).filter(academy__in=academies, kind__in=GATES).exclude(by=user)
    place = {"academy": "academy_id", "slug": "academy__slug", "kind": "kind", "stage": "stage"}
    yield Part(gates, "at", gate, place)
    agreed = SelfEvaluation.objects.visible_to(user).filter(academy__in=academies).exclude(agreed_by=user)
    says = told_of("plans:evaluation_show", "Self-evaluation agreed{title}")
    yield Part(agreed, "agreed_at", says, {"academy": "academy_id", "title": NOTHING})
    steps = EnquiryStep.objects.visible_to(user).filter(enquiry__academy__in=academies, state__in=STEPS)
    of_enquiry = {"academy": "enquiry__academy_id", "title": "enquiry__question", "enquiry": "enquiry_id"}
    yield Part(steps.exclude(by=user), "at", stepped, {**of_enquiry, "state": "state"})
