from academies.access import Permission
from tests.access.routes.shape import EVERYBODY, SIGNED_IN, Route, name_of, nothing, slug
from tests.worlds.calendar import SECRET

SUPPORT, ACADEMY = Permission.VIEW_SUPPORT, Permission.VIEW_ACADEMY
ROUTES: tuple[Route, ...] = (
    Route("academies:term", SUPPORT, args=slug, shows=name_of),
    Route("academies:term_csv", SUPPORT, args=slug),
    Route("academies:burden_trust", SUPPORT),
    Route("academies:burden_csv", SUPPORT),
    Route("academies:calendar", ACADEMY, names_colleagues=True),
    Route("academies:calendar_csv", ACADEMY, names_colleagues=True),
    Route("academies:calendar", ACADEMY, query="?kind=own", case="one's own"),
    Route("academies:coming", SIGNED_IN, names_colleagues=True),
    Route("academies:changes", SIGNED_IN),
    Route("academies:standing", SIGNED_IN),
    Route("academies:changes", SIGNED_IN, query="?span=term", case="a term"),
    Route("academies:feed_make", ACADEMY, get=405, post=nothing, post_answers=200),
    Route("academies:feed_end", SIGNED_IN, get=405, post=nothing),
    Route(
        "academies:feed",
        EVERYBODY,
        "a calendar program holds no account: the secret in the address stands for its person",
        args=lambda w, a: {"secret": SECRET},
        places=False,
    ),
)
