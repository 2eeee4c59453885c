"""Settings, read from the environment.

`scripts/up` and docker-compose.yml set what is needed; docs/ARCHITECTURE.md lists the names.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from celt.local.state import running_environment
from celt.schedule import beat_table
from celt.sign_in import ACCOUNT_FORMS, AUTH_PASSWORD_VALIDATORS, MFA_FORMS, openid_providers  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# Someone who types a manage.py command beside a running `scripts/up` means its servers.
local = running_environment(BASE_DIR)

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=local.get("DEMO", "0") == "1")
SECRET_KEY = env.str("SECRET_KEY", default=local.get("SECRET_KEY", ""))
# Keys of before, by commas, the newest first: what they signed and sealed stays good (docs/operations.md).
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "bootstrap_wrapper",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "pgtrigger",
    "pghistory",
    "celt.ui",
    "accounts",
    "academies",
    "pupils",
    "toolkit",
    "reviews",
    "coaching",
    "plans",
    "dashboards",
    "checkpoints",
    "readers",
    "stewardship",
]

MIDDLEWARE = [
    "celt.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "celt.limits.SizeLimit",
    "celt.kinds.KnownKinds",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInRequired",
    "celt.limits.CostLimits",
    "accounts.middleware.PrivatePages",
    "accounts.middleware.SeenSessions",
    "accounts.middleware.LostKeys",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.confirm.NothingKept",
    "academies.middleware.PersonMiddleware",
    "academies.middleware.PupilRowsStay",
    "academies.second_factor.SecondFactorRequired",
    "academies.middleware.DeliveredDrafts",
    "stewardship.middleware.LogOfAccess",
    "coaching.history.HistoryOfRequests",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "celt.urls"
WSGI_APPLICATION = "celt.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "celt.ui.context.shell",
                "academies.context.sign_in_page",
            ],
        },
    },
]

# The web role's address for web and workers, the owner's for `migrate` (see celt/local/roles.py).
DATABASES = {
    "default": {
        **env.db_url_config(env.str("DATABASE_URL", default=local.get("DATABASE_URL", "postgresql:///celt"))),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.str("TEST_DATABASE_NAME", default="test_celt")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default=local.get("REDIS_URL", "redis://127.0.0.1:6379/0"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# A letter box may have other readers: the link to a new password holds for two hours.
PASSWORD_RESET_TIMEOUT = 2 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

# People are invited by an administrator; nobody signs up.
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Closing the Gap: "
# Nobody can make this site write to addresses that it does not know.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# How many proxies of one's own stand before the web server: the limits count the address that they vouch for.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=None)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT or 0

# Whoever sees pupils, coaching or others' roles needs a second factor, so many days after their first such role.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True) and not DEMO
SECOND_FACTOR_GRACE_DAYS = env.int("SECOND_FACTOR_GRACE_DAYS", default=7)
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A clock may be half a minute out; a code works once all the same (accounts/forms.py).
MFA_TOTP_TOLERANCE = 1
# An invitation by e-mail is what verifies an address here.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Microsoft and Google sign in whoever was invited by the address that they vouch for (docs/adr/0023).
SOCIALACCOUNT_ADAPTER = "accounts.adapter.InvitedOnlySocialAdapter"
SOCIALACCOUNT_PROVIDERS, SIGN_IN_ORIGINS = openid_providers(env)

# Where letters go: EMAIL_URL=smtp+tls://user:password@host:587. Left out, they are printed beside the server's log.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Closing the Gap <no-reply@localhost>")
# A mail server that does not answer holds a worker for no longer.
EMAIL_TIMEOUT = 20
# What addresses in letters begin with: a worker has no request, and a request's Host is what its sender says.
PUBLIC_URL = env.str("PUBLIC_URL", default="") or next(iter(CSRF_TRUSTED_ORIGINS), "http://localhost:8000")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Uploads are never served by address; views hand them out after the access rules.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=local.get("MEDIA_ROOT", str(BASE_DIR / ".local" / "media"))))
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=512 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Of files sent at once so many are taken in; the page names those that were not.
FILES_AT_ONCE = 20
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
FILE_UPLOAD_HANDLERS = [
    "celt.ui.uploads.SoManyFiles",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "components/data_table.html"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *SIGN_IN_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = env.bool("HTTPS", default=False)
# Browsers make passkeys over TLS, or on one's own machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "accounts.sessions"
# So long without use, and so long at the latest, whichever way somebody came in (accounts/sessions.py).
SESSION_COOKIE_AGE = 60 * env.int("SESSION_IDLE_MINUTES", default=12 * 60)
SESSION_LONGEST = 3600 * env.int("SESSION_LONGEST_HOURS", default=7 * 24)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Browsers take a name that begins so over TLS and from this very host alone: no neighbour can plant one.
HOST_ALONE = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{HOST_ALONE}sessionid", f"{HOST_ALONE}csrftoken"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Celery has its own name for a Redis on a socket.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
# A task that a killed worker held comes back after this long; it must exceed the longest run.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
NIGHT_RUN_HOUR = env.int("NIGHT_RUN_HOUR", default=2)
# What beat starts, and when, stands in one place.
CELERY_BEAT_SCHEDULE = beat_table(NIGHT_RUN_HOUR)

# Counts of 1 to this many pupils in either group are never shown with a figure.
DISCLOSURE_THRESHOLD = env.int("DISCLOSURE_THRESHOLD", default=5)
# Groups of 6 to 10 are for trust staff only.
DISCLOSURE_READER_THRESHOLD = env.int("DISCLOSURE_READER_THRESHOLD", default=10)

PGHISTORY_DEFAULT_TRACKERS: tuple[object, ...] = ()
# What was is neither changed nor deleted, by nobody.
PGHISTORY_APPEND_ONLY = True

# Machines that watch: /metrics is read by whoever bears this word; without one, only from the machine itself.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# So many of each kind a person may ask for within a minute (celt/limits.py).
COST_LIMITS = {
    "pdf": env.int("LIMIT_PDFS", default=20),
    "file": env.int("LIMIT_FILES", default=60),
    "search": env.int("LIMIT_SEARCHES", default=120),
}
# The largest request there is, and the largest from somebody who has not signed in.
REQUEST_MAX_BYTES = max(IMPORT_MAX_BYTES, FILES_AT_ONCE * 25 * 1024 * 1024) + 1024 * 1024
STRANGER_MAX_BYTES = 3 * 1024 * 1024

# Lines of JSON in which nobody is named. Django's own line about a failed request quotes its address: celt/logs.py
# takes such values out, and the request's own line says the rest.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "celt.logs.Json"}},
    "handlers": {"console": {"class": "celt.logs.Console", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django's own handlers would write addresses to the terminal and letters to administrators.
    "loggers": {
        **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
        # Of a 4xx the request's own line says enough.
        "django.request": {"level": "ERROR"},
    },
}
