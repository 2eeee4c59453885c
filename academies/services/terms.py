"""The days of a trust's academic years: terms, half-terms and INSET days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import InsetDay, Term, Trust
from academies.providers.terms import term_uses
from academies.rules.terms import TermDays, faults, past_faults
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import listed
from celt.lib.terms import TERMS

REFUSED = "The trust’s administrators keep its terms."
# An INSET day: the day, and the key of the one academy that it is of, or None for the whole trust.
Inset = tuple[datetime.date, int | None]


def check_year(
    *, trust: Trust, year: int, terms: Mapping[str, TermDays], inset: Iterable[Inset], today: datetime.date
) -> None:
    """Raises ValidationError with a sentence for each day that cannot be. Writes nothing."""
    found = list(faults(year, terms, *_around(trust, year)))
    stored = days_of(Term.objects.filter(trust=trust, academic_year=year))
    found += past_faults(stored, terms, used_terms(trust, year), today)
    first, last = datetime.date(year, 8, 1), datetime.date(year + 1, 8, 31)
    for day, _ in inset:
        if not first <= day <= last:
            found.append(("inset", f"{british(day)} is not a day of this academic year. Put it into its own year."))
        elif day.weekday() > 4:
            found.append(("inset", f"{british(day)} is a {day:%A}. An INSET day lies between Monday and Friday."))
    if found:
        told: dict[str, list[str]] = {}
        for field, sentence in found:
            told.setdefault(field, []).append(sentence)
        raise ValidationError(told)


@transaction.atomic
def set_year(*, by: User, trust: Trust, year: int, terms: Mapping[str, TermDays], inset: Iterable[Inset]) -> None:
    """All of a year at once, or nothing of it. Raises PermissionDenied, or ValidationError as `check_year` does.

    INSET days that are not named any more are set aside, and their history stays.
    """
    if not user_can(by, Permission.MANAGE_ACADEMIES, trust=trust):
        raise PermissionDenied(REFUSED)
    # Two administrators at once: the second waits here, and is checked against what the first kept.
    Trust.objects.select_for_update(no_key=True).get(pk=trust.pk)
    wanted = set(inset)
    check_year(trust=trust, year=year, terms=terms, inset=wanted, today=timezone.localdate())
    stored = {term.name: term for term in Term.objects.filter(trust=trust, academic_year=year)}
    for name in TERMS:
        days = terms[name]
        term = stored.get(name) or Term(trust=trust, academic_year=year, name=name)
        term.starts, term.ends = days.starts, days.ends
        term.half_term_starts, term.half_term_ends = days.half_starts, days.half_ends
        term.full_clean()
        term.save()
    here = {(day.day, day.academy_id): day for day in _inset(trust, year)}
    gone = [day.pk for key, day in here.items() if key not in wanted]
    InsetDay.objects.filter(pk__in=gone).update(archived_at=timezone.now())
    for day, academy in sorted(wanted - set(here), key=lambda each: (each[0], each[1] or 0)):
        made = InsetDay(trust=trust, academic_year=year, day=day, academy_id=academy)
        made.full_clean()
        if made.academy and made.academy.trust_id != trust.pk:
            raise ValidationError({"inset": f"{made.academy} is not an academy of this trust."})
        made.save()


def days_of(terms: Iterable[Term]) -> dict[str, TermDays]:
    return {term.name: TermDays(term.starts, term.ends, term.half_term_starts, term.half_term_ends) for term in terms}


def used_terms(trust: Trust, year: int) -> dict[str, str]:
    """By term, in words, what was kept by its days."""
    found: dict[str, list[str]] = {}
    for uses in term_uses:
        for name, words in uses(trust, year).items():
            found.setdefault(name, []).extend(words)
    return {name: f"{listed(words)} are" for name, words in found.items() if words}


def _inset(trust: Trust, year: int) -> list[InsetDay]:
    return list(InsetDay.objects.current().filter(trust=trust, academic_year=year))


def _around(trust: Trust, year: int) -> tuple[datetime.date | None, datetime.date | None]:
    """The last day of the year before and the first of the year after, where the trust has set them."""
    near = Term.objects.filter(trust=trust, academic_year__in=(year - 1, year + 1))
    before = [term.ends for term in near if term.academic_year < year]
    after = [term.starts for term in near if term.academic_year > year]
    return max(before, default=None), min(after, default=None)
