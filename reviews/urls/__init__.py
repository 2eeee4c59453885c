"""The addresses of this app, a file for each thing that they are about."""

from reviews.urls import (
    file,
    finding,
    framework,
    gathering,
    network,
    next_work,
    review,
    round,
    round_board,
    round_report,
    survey,
    theme,
)

app_name = "reviews"
urlpatterns = [
    *framework.urlpatterns,
    *review.urlpatterns,
    *gathering.urlpatterns,
    *file.urlpatterns,
    *finding.urlpatterns,
    *network.urlpatterns,
    *round.urlpatterns,
    *round_board.urlpatterns,
    *next_work.urlpatterns,
    *round_report.urlpatterns,
    *survey.urlpatterns,
    *theme.urlpatterns,
]
