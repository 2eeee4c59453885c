"""One's own sign-in, and people as administrators see them. Nobody of the cast has a password: asked once more who
they are, they can say nothing."""

from typing import Any

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import EVERYBODY, SIGNED_IN, Route, nothing, row_of
from tests.cast import World

GRANTS = Permission.MANAGE_ACCESS


def colleague(world: World, academy: Academy) -> dict[str, Any]:
    """One more teacher there."""
    return {"pk": world.colleagues[academy.pk].user_id}


def name_there(world: World, academy: Academy) -> str:
    return world.colleagues[academy.pk].user.full_name


def role_there(world: World, academy: Academy) -> dict[str, Any]:
    return {"pk": world.colleagues[academy.pk].pk}


def some_key(world: World, academy: Academy) -> dict[str, Any]:
    """A passkey that is nobody's."""
    return {"pk": 1}


def provider(world: World, academy: Academy) -> dict[str, Any]:
    return {"provider_id": "microsoft"}


def token(world: World, academy: Academy) -> dict[str, Any]:
    return {"token": "made-up"}


OWN: tuple[Route, ...] = (
    Route("account_own", SIGNED_IN),
    Route(
        "account_session_end",
        SIGNED_IN,
        args=row_of("sign in"),
        seen_by=None,
        get=405,
        post=nothing,
        may=lambda cast, user, academy: False,
    ),
    Route("account_sessions_end_others", SIGNED_IN, get=405, post=nothing),
    Route("account_reauthenticate", SIGNED_IN, get=403, post=nothing, post_answers=403),
    Route("mfa_index", SIGNED_IN),
    Route("mfa_authenticate", EVERYBODY, "the second step of signing in", get=302, post=nothing),
    Route("mfa_reauthenticate", SIGNED_IN, get=403, post=nothing, post_answers=403),
    Route("mfa_activate_totp", SIGNED_IN, post=nothing, post_answers=200),
    Route("mfa_deactivate_totp", SIGNED_IN, get=404, post=nothing, post_answers=404),
    Route("mfa_view_recovery_codes", SIGNED_IN, get=404),
    Route("mfa_download_recovery_codes", SIGNED_IN, get=404, post=nothing, post_answers=404),
    Route("mfa_generate_recovery_codes", SIGNED_IN, post=nothing, post_answers=200),
    Route("mfa_list_webauthn", SIGNED_IN),
    Route("mfa_add_webauthn", SIGNED_IN, post=nothing, post_answers=200),
    Route("mfa_reauthenticate_webauthn", SIGNED_IN, get=403, post=nothing, post_answers=403),
    Route("mfa_edit_webauthn", SIGNED_IN, args=some_key, places=False, get=404, post=nothing, post_answers=404),
    Route("mfa_remove_webauthn", SIGNED_IN, args=some_key, places=False, get=404, post=nothing, post_answers=404),
    Route("mfa_login_webauthn", EVERYBODY, "one signs in by passkey", get=302, post=nothing),
    Route(
        "openid_connect_login", EVERYBODY, "leads to Microsoft or Google, where they are set", args=provider,
        places=False, get=404, post=nothing, post_answers=404,
    ),
    Route(
        "openid_connect_callback", EVERYBODY, "comes back from there", args=provider, places=False, get=404,
        post=nothing, post_answers=404,
    ),
    Route(
        "academies:invitation_open", EVERYBODY, "whoever holds the link is not signed in", args=token, places=False,
        get=404, post=nothing, post_answers=404,
    ),
)  # fmt: skip

PEOPLE: tuple[Route, ...] = (
    Route(
        "academies:membership_extend", GRANTS, scope="whole_trust", args=role_there, seen_by=Permission.VIEW_PEOPLE,
        post=lambda world, academy: {"last_day": "2035-07-31"}, post_answers=200,
    ),
    Route(
        "academies:person_detail", GRANTS, scope="whole_trust", args=colleague, seen_by=None, needed=True,
        shows=name_there,
    ),
    Route(
        "academies:person_invite", GRANTS, scope="whole_trust", args=colleague, seen_by=None, needed=True, get=405,
        post=nothing,
    ),
    Route(
        "academies:person_sign_out", GRANTS, scope="whole_trust", args=colleague, seen_by=None, needed=True, get=405,
        post=nothing,
    ),
    Route(
        "academies:person_factor_reset", GRANTS, scope="whole_trust", args=colleague, seen_by=None, needed=True,
        get=405, post=nothing,
    ),
    Route(
        "academies:invitation_withdraw", GRANTS, scope="whole_trust", args=row_of("invitation to join"), seen_by=None,
        needed=True, get=405, post=nothing,
    ),
)  # fmt: skip

ROUTES = OWN + PEOPLE
