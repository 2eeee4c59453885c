"""Who is on roll where in each year: pupils come in, move up, leave, and go on to the trust's secondaries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import numpy as np

from academies.models.academy import Phase
from dashboards.demo.names import BOYS, GIRLS, SURNAMES
from dashboards.demo.places import ESTABLISHMENT, LA_CODE, PLACES, TERMS, YEARS, Place

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
FEEDER_ESTABLISHMENT = 3501  # schools outside the trust, where joiners got their UPN
ETHNICITIES = ("WBRI", "WOTH", "MOTH", "AOTH", "BAFR", "AIND", "MWBC", "NOBT")
ETHNICITY_SHARES = (0.905, 0.04, 0.015, 0.008, 0.006, 0.006, 0.01, 0.01)


@dataclass
class Pupil:
    """A pupil for all years. `ability` and `absence` are standard normal and stay with the pupil."""

    upn: str
    surname: str
    forename: str
    dob: datetime.date
    sex: str
    fsm6: bool
    looked_after: bool
    post_looked_after: bool
    service_child: bool
    sen: str
    eal: bool
    ethnicity: str
    ability: float
    absence: float

    @property
    def disadvantaged(self) -> bool:
        return self.fsm6 or self.looked_after or self.post_looked_after


@dataclass(frozen=True)
class Enrolment:
    """One pupil's year: flags as they were in that year, dates as the register has them."""

    pupil: Pupil
    place: Place
    year: int
    nc_year: int
    fsm6: bool
    looked_after: bool
    sen: str
    date_on_roll: datetime.date
    date_left: datetime.date | None

    @property
    def disadvantaged(self) -> bool:
        return self.fsm6 or self.looked_after or self.pupil.post_looked_after


