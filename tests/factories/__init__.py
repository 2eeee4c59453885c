"""One factory a model. Each makes a valid row with invented names; name what your test is about, leave the rest.

Pupil rows lie behind row-level security: make them inside `every_row()` (the fixture `pupil_rows` opens it).
"""

import datetime
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from academies.access import Role
from academies.models import Academy, Membership, PredecessorLink, Term, Trust
from academies.models.academy import Phase
from accounts.models import User
from dashboards.models import FigureStatus, GapFigure, GapRun, Level, RunStatus, RunTrigger
from pupils.models import (
    Attendance,
    Checkpoint,
    ColumnMapping,
    Coverage,
    Enrolment,
    ImportBatch,
    ImportChange,
    ImportRejection,
    PublishedFigure,
    Pupil,
    Result,
)
from pupils.models.batch import ImportKind, ImportStatus
from pupils.models.published import PublishedLevel
from tests.factories.action import *  # noqa: F403
from tests.factories.calendar import *  # noqa: F403
from tests.factories.care import *  # noqa: F403
from tests.factories.category import *  # noqa: F403
from tests.factories.checkpoint import *  # noqa: F403
from tests.factories.coaching import *  # noqa: F403
from tests.factories.concern import *  # noqa: F403
from tests.factories.contact import *  # noqa: F403
from tests.factories.deployment import *  # noqa: F403
from tests.factories.file import *  # noqa: F403
from tests.factories.finding import *  # noqa: F403
from tests.factories.framework import *  # noqa: F403
from tests.factories.gathering import *  # noqa: F403
from tests.factories.inspection import *  # noqa: F403
from tests.factories.learning import *  # noqa: F403
from tests.factories.letter import *  # noqa: F403
from tests.factories.library import *  # noqa: F403
from tests.factories.plan import *  # noqa: F403
from tests.factories.practice import *  # noqa: F403
from tests.factories.reader import *  # noqa: F403
from tests.factories.review import *  # noqa: F403
from tests.factories.ring import *  # noqa: F403
from tests.factories.round import *  # noqa: F403
from tests.factories.scheme import *  # noqa: F403
from tests.factories.sign_in import *  # noqa: F403
from tests.factories.snapshot import *  # noqa: F403
from tests.factories.stage import *  # noqa: F403
from tests.factories.support import *  # noqa: F403
from tests.factories.survey import *  # noqa: F403
from tests.factories.term import *  # noqa: F403
from tests.factories.theory import *  # noqa: F403
from tests.factories.use import *  # noqa: F403

YEAR = 2024
PASSWORD = "Nine-Otters-Counted-9"
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def make_upn(serial: int, *, la_code: int = 936, establishment: int = 2000) -> str:
    """A permanent UPN with its right check letter; `serial` is 0 to 99,999."""
    digits = f"{la_code:03d}{establishment:04d}{serial:05d}"
    total = sum(weight * int(digit) for weight, digit in enumerate(digits, start=2))
    return _UPN_LETTERS[total % 23] + digits


class UserFactory(DjangoModelFactory[User]):
    """A person who cannot sign in by password (hashing is slow); `password=PASSWORD` gives one."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person {n} Example")
    password = None

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        return {**kwargs, "password": make_password(kwargs["password"])}


class TrustFactory(DjangoModelFactory[Trust]):
    class Meta:
        model = Trust

    name = factory.Sequence(lambda n: f"Trust {n}")
    slug = factory.Sequence(lambda n: f"trust-{n}")


class AcademyFactory(DjangoModelFactory[Academy]):
    class Meta:
        model = Academy

    trust = factory.SubFactory(TrustFactory)
    urn = factory.Sequence(lambda n: 200000 + n)
    ukprn = factory.Sequence(lambda n: 10060000 + n)
    name = factory.Sequence(lambda n: f"Academy {n}")
    slug = factory.Sequence(lambda n: f"academy-{n}")
    phase = Phase.PRIMARY
    low_age = factory.LazyAttribute(lambda a: 4 if a.phase == Phase.PRIMARY else 11)
    high_age = factory.LazyAttribute(lambda a: 11 if a.phase == Phase.PRIMARY else 16)
    opened = datetime.date(2015, 9, 1)
    la_code = 936
    la_name = "Surrey"
    establishment_number = factory.Sequence(lambda n: 2000 + n)


class PredecessorLinkFactory(DjangoModelFactory[PredecessorLink]):
    class Meta:
        model = PredecessorLink

    academy = factory.SubFactory(AcademyFactory)
    urn = factory.Sequence(lambda n: 100000 + n)
    name = factory.Sequence(lambda n: f"Former School {n}")
    link_type = "Predecessor"
    linked_on = datetime.date(2015, 9, 1)


class TermFactory(DjangoModelFactory[Term]):
    class Meta:
        model = Term

    trust = factory.SubFactory(TrustFactory)
    academic_year = YEAR
    name = "autumn"
    starts = datetime.date(2024, 9, 2)
    ends = datetime.date(2024, 12, 20)


class MembershipFactory(DjangoModelFactory[Membership]):
    """A role at an academy; for the whole trust pass `academy=None, trust=...`."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    academy = factory.SubFactory(AcademyFactory)
    trust = factory.LazyAttribute(lambda m: m.academy.trust)
    role = Role.HEADTEACHER
    starts = datetime.date(2020, 9, 1)


