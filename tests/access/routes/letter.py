from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import EVERYBODY, SIGNED_IN, Route, nothing
from tests.cast import World
from tests.worlds.letter import token_of_nobody


def token(world: World, academy: Academy) -> dict[str, Any]:
    return {"token": token_of_nobody(world)}


ROUTES: tuple[Route, ...] = (
    Route("academies:letter_choices", SIGNED_IN, post=lambda w, a: {"weekly": "on", "reminders": ["data"]}),
    Route(
        "academies:letter_stop",
        EVERYBODY,
        "the signed address in a letter stands for its person, and can stop that letter and nothing else",
        args=token,
        places=False,
        post=nothing,
        post_answers=200,
    ),
    Route("academies:letter_astray", Permission.MANAGE_ACCESS, scope="whole_trust", needed=True),
    Route("academies:letter_resend", Permission.MANAGE_ACCESS, scope="whole_trust", needed=True, get=405, post=nothing),
)
