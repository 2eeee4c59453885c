"""Every address of the product. Each app keeps its own under its name."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from academies.views.demo import demo_sign_in
from academies.views.home import home
from celt.health import health, ready
from celt.metrics import metrics
from celt.ui import views
from coaching.views.home import waiting_open


def routes(*, demo: bool) -> list[URLPattern | URLResolver]:
    """All addresses; outside demo mode those of the demo do not exist."""
    found: list[URLPattern | URLResolver] = [
        path("", home, name="home"),
        path("healthz", health, name="health"),
        path("readyz", ready, name="ready"),
        path("metrics", metrics, name="metrics"),
        path("theme/", views.theme_set, name="theme_set"),
        path("help/", include("celt.ui.help.urls")),
        path("account/", include("accounts.urls")),
        path("", include("academies.urls")),
        path("data/", include("pupils.urls")),
        path("toolkit/", include("toolkit.urls")),
        path("", include("reviews.urls")),
        path("waiting/", waiting_open, name="waiting_open"),
        path("coaching/", include("coaching.urls")),
        path("", include("plans.urls")),
        path("dashboards/", include("dashboards.urls")),
        path("checkpoints/", include("checkpoints.urls")),
        path("readers/", include("readers.urls")),
        path("care/", include("stewardship.urls")),
    ]
    if demo:
        found += [
            path("demo/sign-in/", demo_sign_in, name="demo_sign_in"),
            path("style/", views.style, name="style"),
        ]
    return found


urlpatterns = routes(demo=settings.DEMO)

handler400 = "celt.error_pages.bad_request"
handler403 = "celt.error_pages.forbidden"
handler404 = "celt.error_pages.not_found"
handler429 = "celt.error_pages.too_many"
handler500 = "celt.error_pages.broken"
