from django.urls import path

from reviews.views import across, round_report

urlpatterns = [
    path("reviews/rounds/<int:pk>/report/", round_report.round_report, name="round_report"),
    path("reviews/rounds/<int:pk>/report.pdf", round_report.round_report_pdf, name="round_report_pdf"),
    path("reviews/rounds/patterns/", across.rounds_across, name="rounds_across"),
    path("reviews/rounds/patterns.csv", across.rounds_across_csv, name="rounds_across_csv"),
    path("reviews/rounds/theories/<int:pk>/", across.theory_rounds, name="theory_rounds"),
]
