"""The network of colleagues who show what they do, as somebody may read it. A fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from academies.access import Person
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import alike, inside, listed, opened, opening
from celt.ui.parts import Filter, one_of
from toolkit.models import Offer, ShowingState, TaughtPhase
from toolkit.models.expertise import OfferQuerySet
from toolkit.selectors.showing import Visit, visits_of


@dataclass(frozen=True)
class OfferRow:
    """`came`: how many visits were made to it. `visit`: the reader's own, while it is asked for or agreed."""

    offer: Offer
    short: str
    came: int
    mine: bool
    visit: int | None = None

    @property
    def what(self) -> str:
        """The practice, or the subject where it is none."""
        return str(self.offer)

    @property
    def who(self) -> str:
        return self.offer.by.full_name

    @property
    def academy(self) -> str:
        return self.offer.academy.name

    @property
    def phases(self) -> str:
        """Within a sentence: 'primary and secondary'."""
        labels = dict(TaughtPhase.choices)
        return listed([inside(str(labels[phase])) for phase in TaughtPhase.values if phase in self.offer.phases])

    @property
    def with_whom(self) -> str:
        """'Maths, primary': in which subject a practice is shown, and to whom it is taught."""
        subject = self.offer.subject if self.offer.practice else ""
        return opening(", ".join(filter(None, (subject, self.phases))))

    @property
    def says(self) -> str:
        return self.offer.says

    @property
    def when(self) -> str:
        return self.offer.when

    @property
    def practice(self) -> str:
        return str(self.offer.practice or "")

    @property
    def subject(self) -> str:
        return self.offer.subject

    @property
    def came_says(self) -> str:
        if not self.came:
            return "Nobody has come yet" if self.mine else ""
        return f"{opened(self.came, 'colleague has', 'colleagues have')} come"

    @property
    def url(self) -> str:
        """Where one asks, or changes one's own."""
        if self.visit is not None:
            return reverse("toolkit:showing_show", args=[self.visit])
        return reverse("toolkit:offer_edit" if self.mine else "toolkit:showing_ask", args=[self.offer.pk])


@dataclass(frozen=True)
class OffersPage:
    rows: list[OfferRow]
    mine: list[OfferRow]
    visits: list[Visit]
    earlier: list[Visit]
    filters: list[Filter]
    answer: str
    any_at_all: bool


def offers_page(user: User, person: Person, query: Mapping[str, str], today: datetime.date) -> OffersPage:
    """Narrowed by `practice`, `subject`, `phase` and `academy` of the address, in its `order`. Three queries."""
    offers = list(offers_to_show(user).filter(academy__trust=person.trust).order_by("-at", "-pk"))
    visits = visits_of(user, person, today)
    asked = {visit.showing.offer_id: visit.showing.pk for visit in visits if visit.is_open and visit.side == "visits"}
    short = short_names(offer.academy.name for offer in offers)
    rows = [_row(offer, user, short, asked) for offer in offers]
    wanted, filters = _filters(rows, query)
    fit = [row for row in rows if _fits(row, wanted)]
    if wanted["order"] == "came":
        fit.sort(key=lambda row: -row.came)
    elif wanted["order"] == "name":
        fit.sort(key=lambda row: row.what.casefold())
    return OffersPage(
        rows=[row for row in fit if not row.mine],
        mine=[row for row in rows if row.mine],
        visits=[visit for visit in visits if visit.is_current],
        earlier=[visit for visit in visits if not visit.is_current],
        filters=filters,
        answer=_answer(rows),
        any_at_all=bool(rows),
    )


def offers_to_show(user: User) -> OfferQuerySet:
    """Those that stand, with what a page says of them. `came`: visits made, a number alone."""
    made = Count("showings", filter=Q(showings__state=ShowingState.MADE))
    found: OfferQuerySet = Offer.objects.visible_to(user).standing().annotate(came=made)
    return found.select_related("practice", "academy__trust", "by")


def offer_row(user: User, offer: Offer) -> OfferRow:
    """`offer` as `offers_to_show` reads it. No query."""
    return _row(offer, user, short_names([offer.academy.name]), {})


def _row(offer: Offer, user: User, short: Mapping[str, str], asked: Mapping[int, int]) -> OfferRow:
    came: int = offer.came  # type: ignore[attr-defined]
    return OfferRow(offer, short[offer.academy.name], came, offer.by_id == user.pk, asked.get(offer.pk))


def _answer(rows: Sequence[OfferRow]) -> str:
    """'Eleven colleagues at six academies show what they do.'"""
    if not rows:
        return "Nobody offers to show something yet."
    people, places = {row.offer.by_id for row in rows}, {row.offer.academy_id for row in rows}
    who, where = alike((len(people), "colleague", "colleagues"), (len(places), "academy", "academies"))
    show = "shows what they do" if len(people) == 1 else "show what they do"
    return f"{opening(who)} at {where} {show}: ask, and go and see it."


ORDERS = (("", "Newest first"), ("came", "Most visited first"), ("name", "By name"))


def _filters(rows: Sequence[OfferRow], query: Mapping[str, str]) -> tuple[dict[str, str], list[Filter]]:
    practices = {row.offer.practice.slug: row.offer.practice.title for row in rows if row.offer.practice}
    subjects = {row.subject.casefold(): row.subject for row in rows if row.subject}
    academies = {row.offer.academy.slug: row.academy for row in rows}
    choices: dict[str, Sequence[tuple[str, str]]] = {
        "practice": sorted(practices.items(), key=lambda each: each[1]),
        "subject": sorted(subjects.items()),
        "phase": TaughtPhase.choices,
        "academy": sorted(academies.items(), key=lambda each: each[1]),
        "order": ORDERS[1:],
    }
    wanted = {name: one_of(query, name, dict(known)) for name, known in choices.items()}

    every = {"practice": "Every practice", "subject": "Every subject", "phase": "Every phase", "academy": "Anywhere"}
    filters = [Filter.of(name, name.capitalize(), words, choices[name], wanted[name]) for name, words in every.items()]
    return wanted, [*filters, Filter.of("order", "Order", ORDERS[0][1], choices["order"], wanted["order"])]


def _fits(row: OfferRow, wanted: Mapping[str, str]) -> bool:
    offer = row.offer
    return (
        (not wanted["practice"] or (offer.practice is not None and offer.practice.slug == wanted["practice"]))
        and wanted["subject"] in ("", offer.subject.casefold())
        and (not wanted["phase"] or wanted["phase"] in offer.phases)
        and wanted["academy"] in ("", offer.academy.slug)
    )
