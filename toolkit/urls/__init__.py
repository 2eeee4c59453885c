"""The addresses of this app, a file for each thing that they are about."""

from toolkit.urls import story, theory

app_name = "toolkit"
urlpatterns = [*theory.urlpatterns, *story.urlpatterns]