class ImportBatchFactory(DjangoModelFactory[ImportBatch]):
    class Meta:
        model = ImportBatch

    trust = factory.SubFactory(TrustFactory)
    kind = ImportKind.RESULTS
    status = ImportStatus.APPLIED
    filename = factory.Sequence(lambda n: f"results-{n}.csv")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 1024
    progress = 100
    applied = factory.LazyFunction(timezone.now)


class ImportRejectionFactory(DjangoModelFactory[ImportRejection]):
    class Meta:
        model = ImportRejection

    batch = factory.SubFactory(ImportBatchFactory)
    line = factory.Sequence(lambda n: n + 2)
    column = "upn"
    value = "Z0000"
    reason = "A UPN has a letter and 12 digits."
    row = factory.LazyFunction(lambda: ["2024/25", "Z0000", "Autumn", "ks2_reading", "100"])


class ImportChangeFactory(DjangoModelFactory[ImportChange]):
    class Meta:
        model = ImportChange

    batch = factory.SubFactory(ImportBatchFactory)
    table = "pupils_result"
    row_id = factory.Sequence(lambda n: n + 1)
    before = factory.LazyFunction(lambda: {"value": 99.0})


class ColumnMappingFactory(DjangoModelFactory[ColumnMapping]):
    class Meta:
        model = ColumnMapping

    trust = factory.SubFactory(TrustFactory)
    name = factory.Sequence(lambda n: f"Mapping {n}")
    kind = ImportKind.RESULTS
    columns = factory.LazyFunction(lambda: {"UPN": "upn"})


class PupilFactory(DjangoModelFactory[Pupil]):
    class Meta:
        model = Pupil

    trust = factory.SubFactory(TrustFactory)
    upn = factory.Sequence(make_upn)
    surname = factory.Sequence(lambda n: f"Surname{n}")
    forename = factory.Sequence(lambda n: f"Forename{n}")
    dob = datetime.date(2014, 3, 14)
    sex = "F"


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    class Meta:
        model = Enrolment

    academy = factory.SubFactory(AcademyFactory)
    pupil = factory.SubFactory(PupilFactory, trust=factory.SelfAttribute("..academy.trust"))
    academic_year = YEAR
    nc_year = 6
    fsm6 = False
    looked_after = False
    post_looked_after = False
    service_child = False
    sen = "N"
    eal = False
    date_on_roll = datetime.date(2020, 9, 1)


class AttendanceFactory(DjangoModelFactory[Attendance]):
    class Meta:
        model = Attendance

    enrolment = factory.SubFactory(EnrolmentFactory)
    term = "autumn"
    possible = 140
    authorised = 4
    unauthorised = 2


class CheckpointFactory(DjangoModelFactory[Checkpoint]):
    class Meta:
        model = Checkpoint
        django_get_or_create = ("trust", "name")

    trust = factory.SubFactory(TrustFactory)
    name = "Autumn"
    position = 1


class ResultFactory(DjangoModelFactory[Result]):
    class Meta:
        model = Result

    enrolment = factory.SubFactory(EnrolmentFactory)
    checkpoint = factory.SubFactory(CheckpointFactory, trust=factory.SelfAttribute("..enrolment.academy.trust"))
    assessment = "ks2_reading"
    value = 104.0


class CoverageFactory(DjangoModelFactory[Coverage]):
    class Meta:
        model = Coverage

    academy = factory.SubFactory(AcademyFactory)
    academic_year = YEAR
    checkpoint = factory.SubFactory(CheckpointFactory, trust=factory.SelfAttribute("..academy.trust"))
    assessment = "ks2_reading"
    rows = 60


class PublishedFigureFactory(DjangoModelFactory[PublishedFigure]):
    class Meta:
        model = PublishedFigure

    level = PublishedLevel.ACADEMY
    academy = factory.SubFactory(AcademyFactory)
    academic_year = 2018
    key_stage = "KS2"
    measure = "ks2_rwm_exp"
    n_all = 58
    n_disadvantaged = 20
    n_other = 38
    value_all = 64.0
    value_disadvantaged = 50.0
    value_other = 71.0


class GapRunFactory(DjangoModelFactory[GapRun]):
    class Meta:
        model = GapRun

    trust = factory.SubFactory(TrustFactory)
    trigger = RunTrigger.NIGHT
    status = RunStatus.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
    data_as_of = factory.LazyFunction(timezone.now)
    progress = 100


class GapFigureFactory(DjangoModelFactory[GapFigure]):
    """An academy's figure that everybody may see (20 and 40 pupils); `level`, `academy=None` and `phase` for others."""

    class Meta:
        model = GapFigure

    run = factory.SubFactory(GapRunFactory, trust=factory.SelfAttribute("..trust"))
    trust = factory.LazyAttribute(lambda f: f.academy.trust)
    academic_year = YEAR
    checkpoint = "Statutory"
    measure = "ks2_reading_exp"
    level = Level.ACADEMY
    academy = factory.SubFactory(AcademyFactory)
    phase = factory.LazyAttribute(lambda f: f.academy.phase if f.academy else "")
    n_disadvantaged = 20
    n_other = 40
    value_disadvantaged = 60.0
    value_other = 77.5
    gap = -17.5
    ci_low = -41.5
    ci_high = 5.6
    status = FigureStatus.SHOWN
    reader_status = FigureStatus.SHOWN
    pooled_status = FigureStatus.NOT_PUBLISHED
    reader_pooled_status = FigureStatus.NOT_PUBLISHED
