from django.urls import path

from reviews.views import round_report

urlpatterns = [
    path("reviews/rounds/<int:pk>/report/", round_report.round_report, name="round_report"),
    path("reviews/rounds/<int:pk>/report.pdf", round_report.round_report_pdf, name="round_report_pdf"),
]
