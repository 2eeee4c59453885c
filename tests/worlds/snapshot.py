"""A snapshot of each academy's plan, in which staff are told a name that readers are not."""

from collections.abc import Sequence

from academies.access import Permission
from academies.models import Academy
from plans.rules.document import ActionTold, PlanDocument, PriorityTold
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else.
TITLES = {
    "heronwick": "Meeting at the whimbrel",
    "otterbourne-vale": "Meeting at the lapwing",
    "puffinscar": "Meeting at the fulmar",
}
REASONS = {
    "heronwick": "Because of the marram",
    "otterbourne-vale": "Because of the bogmyrtle",
    "puffinscar": "Because of the thrift",
}
OWNERS = {
    "heronwick": "Ottoline Ramscombe",
    "otterbourne-vale": "Percival Stanbury",
    "puffinscar": "Quenby Tolliver",
}


def document(academy: Academy, edition: str) -> PlanDocument:
    owner = OWNERS[academy.slug] if edition == "staff" else "a member of staff"
    action = ActionTold(key=1, says="Read aloud every day", owner=owner, due="4 July 2025", stands="Due by 4 July 2025")
    return PlanDocument(
        edition="staff" if edition == "staff" else "readers",
        academy=academy.name,
        trust=academy.trust.name,
        year=make.YEAR,
        year_label="2024/25",
        day="4 December 2024",
        answer=f"{academy} works on one priority.",
        rationale=REASONS[academy.slug],
        priorities=(PriorityTold(key=1, number=1, title="Every child reads", owner=owner, actions=(action,)),),
    )


def build(world: World) -> None:
    for academy in world.academies:
        snapshot = make.SnapshotFactory(
            plan=world.of("plan", academy),
            title=TITLES[academy.slug],
            staff=document(academy, "staff"),
            readers=document(academy, "readers"),
        )
        world.put("snapshot", academy, snapshot)
        world.plant(academy, "the title of a snapshot", TITLES[academy.slug], Permission.VIEW_PLAN)
        world.plant(academy, "what a snapshot says", REASONS[academy.slug], Permission.VIEW_PLAN)
        world.plant(academy, "a name in a snapshot", OWNERS[academy.slug], Permission.VIEW_PEOPLE)


def grow(world: World, academies: Sequence[Academy]) -> None:
    plan = world.of("plan", world.cast.own)
    for _ in academies:
        make.SnapshotFactory(plan=plan)
