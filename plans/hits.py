"""Priorities, actions and the trust's priorities, and learning teams, enquiries and tours, for the search over the
product. One query, and one for whoever is not told staff everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, Trust
from academies.providers.search import Asked, Hit, SearchedKind
from academies.selectors.candidates import ByIndex, Place, candidates
from accounts.models import User
from celt.lib.terms import year_label
from plans.models import Action, Enquiry, LearningTeam, Priority, Tour, TrustPriority
from plans.models.tour import TourState
from plans.selectors.read_as import read_at

PLANS = SearchedKind("plan", "Plans and priorities", 50)
LEARNING = SearchedKind("learning", "Learning teams, enquiries and tours", 54)
KINDS = (PLANS, LEARNING)

# Where each leads, and what it is called; the trust's own priorities stand on one page.
PAGES = {
    "priority": ("plans:priority_show", "Priority"),
    "action": ("plans:action_show", "Action"),
    "enquiry": ("plans:enquiry_show", "Cycle of enquiry"),
    "team": ("plans:team_show", "Learning team"),
    "tour": ("plans:tour_show", "Curriculum tour"),
}


def plan_hits(user: User, person: Person, asked: Asked) -> Iterator[Hit]:
    """A name that somebody typed into a plan is no way to find it for who is not told that name."""
    trust = person.trust
    if trust is None:
        return
    places = dict(_places(user, person, trust))
    kinds = {id(place): kind for kind, place in places.items()}
    found = [(kinds[id(place)], told) for place, told in candidates(asked, *places.values())]
    academies = {
        told["academy_pk"]: Academy(pk=told["academy_pk"], trust=trust) for kind, told in found if kind in PAGES
    }
    read = read_at(user, person, academies.values())
    for kind, told in found:
        if kind not in PAGES:
            url = reverse("plans:trust_priorities")
            yield Hit(PLANS.slug, told["title"], url, "Priority of the trust", told["about"])
            continue
        page, word = PAGES[kind]
        year = f", {year_label(told['year'])}" if "year" in told else ""
        at, text = told["academy_pk"], next((told[path] for path in places[kind].texts), "")
        url, note = reverse(page, args=[told["pk"]]), f"{word}, {told['academy']}{year}"
        yield Hit(places[kind].kind.slug, read(at, told["title"]), url, note, read(at, text))


def _places(user: User, person: Person, trust: Trust) -> Iterator[tuple[str, Place]]:
    """Each kind of page with where it is looked for."""
    here = {"pk": "pk", "academy_pk": "academy_id", "academy": "academy__name"}
    in_plan = {"pk": "pk", "academy_pk": "plan__academy_id", "academy": "plan__academy__name"}
    in_plan["year"] = "plan__academic_year"
    of_action = {key: path if key == "pk" else f"priority__{path}" for key, path in in_plan.items()}
    priorities = Priority.objects.visible_to(user).standing().filter(plan__academy__trust=trust)
    yield "priority", Place(PLANS, priorities, "title", ["rationale"], in_plan)
    actions = Action.objects.visible_to(user).filter(priority__plan__academy__trust=trust)
    yield "action", Place(PLANS, actions, "says", [], of_action, by_index=ByIndex(Action, "says"))
    shared = TrustPriority.objects.visible_to(user).filter(trust=trust)
    yield "trust", Place(PLANS, shared, "title", ["about"], {"pk": "pk"})
    if not person.can(Permission.VIEW_LEARNING):
        return
    enquiries = Enquiry.objects.visible_to(user).filter(academy__trust=trust)
    yield "enquiry", Place(LEARNING, enquiries, "question", ["trial"], here)
    teams = LearningTeam.objects.visible_to(user).filter(academy__trust=trust)
    yield "team", Place(LEARNING, teams, "name", ["focus"], here)
    tours = Tour.objects.visible_to(user).filter(academy__trust=trust).exclude(state=TourState.CALLED_OFF)
    yield "tour", Place(LEARNING, tours, "title", ["learnt"], here)
