"""For each trust a framework that reviews have ("framework"), one that none has ("framework read") with a part
("framework section in use"), and the draft of its next version ("framework draft") with a part ("framework section")
and a question ("framework prompt"); each academy finds its trust's."""

from collections.abc import Sequence

from academies.access import Permission
from academies.models import Academy
from reviews.models import Framework
from tests import factories as make
from tests.cast import World

# Texts of drafts, which only those read who write frameworks; by the trust's slug.
ASKED = {"kestrelholt": "Who winnows the pennyroyal shelf?", "saltmarsh": "Who gathers the samphire cards?"}


def name_of(academy: Academy) -> str:
    return f"Reading at {academy.trust}"


def build(world: World) -> None:
    cast = world.cast
    for trust, leader in ((cast.trust, cast.trust_leader), (cast.foreign_trust, cast.foreign_leader)):
        reviewed = make.framework_in_use("Phonics", "Books at home", trust=trust, name=f"Books at {trust}")
        used: Framework = make.framework_in_use("Phonics", "Stories", trust=trust, name=f"Reading at {trust}")
        draft = make.FrameworkFactory(
            trust=trust, name=used.name, version=2, based_on=used, made_by=leader, changes="Fluency is asked too.",
            about="How children learn to read.",
        )  # fmt: skip
        section = make.FrameworkSectionFactory(framework=draft, name="Fluency")
        prompt = make.FrameworkPromptFactory(section=section, asks=ASKED[trust.slug])
        for academy in world.academies:
            if academy.trust_id == trust.pk:
                world.put("framework", academy, reviewed)
                world.put("framework read", academy, used)
                world.put("framework section in use", academy, used.sections.all()[0])
                world.put("framework draft", academy, draft)
                world.put("framework section", academy, section)
                world.put("framework prompt", academy, prompt)
                world.plant(academy, "a draft of a framework", prompt.asks, Permission.MANAGE_FRAMEWORKS)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More frameworks, versions, parts and questions."""
    draft = world.of("framework draft", world.cast.own)
    for number, _ in enumerate(academies):
        make.framework_in_use(trust=world.cast.trust, name=f"Another {number}")
        section = make.FrameworkSectionFactory(framework=draft)
        for _more in range(3):
            make.FrameworkPromptFactory(section=section)
