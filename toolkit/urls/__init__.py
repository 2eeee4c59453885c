"""The addresses of this app, a file for each thing that they are about."""

from toolkit.urls import library, practice, search, story, theory, use

app_name = "toolkit"
urlpatterns = [
    *practice.urlpatterns, *library.urlpatterns, *theory.urlpatterns, *story.urlpatterns, *search.urlpatterns,
    *use.urlpatterns,
]  # fmt: skip
