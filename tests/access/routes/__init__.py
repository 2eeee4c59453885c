"""Every address of the product, one row each. What a row says stands in shape.py; newer rooms have a file each."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes import (
    action,
    calendar,
    care,
    category,
    concern,
    contact,
    cycle,
    deployment,
    draft,
    file,
    finding,
    framework,
    gathering,
    help,
    inspection,
    learning,
    letter,
    library,
    next_work,
    overview,
    plan,
    practice,
    profile,
    programme,
    reader,
    reading,
    review,
    ring,
    round,
    round_board,
    scheme,
    search,
    sign_in,
    snapshot,
    stage,
    support,
    survey,
    term,
    theme,
    theory,
    trust,
    use,
    visit,
)
from tests.access.routes import (
    checkpoint as checkpoints,
)
from tests.access.routes.shape import EVERYBODY, SIGNED_IN, Builder, Route, name_of, nothing, slug
from tests.cast import PLANTED, World

__all__ = ["EVERYBODY", "ROUTES", "SIGNED_IN", "Route"]


def a_role_there(world: World, academy: Academy) -> dict[str, Any]:
    """A teacher's role at the academy."""
    return {"pk": world.colleagues[academy.pk].pk}


def run(world: World, academy: Academy) -> dict[str, Any]:
    """The night run of the academy's trust."""
    return {"pk": world.runs[academy.trust_id].pk}


def batch(world: World, academy: Academy) -> dict[str, Any]:
    """An applied import of the academy's trust."""
    return {"pk": world.batches[academy.trust_id].pk}


def checkpoint(world: World, academy: Academy) -> dict[str, Any]:
    """A checkpoint of the academy's trust."""
    return {"pk": world.checkpoints[academy.trust_id].pk}


ACCOUNTS = (
    Route(
        "account_login",
        EVERYBODY,
        "one signs in here",
        get=(200, 302),
        post=lambda w, a: {},
        post_answers=(200, 302),
    ),
    Route("account_logout", EVERYBODY, "asks first, then signs out", get=(200, 302), post=lambda w, a: {}),
    Route("account_inactive", EVERYBODY, "says that an account was closed"),
    Route("account_signup", EVERYBODY, "says that people are invited"),
    Route("account_change_password", SIGNED_IN, get=302, post=lambda w, a: {}),
    Route(
        "account_reset_password",
        EVERYBODY,
        "whoever forgot a password is not signed in",
        post=lambda w, a: {"email": "unknown@example.org"},
    ),
    Route("account_reset_password_done", EVERYBODY, "says that an e-mail is on its way"),
    Route(
        "account_reset_password_from_key",
        EVERYBODY,
        "the link of that e-mail",
        args=lambda w, a: {"uidb36": "1", "key": "set-password"},
        post=lambda w, a: {},
        post_answers=200,
    ),
    Route("account_reset_password_from_key_done", EVERYBODY, "says that the password was changed"),
)

FRAME = (
    Route("home", SIGNED_IN, names_colleagues=True, logs=frozenset({"academies_presence"})),
    Route("health", EVERYBODY, "the machine that watches this one holds no account"),
    Route("ready", EVERYBODY, "the machine that watches this one holds no account"),
    Route("metrics", EVERYBODY, "the machine that watches, by its own word or from the machine itself"),
    Route("theme_set", EVERYBODY, "light or dark, before sign-in too", get=405, post=lambda w, a: {"theme": "dark"}),
    Route("style", EVERYBODY, "the style page of demo mode shows invented figures"),
    Route(
        "demo_sign_in",
        EVERYBODY,
        "the door of demo mode",
        get=405,
        post=lambda w, a: {"email": "headteacher@demo.example"},
        post_answers=404,
    ),
)

ACADEMIES = (
    Route("academies:academy_detail", Permission.VIEW_ACADEMY, args=slug, shows=name_of),
    Route(
        "academies:trust_switch",
        SIGNED_IN,
        get=405,
        post=lambda w, a: {"trust": w.cast.trust.pk},
        may=lambda cast, user, academy: user in cast.people.values(),
        post_answers=302,
    ),
    Route("academies:membership_list", Permission.MANAGE_ACCESS, scope="whole_trust"),
    Route("academies:membership_csv", Permission.MANAGE_ACCESS, scope="whole_trust"),
    Route(
        "academies:membership_grant",
        Permission.MANAGE_ACCESS,
        scope="whole_trust",
        post=lambda w, a: {
            "email": w.cast.nobody.email,
            "role": "teacher",
            "academy": w.cast.own.pk,
            "starts": "2024-09-01",
        },
    ),
    Route(
        "academies:membership_end",
        Permission.MANAGE_ACCESS,
        scope="whole_trust",
        args=a_role_there,
        seen_by=Permission.VIEW_PEOPLE,
        post=lambda w, a: {"last_day": "2025-07-31"},
    ),
)


def chart(card: str, form: str) -> Builder:
    return lambda world, academy: {"card": card, "form": form}


