"""Every address of the product, one row each: who may open it, and what it answers. Read by test_sweep.py.

Adding a page? Add its row here; the sweep fails until you do. A row says:

    Route("dashboards:academy", Permission.VIEW_FIGURES, args=slug)
        Whoever holds VIEW_FIGURES at an academy opens its page (200), a POST to it answers 405; whoever sees the
        academy without that permission gets 403, everybody else 404, somebody not signed in the sign-in page.

    who        a Permission; SIGNED_IN (anybody who signed in); or EVERYBODY, then say `why`
    args       builds the address's arguments for an academy (`slug` and others stand below); none: it names no place
    places     False where the arguments name no academy (a measure): then `who` is asked as without arguments
    case       a word that tells apart two rows of one address
    query      what to add to the address, such as "?format=csv"
    scope      where `who` must be held: at the "academy" itself (the default), for the "whole_trust" of the academy
               or of the trust looked at, or "anywhere" in that trust
    seen_by    who is answered 403 rather than 404 when they lack `who`; VIEW_ACADEMY, unless the row lies elsewhere;
               None where everybody else gets 404. `seen_scope` says where it is held, as `scope` does
    needed     True for a view behind `@needs(who)`: it answers 403 to whoever holds that nowhere in the trust
    fragment   True for a part of a page that htmx asks for; the browser tests open it with its page
    get        what GET answers to whoever may: 200, a redirect, or 405 for an address that only takes POST
    post       builds what a valid POST sends; none: the address takes no POST
    post_answers   what that POST answers to whoever may
    offers_partners   True where whoever proposes support in a trust chooses among its academies, by name
    offers_network   True where whoever knows of rounds finds the academies of their network by name, and who prepares
               one their colleagues there, to ask them to visit
    names_academies   True where whoever reads the toolkit finds by name the academies of its trust that gave or use
               something of it; nothing else of them
    names_colleagues   True where who tries practices finds by name the colleagues of the trust who offer to show
               something or sign what they found, with their academies
    staff_figures   True where staff of an academy read its published figures as governors do, without VIEW_FIGURES
    may        for what no permission says: a function of (cast, user, academy) -> bool
    knows      beside `may`: the same of who is answered 403 rather than 404
    logs       the tables to which a GET writes that somebody opened what belongs to persons
    shows      a text (of world and academy) that whoever may must find in the answer: the sweep reads no empty page
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from tests.cast import Cast, World

EVERYBODY: Literal["everybody"] = "everybody"
SIGNED_IN: Literal["signed in"] = "signed in"
Scope = Literal["academy", "whole_trust", "anywhere"]
Builder = Callable[[World, Academy], dict[str, Any]]


@dataclass(frozen=True)
class Route:
    name: str
    who: Permission | Literal["everybody", "signed in"]
    why: str = ""
    args: Builder | None = None
    places: bool = True
    case: str = ""
    query: str = ""
    scope: Scope = "academy"
    seen_by: Permission | None = Permission.VIEW_ACADEMY
    seen_scope: Scope = "academy"
    needed: bool = False
    fragment: bool = False
    get: tuple[int, ...] | int = 200
    post: Builder | None = None
    post_answers: tuple[int, ...] | int = 302
    offers_partners: bool = False
    offers_network: bool = False
    names_academies: bool = False
    names_colleagues: bool = False
    staff_figures: bool = False
    may: Callable[[Cast, User, Academy | None], bool] | None = None
    knows: Callable[[Cast, User, Academy | None], bool] | None = None
    logs: frozenset[str] = frozenset()
    shows: Callable[[World, Academy], str] | None = None

    @property
    def named(self) -> str:
        return " ".join(filter(None, (self.name + self.query, self.case)))


def slug(world: World, academy: Academy) -> dict[str, Any]:
    return {"slug": academy.slug}


def name_of(world: World, academy: Academy) -> str:
    return academy.name


def nothing(world: World, academy: Academy) -> dict[str, Any]:
    """A POST that carries nothing but its token."""
    return {}


def row_of(kind: str) -> Builder:
    """The address of a row that `tests.worlds` put there for the academy: `world.of(kind, academy)`."""
    return lambda world, academy: {"pk": world.of(kind, academy).pk}