@dataclass
class Rolls:
    """Plays the years through. `enrolments` is in a fixed order, and so are all draws."""

    rng: np.random.Generator
    pupils: list[Pupil] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    _serials: dict[tuple[int, int], int] = field(default_factory=dict)
    _since: dict[tuple[str, str], datetime.date] = field(default_factory=dict)

    def play(self) -> Rolls:
        groups = {place.slug: self._opening_year(place) for place in PLACES}
        for year in YEARS:
            if year > YEARS[0]:
                groups = self._next_year(year, groups)
            for place in PLACES:
                for nc_year in sorted(groups[place.slug]):
                    self._enrol(place, year, nc_year, groups[place.slug][nc_year])
        return self

    # Groups: national curriculum year -> pupils.

    def _opening_year(self, place: Place) -> dict[int, list[Pupil]]:
        year = YEARS[0]
        return {n: self._make(place, year, n, self._size(capacity)) for n, capacity in _capacities(place).items()}

    def _next_year(self, year: int, before: dict[str, dict[int, list[Pupil]]]) -> dict[str, dict[int, list[Pupil]]]:
        after: dict[str, dict[int, list[Pupil]]] = {}
        onward = self._onward(before)
        for place in PLACES:
            groups = after[place.slug] = {}
            for nc_year, capacity in _capacities(place).items():
                entry = nc_year in (7, 12)
                came = onward.get((place.slug, nc_year), []) if entry else before[place.slug].get(nc_year - 1, [])
                stay = came if entry else [p for p in came if self.rng.random() > 0.035]
                wanted = self._size(capacity) if nc_year in (-1, 0, 7, 12) else len(came)
                joiners = self._make(place, year, nc_year, max(0, wanted - len(stay)))
                groups[nc_year] = stay + joiners
        return after

    def _onward(self, before: dict[str, dict[int, list[Pupil]]]) -> dict[tuple[str, int], list[Pupil]]:
        """Year 6 to the secondary they feed, or now and then another; year 11 to a sixth form, or out."""
        onward: dict[tuple[str, int], list[Pupil]] = {}
        secondaries = [place.slug for place in PLACES if place.phase is Phase.SECONDARY]
        sixth_forms = [place.slug for place in PLACES if place.sixth_form]
        for place in PLACES:
            for pupil in before[place.slug].get(6, []):
                draw = self.rng.random()
                slug = place.feeds if draw < 0.86 else secondaries[int(self.rng.integers(len(secondaries)))]
                if draw < 0.93:
                    onward.setdefault((slug, 7), []).append(pupil)
            for pupil in before[place.slug].get(11, []):
                draw = self.rng.random() - 0.12 * pupil.ability
                if draw < (0.38 if place.sixth_form else 0.08):
                    slug = place.slug if place.sixth_form else sixth_forms[int(self.rng.integers(len(sixth_forms)))]
                    onward.setdefault((slug, 12), []).append(pupil)
        return onward

    def _size(self, capacity: int) -> int:
        return max(1, round(capacity * self.rng.normal(0.985, 0.03)))

    def _make(self, place: Place, year: int, nc_year: int, count: int) -> list[Pupil]:
        """New pupils; a child of reception in `year` turns five in it."""
        rng, made = self.rng, []
        for _ in range(count):
            disadvantaged = rng.random() < place.disadvantaged
            looked_after = disadvantaged and rng.random() < 0.025
            post_looked_after = disadvantaged and not looked_after and rng.random() < 0.03
            sex = "F" if rng.random() < 0.49 else "M"
            draw = rng.random()
            plan, support = (0.07, 0.29) if disadvantaged else (0.035, 0.155)
            if sex == "F":
                plan, support = plan * 0.55, support * 0.78
            eal = bool(rng.random() < place.eal)
            shares = np.array(ETHNICITY_SHARES)
            if eal:
                shares = np.array((0.05, 0.5, 0.05, 0.15, 0.1, 0.1, 0.0, 0.05))
            forenames = GIRLS if sex == "F" else BOYS
            made.append(
                Pupil(
                    upn=self._upn(place, year, nc_year),
                    surname=SURNAMES[int(rng.integers(len(SURNAMES)))],
                    forename=forenames[int(rng.integers(len(forenames)))],
                    dob=datetime.date(year - nc_year - 5, 9, 1) + datetime.timedelta(days=int(rng.integers(365))),
                    sex=sex,
                    fsm6=disadvantaged and not (post_looked_after and rng.random() < 0.5),
                    looked_after=looked_after,
                    post_looked_after=post_looked_after,
                    service_child=bool(rng.random() < 0.02),
                    sen="E" if draw < plan else "K" if draw < plan + support else "N",
                    eal=eal,
                    ethnicity=ETHNICITIES[int(rng.choice(len(ETHNICITIES), p=shares / shares.sum()))],
                    ability=float(rng.normal()),
                    absence=float(rng.normal()),
                )
            )
        self.pupils += made
        return made

    def _upn(self, place: Place, year: int, nc_year: int) -> str:
        """A valid permanent UPN, given by the school and in the year in which the pupil first entered one."""
        entered = min(year, year - nc_year)
        first_school = place.phase is Phase.PRIMARY and nc_year <= 0
        establishment = ESTABLISHMENT[place.slug] if first_school else FEEDER_ESTABLISHMENT
        serial = self._serials.get((establishment, entered), -1) + 1
        while serial == 1000:  # a UPN has room for a thousand a school and year: the next school's number then
            establishment += 1
            serial = self._serials.get((establishment, entered), -1) + 1
        self._serials[establishment, entered] = serial
        return with_check_letter(f"{LA_CODE:03d}{establishment:04d}{entered % 100:02d}{serial:03d}")

    def _enrol(self, place: Place, year: int, nc_year: int, group: list[Pupil]) -> None:
        (first, _), (spring, _), (_, last) = TERMS[year]
        for pupil in group:
            self._drift(pupil)
            key = (place.slug, pupil.upn)
            if key not in self._since:
                late = year > YEARS[0] and self.rng.random() < 0.02 and year < YEARS[-1]
                self._since[key] = spring if late else first
            left = None
            if year < YEARS[-1] and self.rng.random() < 0.008:
                left = max(self._since[key], spring) + datetime.timedelta(days=int(self.rng.integers(1, 80)))
            self.enrolments.append(
                Enrolment(
                    pupil,
                    place,
                    year,
                    nc_year,
                    pupil.fsm6,
                    pupil.looked_after,
                    pupil.sen,
                    self._since[key],
                    min(left, last) if left else None,
                )
            )

    def _drift(self, pupil: Pupil) -> None:
        """Free school meals start, and end six years on; a need is found."""
        draw = self.rng.random()
        if draw < 0.008 and not pupil.disadvantaged:
            pupil.fsm6 = True
        elif draw < 0.02 and pupil.fsm6 and not pupil.looked_after:
            pupil.fsm6 = False
        elif draw > 0.988 and pupil.sen == "N":
            pupil.sen = "K"


def _capacities(place: Place) -> dict[int, int]:
    """National curriculum year -> places. N2 is -1."""
    if place.phase is Phase.PRIMARY:
        nursery = {-1: place.nursery} if place.nursery else {}
        return nursery | dict.fromkeys(range(7), place.cohort)
    sixth = {12: place.sixth_form, 13: round(place.sixth_form * 0.9)} if place.sixth_form else {}
    return dict.fromkeys(range(7, 12), place.cohort) | sixth


def with_check_letter(digits: str) -> str:
    """The 12 digits of a UPN with its letter in front: weights 2 to 13, modulo 23 (DfE's UPN guide)."""
    return LETTERS[sum(int(d) * w for d, w in zip(digits, range(2, 14), strict=True)) % 23] + digits
