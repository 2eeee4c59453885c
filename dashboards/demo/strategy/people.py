"""Heads, contacts, inspections and checkpoint days of the demo trust, as rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.text import slugify

from academies.access import Role
from academies.inspection import framework_on
from academies.models import Academy, Contact, Inspection, Judgement, Membership, Trust
from academies.models.academy import Phase
from accounts.models import User
from celt.lib.sentences import listed
from dashboards.demo.strategy.clock import at as moment
from dashboards.demo.strategy.heads import CHAIRS, FORMER, HEADS, OFFICE, SENCOS, Head
from dashboards.demo.strategy.inspections import INSPECTED

SIXTH_FORMS = ("penhavrow-school", "tresarrow-academy")
REPORT_AFTER = datetime.timedelta(days=41)


def make_heads(trust: Trust, academies: Mapping[str, Academy]) -> dict[str, User]:
    """Who leads each academy, and who led it. Gives those of today, the demo's door among them: slug -> head."""
    for slug, head in HEADS.items():
        _lead(trust, academies[slug], head)
    for slug, (head, until) in FORMER.items():
        _lead(trust, academies[slug], head, until)
    leading = Membership.objects.current().filter(trust=trust, role=Role.HEADTEACHER).select_related("user", "academy")
    return {m.academy.slug: m.user for m in leading if m.academy}


def _lead(trust: Trust, academy: Academy, head: Head, until: datetime.date | None = None) -> None:
    user = User.objects.create_user(f"{slugify(head.name)}@demo.example", None, full_name=head.name)
    Membership.objects.create(
        user=user, trust=trust, academy=academy, role=Role.HEADTEACHER, starts=head.since, ends=until
    )


def make_contacts(academies: Mapping[str, Academy]) -> None:
    rows = []
    for at, slug in enumerate(sorted(academies)):
        domain = f"{slug}.example"
        for name, job, box in (
            (OFFICE[at], "School office", "office"),
            (SENCOS[at], "Special educational needs co-ordinator", "senco"),
            (CHAIRS[at], "Chair of governors", "clerk"),
        ):
            # 01632 960 is kept free for invented numbers.
            phone = f"01632 960{at:03d}" if box == "office" else ""
            rows.append(Contact(academy=academies[slug], name=name, job=job, email=f"{box}@{domain}", phone=phone))
    Contact.objects.bulk_create(rows)


def make_inspections(academies: Mapping[str, Academy], by: User, day: datetime.date) -> None:
    """Those that began on the day."""
    for slug, inspected in INSPECTED.items():
        academy = academies[slug]
        for one in (one for one in inspected if one.started == day):
            framework = framework_on(one.started)
            if framework is None:
                raise ValueError(f"No framework was in force on {one.started}.")
            inspection = Inspection.objects.create(
                academy=academy, framework=framework.slug, kind=one.kind, started=one.started,
                published_on=one.started + REPORT_AFTER, safeguarding=one.safeguarding, outcome=one.outcome,
                concern_category=one.category, recorded_by=by, recorded_at=moment(one.started + REPORT_AFTER),
            )  # fmt: skip
            if not one.grades:
                continue
            left_out = _not_offered(academy)
            unknown = set(one.grades) - set(framework.areas) - {""}
            if unknown:
                raise ValueError(f"{framework.name} has no {listed(sorted(unknown))}.")
            Judgement.objects.bulk_create(
                Judgement(
                    inspection=inspection,
                    framework=framework.slug,
                    area=area,
                    grade=one.grades.get(area, one.grades[""]),
                )
                for area in framework.areas
                if area not in left_out
            )


def _not_offered(academy: Academy) -> set[str]:
    """The areas that the academy is not judged in: primaries have no sixth form, secondaries no early years."""
    if academy.phase == Phase.PRIMARY:
        return {"sixth_form"}
    return {"early_years"} if academy.slug in SIXTH_FORMS else {"early_years", "sixth_form"}
