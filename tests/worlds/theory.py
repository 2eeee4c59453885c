"""A theory of action of each trust ("theory") and one of each academy's own ("own theory"), with signs and verdicts;
a story that each academy offers ("story") and one that was taken ("taken story"); and a priority of each trust
("trust priority")."""

from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from tests import factories as make
from tests.cast import World
from toolkit.models.story import StoryStatus
from toolkit.models.theory import Held, SignalOf

# Texts that stand nowhere else, by the academy's slug.
OWN_THEORIES = {
    "heronwick": "Withershins reading",
    "otterbourne-vale": "Widdershaw algebra",
    "puffinscar": "Kittiwake phonics",
}
VERDICTS = {
    "heronwick": "The farthingale books were left on their shelves.",
    "otterbourne-vale": "The quoinstone tasks were never set.",
    "puffinscar": "The razorbill cards ran out in March.",
}
STORIES = {
    "heronwick": "How the sallowthorn corner began",
    "otterbourne-vale": "How the millrace seminar began",
    "puffinscar": "How the guillemot choir began",
}
TAKEN = {
    "heronwick": "How the sedge library grew",
    "otterbourne-vale": "How the ferry debate grew",
    "puffinscar": "How the lantern walk grew",
}


def _leader(world: World, academy: Academy) -> User:
    return world.cast.foreign_leader if academy == world.cast.foreign else world.cast.trust_leader


def build(world: World) -> None:
    theories, priorities = {}, {}
    for academy in world.academies:
        leader = _leader(world, academy)
        if academy.trust_id not in theories:
            theory = theories[academy.trust_id] = make.TheoryFactory(
                trust=academy.trust, name=f"Reading aloud in {academy.trust}", because="Much of it is well tried."
            )
            for of in SignalOf.values:
                make.SignalFactory(theory=theory, of=of)
            make.VerdictFactory(theory=theory, academy=None, by=leader, says="Too early to tell.")
            priorities[academy.trust_id] = make.TrustPriorityFactory(
                trust=academy.trust, title=f"Reading everywhere in {academy.trust}"
            )
        theory = theories[academy.trust_id]
        own = make.TheoryFactory(academy=academy, name=OWN_THEORIES[academy.slug])
        signal = make.SignalFactory(theory=own)
        make.VerdictFactory(theory=theory, academy=academy, by=leader, held=Held.DID_NOT, says=VERDICTS[academy.slug])
        story = make.StoryFactory(academy=academy, theory=theory, title=STORIES[academy.slug], offered_by=leader)
        world.put("theory", academy, theory)
        world.put("own theory", academy, own)
        world.put("signal", academy, signal)
        world.put("story", academy, story)
        taken = make.StoryFactory(
            academy=academy, theory=theory, title=TAKEN[academy.slug], offered_by=leader, status=StoryStatus.TAKEN,
            answered_by=leader, answered_at=timezone.now(), answer="Thank you: others will learn from it.",
        )  # fmt: skip
        world.put("taken story", academy, taken)
        world.put("trust priority", academy, priorities[academy.trust_id])
        world.plant(academy, "a theory of its own", own.name, Permission.VIEW_TOOLKIT)
        world.plant(academy, "a verdict", VERDICTS[academy.slug], Permission.VIEW_PLAN)
        world.plant(academy, "a story on its way", story.title, Permission.VIEW_LEARNING)


def grow(world: World, academies: Sequence[Academy]) -> None:
    theory = world.of("theory", world.cast.own)
    for academy in academies:
        by = make.UserFactory()
        make.SignalFactory(theory=theory)
        make.VerdictFactory(theory=theory, academy=academy, by=by)
        make.VerdictFactory(theory=theory, academy=world.cast.own, by=by)
        make.TheoryFactory(academy=world.cast.own)
        make.TheoryFactory(trust=academy.trust)
        make.TheoryFactory(academy=academy)
        make.StoryFactory(academy=academy, theory=theory)
        make.TrustPriorityFactory(trust=world.cast.trust)
        make.StoryFactory(
            academy=academy, status=StoryStatus.TAKEN, answered_by=by, answered_at=theory.written_at, theory=theory
        )
