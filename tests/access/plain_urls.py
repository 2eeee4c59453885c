"""The addresses outside demo mode."""

from celt.urls import routes

urlpatterns = routes(demo=False)
