"""The addresses of this app, a file for each thing that they are about."""

from reviews.urls import file, finding, framework, gathering, review, theme

app_name = "reviews"
urlpatterns = [
    *framework.urlpatterns,
    *review.urlpatterns,
    *gathering.urlpatterns,
    *file.urlpatterns,
    *finding.urlpatterns,
    *theme.urlpatterns,
]
