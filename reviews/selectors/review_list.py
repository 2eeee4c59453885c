"""Reviews as lists show them: the trust's and an academy's. Each function asks a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from academies.models import Academy, Trust
from academies.models.academy import Phase
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import counted, inside, opened
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Filter, Status, one_of
from reviews.models import Finding, FindingCheck, Review, ReviewMember
from reviews.models.finding import FindingKind
from reviews.models.framework import Family
from reviews.models.review import MemberRole, ReviewState
from reviews.selectors.theme import newest_theme
from reviews.selectors.told import next_in_brief, state_of

UNDER_WAY = "under_way"
# In the order in which a list shows them: what is under way, then what ended.
ORDER = {state: place for place, state in enumerate(ReviewState.values)}
DONE = (ReviewState.PUBLISHED, ReviewState.FOLLOWED, ReviewState.CALLED_OFF)


@dataclass(frozen=True)
class ReviewRow:
    """One line of a list. `lead`: empty for who may not know the team."""

    review: Review
    short: str
    lead: str
    today: datetime.date

    @property
    def title(self) -> str:
        return self.review.title

    @property
    def academy(self) -> str:
        return self.review.academy.name

    @property
    def family(self) -> str:
        return Family(self.review.framework.family).label

    @property
    def phase(self) -> str:
        return self.review.academy.get_phase_display()

    @property
    def year(self) -> str:
        return year_label(year_on(self.review.starts))

    @property
    def state(self) -> Status:
        return state_of(self.review)

    @property
    def state_order(self) -> int:
        return ORDER[self.review.state]

    @property
    def starts(self) -> datetime.date:
        return self.review.starts

    @property
    def ends(self) -> datetime.date:
        return self.review.ends

    @property
    def published(self) -> datetime.date | None:
        at = self.review.published_at
        return timezone.localtime(at).date() if at else None

    @property
    def comes_next(self) -> str:
        return next_in_brief(self.review, self.today, open_steps=self.review.open_steps)  # type: ignore[attr-defined]

    @property
    def standard(self) -> str:
        return self.review.get_moderated_display()

    @property
    def under_way(self) -> bool:
        return self.review.state not in DONE

    @property
    def late(self) -> bool:
        """Whether a day has passed by which the next step was to be taken."""
        review = self.review
        waits_for = {
            ReviewState.PLANNED: review.starts,
            ReviewState.GATHERING: review.ends,
            ReviewState.SHARED: None if review.replied_at else review.reply_by,
        }
        day = waits_for.get(ReviewState(review.state))
        return day is not None and day < self.today


@dataclass(frozen=True)
class ReviewsPage:
    """`theme`: what was published last of what several academies were reviewed in, with its year; None for nothing."""

    rows: list[ReviewRow]
    filters: list[Filter]
    answer: str
    any_at_all: bool
    theme: tuple[str, int] | None = None


def _rows(user: User, found: QuerySet[Review]) -> list[ReviewRow]:
    """What is under way first, the soonest on top; then what ended, the newest on top. Two queries."""
    today = timezone.localdate()
    looked_at = FindingCheck.objects.filter(finding=OuterRef("pk"))
    steps = Finding.objects.standing().filter(~Exists(looked_at), review=OuterRef("pk"), kind=FindingKind.NEXT_STEP)
    reviews = list(found.annotate(open_steps=Exists(steps)).select_related("academy", "framework"))
    seats = ReviewMember.objects.visible_to(user).current().filter(role=MemberRole.LEAD, review__in=found.order_by())
    leads = {seat.review_id: seat.person.full_name for seat in seats.select_related("person")}
    short = short_names({review.academy.name for review in reviews})
    rows = [ReviewRow(review, short[review.academy.name], leads.get(review.pk, ""), today) for review in reviews]
    now = sorted((row for row in rows if row.under_way), key=lambda row: (row.starts, row.review.pk))
    done = sorted((row for row in rows if not row.under_way), key=lambda row: (row.starts, row.review.pk), reverse=True)
    return now + done


def reviews_page(user: User, trust: Trust | None, query: Mapping[str, str]) -> ReviewsPage:
    """What the person sees in the trust, narrowed by `state`, `family`, `phase`, `year` and `academy`."""
    rows = _rows(user, Review.objects.visible_to(user).filter(academy__trust=trust))
    academies = {row.review.academy.slug: row.academy for row in rows}
    years = sorted({year_on(row.starts) for row in rows}, reverse=True)
    states = [(UNDER_WAY, "Under way"), *ReviewState.choices]
    wanted = {
        "state": one_of(query, "state", [value for value, _ in states]),
        "family": one_of(query, "family", Family.values),
        "phase": one_of(query, "phase", Phase.values),
        "year": one_of(query, "year", [str(year) for year in years]),
        "academy": one_of(query, "academy", academies),
    }
    filters = [
        Filter.of("state", "State", "Every state", states, wanted["state"]),
        Filter.of("family", "About", "Everything", Family.choices, wanted["family"]),
        Filter.of("phase", "Phase", "Every phase", Phase.choices, wanted["phase"]),
        Filter.of("year", "Year", "Every year", [(str(year), year_label(year)) for year in years], wanted["year"]),
    ]
    if len(academies) > 1:
        by_name = sorted(academies.items(), key=lambda each: each[1])
        filters.append(Filter.of("academy", "Academy", "Every academy", by_name, wanted["academy"]))
    narrowed = [row for row in rows if _fits(row, wanted)]
    published = sorted((row for row in rows if row.published), key=lambda row: row.starts, reverse=True)
    theme = newest_theme([row.review for row in published]) if published else None
    return ReviewsPage(narrowed, filters, answer_of(rows), bool(rows), theme)


def _fits(row: ReviewRow, wanted: Mapping[str, str]) -> bool:
    state = wanted["state"]
    said = {
        "family": row.review.framework.family,
        "phase": row.review.academy.phase,
        "year": str(year_on(row.starts)),
        "academy": row.review.academy.slug,
    }
    in_state = not state or (row.under_way if state == UNDER_WAY else row.review.state == state)
    return in_state and all(not wanted[name] or value == wanted[name] for name, value in said.items())


def answer_of(rows: Sequence[ReviewRow], at: str = "") -> str:
    """How many are under way, what of it presses, and otherwise what was published last."""
    place = f" at {at}" if at else ""
    if not rows:
        return f"No review{place} stands here yet."
    now = [row for row in rows if row.under_way]
    if not now:
        published = [row for row in rows if row.published]
        if not published:
            return f"No review is under way{place}."
        last = max(published, key=lambda row: row.published or row.starts)
        title, day = last.title, british(last.published)
        return f"No review is under way{place}; the last, “{title}”, was published on {day}."
    said = f"{opened(len(now), 'review is', 'reviews are')} under way{place}"
    with_head = sum(row.review.state == ReviewState.SHARED and not row.review.replied_at for row in now)
    late = sum(row.late for row in now)
    if late:
        said += f"; {_of(late, len(now), 'is late', 'are late')}"
    elif with_head:
        heads = "a head" if not at else "the head"
        said += f"; {_of(with_head, len(now), f'waits for {heads}’s reply', 'wait for the heads’ replies')}"
    else:
        said += f"; the next step comes {_when(now)}" if _when(now) else ""
    return said + "."


def _of(n: int, every: int, one: str, many: str) -> str:
    """'it is late', 'two of them are late', 'all are late'."""
    if every == 1:
        return f"it {one}"
    return f"all {many}" if n == every else inside(opened(n, f"of them {one}", f"of them {many}"))


def _when(rows: Sequence[ReviewRow]) -> str:
    coming = sorted(row.starts for row in rows if row.review.state == ReviewState.PLANNED)
    return f"on {british(coming[0])}" if coming and len(coming) == len(rows) else ""


@dataclass(frozen=True)
class AcademyReviews:
    now: list[ReviewRow]
    done: list[ReviewRow]
    answer: str

    def __bool__(self) -> bool:
        return bool(self.now or self.done)

    @property
    def tally(self) -> str:
        return counted(len(self.done), "review")


def academy_reviews_page(user: User, academy: Academy) -> AcademyReviews:
    """Two queries."""
    rows = _rows(user, Review.objects.visible_to(user).filter(academy=academy))
    short = short_names([academy.name])[academy.name]
    return AcademyReviews(
        [row for row in rows if row.under_way], [row for row in rows if not row.under_way], answer_of(rows, short)
    )
