"""Sign-in, under allauth's own names, which it looks up. What is not used here is not mounted."""

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from accounts.views import own
from accounts.views.sign_in import PasskeyRemoveView, PasswordChangeView, sign_up_closed

urlpatterns = [
    path("", own.sign_in_own, name="account_own"),
    path("sessions/<int:pk>/end/", own.session_end, name="account_session_end"),
    path("sessions/end-others/", own.sessions_end_others, name="account_sessions_end_others"),
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", login_not_required(sign_up_closed), name="account_signup"),
    path("confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", PasswordChangeView.as_view(), name="account_change_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # Before allauth's own, of the same name and address.
    path("second-factor/webauthn/keys/<int:pk>/remove/", PasskeyRemoveView.as_view(), name="mfa_remove_webauthn"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
