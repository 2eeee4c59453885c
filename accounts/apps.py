from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_reset, password_set
        from allauth.mfa.signals import authentication_failed, authenticator_added
        from django.contrib.auth.signals import user_logged_in, user_login_failed

        from accounts.noted import others_out, second_factor_failed, sign_in_failed, sign_in_noted

        # What the packages do by themselves is known by their signals alone.
        user_logged_in.connect(sign_in_noted)
        user_login_failed.connect(sign_in_failed)
        authentication_failed.connect(second_factor_failed)
        for changed in (password_changed, password_reset, password_set, authenticator_added):
            changed.connect(others_out)
