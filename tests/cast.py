"""The one cast of all tests: one named person per role, two academies of one trust, an outsider, and nobody.

    def test_headteacher_sees_own_academy(cast, client_of):
        response = client_of(cast.headteacher).get(cast.own.get_absolute_url())

`cast.own` is the academy that academy roles are held at, `cast.sibling` the other academy of the same trust, and
`cast.foreign` an academy of another trust, whose headteacher is `cast.outsider`. `cast.nobody` may sign in and holds
no role. `world` adds to the cast what a page would show: pupils, results, figures, batches and runs in all three,
each with a surname that stands nowhere else (`PLANTED`). A module of many tests that all need it builds it once:

    pytestmark = pytest.mark.usefixtures("standing_world")
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.test import Client

from academies.access import Permission, Role
from academies.models import Academy, Membership, Trust
from academies.models.academy import Phase
from academies.row_scope import every_row
from accounts.models import User
from dashboards.models import GapFigure, GapRun
from pupils.models import Checkpoint, ColumnMapping, Enrolment, ImportBatch
from tests import factories as make

# Role -> name. Surnames are found nowhere else in the product, so that one of them on a page means that person.
NAMES: dict[Role, str] = {
    Role.TRUST_LEADER: "Imogen Thackerwell",
    Role.HEADTEACHER: "Oluwaseun Brackenridge",
    Role.SENIOR_LEADER: "Petra Lindqvarn",
    Role.COACH: "Callum Featherstane",
    Role.TEACHER: "Nadia Quillmore",
    Role.GOVERNOR: "Rosalind Umberleigh",
    Role.TRUSTEE: "Horace Wintergill",
    Role.DATA_LEAD: "Deepa Vellacotte",
    Role.MODERATOR: "Tobias Yarnfield",
    Role.ADMINISTRATOR: "Winifred Zellaby",
    Role.EXTERNAL_COACH: "Sunniva Gatherweald",
}
TRUST_WIDE = frozenset({Role.TRUST_LEADER, Role.TRUSTEE, Role.DATA_LEAD, Role.ADMINISTRATOR})

TRUST, OWN, SIBLING = "Kestrelholt Learning Trust", "Heronwick Primary Academy", "Otterbourne Vale Academy"
FOREIGN_TRUST, FOREIGN = "Saltmarsh Alliance", "Puffinscar Primary Academy"
OUTSIDER, NOBODY = "Gwendolyn Xanderby", "Bartholomew Unplaced"
# Who moderates what the trust leader decided, and who leads the other academies.
SECOND_LEADER, SIBLING_HEAD = "Leopold Ravensbourne", "Marigold Underhay"
FOREIGN_LEADER = "Cornelius Vantongeren"

# Pupils' surnames by academy name: what must never be read by somebody from elsewhere.
PLANTED: dict[str, str] = {OWN: "Abernethwaite", SIBLING: "Corrigansson", FOREIGN: "Dunstanville"}
# Disadvantaged pupils in each academy's figure: a number that stands nowhere else, above any key a run gives out.
PLANTED_COUNTS: dict[str, int] = {OWN: 741_103, SIBLING: 752_303, FOREIGN: 763_907}
SIBLING_TEACHER, FOREIGN_TEACHER = "Ebenezer Fothergale", "Isolde Jessamyne"


@dataclass
class Cast:
    trust: Trust
    own: Academy
    sibling: Academy
    foreign_trust: Trust
    foreign: Academy
    people: dict[Role, User]
    outsider: User
    nobody: User
    sibling_teacher: User
    foreign_teacher: User
    second_leader: User
    sibling_head: User
    foreign_leader: User

    def __getattr__(self, name: str) -> User:
        """`cast.governor` is the person who holds the role."""
        if name in Role.values:
            return self.people[Role(name)]
        raise AttributeError(name)

    @property
    def everyone(self) -> dict[str, User]:
        """Everybody who may sign in, by a name to show in a failure."""
        return {**{role.value: self.people[role] for role in Role}, "outsider": self.outsider, "nobody": self.nobody}


def build_cast() -> Cast:
    trust = make.TrustFactory(name=TRUST, slug="kestrelholt", uid="4001")
    own = make.AcademyFactory(trust=trust, name=OWN, slug="heronwick", urn=910001)
    sibling = make.AcademyFactory(trust=trust, name=SIBLING, slug="otterbourne-vale", urn=910002, phase=Phase.SECONDARY)
    foreign_trust = make.TrustFactory(name=FOREIGN_TRUST, slug="saltmarsh", uid="4002")
    foreign = make.AcademyFactory(trust=foreign_trust, name=FOREIGN, slug="puffinscar", urn=910003)

    users: list[User] = []
    memberships: list[Membership] = []

    def person(name: str, role: Role | None = None, academy: Academy | None = None, trust: Trust | None = None) -> User:
        user: User = make.UserFactory.build(full_name=name, email=f"{name.split()[-1].lower()}@example.org")
        users.append(user)
        if role:
            trust = academy.trust if academy else trust
            memberships.append(make.MembershipFactory.build(user=user, role=role, academy=academy, trust=trust))
        return user

    cast = Cast(
        trust=trust,
        own=own,
        sibling=sibling,
        foreign_trust=foreign_trust,
        foreign=foreign,
        people={
            role: person(name, role, trust=trust) if role in TRUST_WIDE else person(name, role, own)
            for role, name in NAMES.items()
        },
        outsider=person(OUTSIDER, Role.HEADTEACHER, foreign),
        nobody=person(NOBODY),
        sibling_teacher=person(SIBLING_TEACHER, Role.TEACHER, sibling),
        foreign_teacher=person(FOREIGN_TEACHER, Role.TEACHER, foreign),
        second_leader=person(SECOND_LEADER, Role.TRUST_LEADER, trust=trust),
        sibling_head=person(SIBLING_HEAD, Role.HEADTEACHER, sibling),
        foreign_leader=person(FOREIGN_LEADER, Role.TRUST_LEADER, trust=foreign_trust),
    )
    # All at once: nearly every test asks for them.
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(memberships)
    return cast


@dataclass(frozen=True)
class Planted:
    academy: Academy
    what: str
    text: str
    who: Permission | User | tuple[User, ...]


@dataclass
class World:
    """What lies in each academy, by academy pk; and the trusts' runs, batches, checkpoints and mappings, by trust pk.

    `colleagues` are the role of one more teacher in each academy, who is nobody of the cast.
    """

    cast: Cast
    enrolments: dict[int, list[Enrolment]] = field(default_factory=dict)
    figures: dict[int, GapFigure] = field(default_factory=dict)
    runs: dict[int, GapRun] = field(default_factory=dict)
    batches: dict[int, ImportBatch] = field(default_factory=dict)
    checkpoints: dict[int, Checkpoint] = field(default_factory=dict)
    mappings: dict[int, ColumnMapping] = field(default_factory=dict)
    colleagues: dict[int, Membership] = field(default_factory=dict)
    rows: dict[tuple[str, int], models.Model] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)

    def put(self, kind: str, academy: Academy, row: models.Model) -> None:
        assert (kind, academy.pk) not in self.rows, f"Two rows of the world are called “{kind}”."
        self.rows[kind, academy.pk] = row

    def plant(self, academy: Academy, what: str, text: str, who: Permission | User | tuple[User, ...]) -> None:
        """A text that only those may read who hold the permission at the academy, or only those persons."""
        self.planted.append(Planted(academy, f"{what} of {academy}", text, who))

    def of(self, kind: str, academy: Academy) -> Any:
        """The row of that kind which `tests.worlds` put there for the academy."""
        return self.rows[kind, academy.pk]

    @property
    def academies(self) -> tuple[Academy, Academy, Academy]:
        return self.cast.own, self.cast.sibling, self.cast.foreign


def build_world(cast: Cast) -> World:
    """Two pupils with results and attendance in each academy, a published figure each, and what surrounds them."""
    world = World(cast)
    with every_row():
        for trust, lead in ((cast.trust, cast.data_lead), (cast.foreign_trust, cast.outsider)):
            world.runs[trust.pk] = make.GapRunFactory(trust=trust)
            world.batches[trust.pk] = make.ImportBatchFactory(
                trust=trust, actor=lead, filename=f"results-of-{trust.slug}.csv", rejected=2
            )
            world.checkpoints[trust.pk] = make.CheckpointFactory(trust=trust, name=f"Checkpoint of {trust.slug}")
            world.mappings[trust.pk] = make.ColumnMappingFactory(trust=trust, name=f"Mapping of {trust.slug}")
            make.GapFigureFactory(run=world.runs[trust.pk], trust=trust, academy=None, level="trust", phase="")
        for academy in (cast.own, cast.sibling, cast.foreign):
            batch, run = world.batches[academy.trust_id], world.runs[academy.trust_id]
            world.enrolments[academy.pk] = [
                make.EnrolmentFactory(academy=academy, pupil__surname=PLANTED[academy.name], fsm6=fsm6, batch=batch)
                for fsm6 in (True, False)
            ]
            for enrolment in world.enrolments[academy.pk]:
                make.ResultFactory(enrolment=enrolment, batch=batch)
                make.AttendanceFactory(enrolment=enrolment, batch=batch)
            world.figures[academy.pk] = make.GapFigureFactory(
                run=run, academy=academy, n_disadvantaged=PLANTED_COUNTS[academy.name]
            )
            make.PublishedFigureFactory(academy=academy, batch=batch)
            make.CoverageFactory(academy=academy, rows=PLANTED_COUNTS[academy.name])
            make.ImportRejectionFactory(batch=batch, value=PLANTED[academy.name], row=[PLANTED[academy.name], "100"])
            world.colleagues[academy.pk] = make.MembershipFactory(academy=academy, role=Role.TEACHER)
        from tests.worlds import ROOMS

        for room in ROOMS:
            room.build(world)
    return world


@contextmanager
def rolled_back() -> Iterator[None]:
    """Nothing that the block writes stays; within a transaction a savepoint does it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def standing_world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[bytes]:
    """A world in a transaction around all tests of the module; what a test writes is rolled back to it.

    Pickled, so that `world` and `cast` give each test copies of its own. Not for tests with `transaction=True`: they
    would wait for its locks.
    """
    with django_db_blocker.unblock(), rolled_back():
        world = build_world(build_cast())
        connection.check_constraints()  # what was put off until the end of the transaction
        with django_db_blocker.block():
            yield pickle.dumps(world)


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    around = {"world", "standing_world"} & set(request.fixturenames)
    return request.getfixturevalue("world").cast if around else build_cast()


@pytest.fixture
def world(request: pytest.FixtureRequest, db: None) -> World:
    if "standing_world" in request.fixturenames:
        copy: World = pickle.loads(request.getfixturevalue("standing_world"))
        return copy
    return build_world(build_cast())


@pytest.fixture
def pupil_rows(db: None) -> Iterator[None]:
    """Opens every pupil row to the test: for making pupils and for looking at what was written."""
    with every_row():
        yield


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """A signed-in client of a person; None gives somebody who is not signed in."""

    def client(user: User | None) -> Client:
        made = Client()
        if user is not None:
            made.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return made

    return client