def academy_chart(card: str, form: str) -> Builder:
    return lambda world, academy: {"slug": academy.slug, "card": card, "form": form}


def measure(world: World, academy: Academy) -> dict[str, Any]:
    return {"slug": "ks2_reading_exp"}


FIGURES = Permission.VIEW_FIGURES
DASHBOARDS = (
    Route("dashboards:trust", FIGURES),
    Route("dashboards:trust_file", FIGURES, args=chart("academies", "csv"), places=False, case="as CSV"),
    Route("dashboards:trust_file", FIGURES, args=chart("academies", "svg"), places=False, case="as a picture"),
    Route("dashboards:academy", FIGURES, args=slug, shows=name_of),
    Route("dashboards:academy_file", FIGURES, args=academy_chart("years", "csv"), case="as CSV"),
    Route("dashboards:academy_file", FIGURES, args=academy_chart("years", "svg"), case="as a picture"),
    Route("dashboards:measure_list", FIGURES),
    Route("dashboards:measure", FIGURES, args=measure, places=False),
    Route(
        "dashboards:measure_file",
        FIGURES,
        args=lambda w, a: {**measure(w, a), "card": "funnel", "form": "csv"},
        places=False,
    ),
    Route("dashboards:run_list", Permission.VIEW_RUNS),
    Route("dashboards:run_show", Permission.VIEW_RUNS, args=run, scope="anywhere", seen_by=None, needed=True),
    Route("dashboards:run_start", Permission.RUN_GAPS, scope="whole_trust", get=405, post=lambda w, a: {}),
)

IMPORT, CHECKPOINTS = Permission.IMPORT_DATA, Permission.MANAGE_CHECKPOINTS


def of_a_batch(name: str, **more: Any) -> Route:
    """A page of one file: for whoever brings files in for the whole trust, or gave this one."""
    return Route(f"pupils:{name}", IMPORT, args=batch, scope="whole_trust", seen_by=None, **more)


PUPILS = (
    Route("pupils:batch_list", IMPORT),
    Route("pupils:batch_csv", IMPORT),
    Route("pupils:upload", IMPORT, post=nothing, post_answers=200),
    Route("pupils:layout", IMPORT, args=lambda w, a: {"kind": "pupils"}, places=False),
    of_a_batch("batch_show", shows=lambda w, a: PLANTED[a.name]),
    of_a_batch("batch_progress", fragment=True),
    of_a_batch("batch_rejected", shows=lambda w, a: PLANTED[a.name]),
    of_a_batch("mapping", get=302, post=nothing),
    of_a_batch("batch_confirm", get=405, post=nothing),
    of_a_batch("batch_discard", get=405, post=nothing),
    of_a_batch("batch_undo", post=nothing),
    Route("pupils:coverage", Permission.VIEW_STAFF_FIGURES),
    Route("pupils:coverage_csv", Permission.VIEW_STAFF_FIGURES),
    Route("pupils:checkpoint_list", CHECKPOINTS, scope="whole_trust", post=lambda w, a: {"name": "Mocks"}),
    Route(
        "pupils:checkpoint_rename",
        CHECKPOINTS,
        args=checkpoint,
        scope="whole_trust",
        seen_by=FIGURES,
        seen_scope="anywhere",
        post=lambda w, a: {"name": "Mocks"},
    ),
    Route("pupils:checkpoint_dates", CHECKPOINTS, scope="whole_trust", query="?year=2024", post=nothing),
)

ROUTES: tuple[Route, ...] = (
    *ACCOUNTS,
    *FRAME,
    *ACADEMIES,
    *DASHBOARDS,
    *PUPILS,
    *calendar.ROUTES,
    *care.ROUTES,
    *category.ROUTES,
    *concern.ROUTES,
    *contact.ROUTES,
    *deployment.ROUTES,
    *inspection.ROUTES,
    *letter.ROUTES,
    *sign_in.ROUTES,
    *overview.ROUTES,
    *profile.ROUTES,
    *scheme.ROUTES,
    *support.ROUTES,
    *term.ROUTES,
    *theory.ROUTES,
    *programme.ROUTES,
    *search.ROUTES,
    *practice.ROUTES,
    *library.ROUTES,
    *plan.ROUTES,
    *action.ROUTES,
    *stage.ROUTES,
    *ring.ROUTES,
    *round.ROUTES,
    *round_board.ROUTES,
    *learning.ROUTES,
    *snapshot.ROUTES,
    *reader.ROUTES,
    *reading.ROUTES,
    *trust.ROUTES,
    *framework.ROUTES,
    *review.ROUTES,
    *gathering.ROUTES,
    *file.ROUTES,
    *finding.ROUTES,
    *next_work.ROUTES,
    *survey.ROUTES,
    *theme.ROUTES,
    *cycle.ROUTES,
    *checkpoints.ROUTES,
    *visit.ROUTES,
    *draft.ROUTES,
    *use.ROUTES,
    *help.ROUTES,
)
