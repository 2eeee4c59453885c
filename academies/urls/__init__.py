"""The addresses of this app, a file for each thing that they are about."""

from academies.urls import (
    academy,
    calendar,
    category,
    concern,
    contact,
    deployment,
    draft,
    home,
    inspection,
    letter,
    membership,
    overview,
    scheme,
    search,
    support,
    term,
)

app_name = "academies"
# The academies' own come last: their short names would take what stands beside them.
urlpatterns = [
    *calendar.urlpatterns,
    *category.urlpatterns,
    *concern.urlpatterns,
    *contact.urlpatterns,
    *deployment.urlpatterns,
    *draft.urlpatterns,
    *home.urlpatterns,
    *inspection.urlpatterns,
    *letter.urlpatterns,
    *membership.urlpatterns,
    *overview.urlpatterns,
    *scheme.urlpatterns,
    *search.urlpatterns,
    *support.urlpatterns,
    *term.urlpatterns,
    *academy.urlpatterns,
]
