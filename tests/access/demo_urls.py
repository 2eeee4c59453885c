"""All addresses, those of demo mode too: what the sweep walks."""

from django.http import HttpRequest, HttpResponseNotFound

from celt.urls import routes


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponseNotFound:
    """In place of the page, which costs the sweep a quarter of its time. tests/access/test_nothing_here.py reads it."""
    return HttpResponseNotFound()


handler404 = nothing_here
urlpatterns = routes(demo=True)
