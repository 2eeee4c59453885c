"""All addresses, those of demo mode too: what the sweep walks."""

from celt.urls import routes

urlpatterns = routes(demo=True)
