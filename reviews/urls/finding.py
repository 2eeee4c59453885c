from django.urls import path

from reviews.views import check, finding, open_finding, report

urlpatterns = [
    path("reviews/findings/", open_finding.open_findings, name="open_findings"),
    path("reviews/findings/open-next-steps.csv", open_finding.open_findings_csv, name="open_findings_csv"),
    path("academies/<slug:slug>/reviews/findings/", open_finding.academy_findings, name="academy_findings"),
    path("reviews/<int:pk>/findings/add/", finding.finding_add, name="finding_add"),
    path("reviews/findings/<int:pk>/", finding.finding_edit, name="finding_edit"),
    path("reviews/findings/<int:pk>/move/", finding.finding_move, name="finding_move"),
    path("reviews/findings/<int:pk>/drop/", finding.finding_drop, name="finding_drop"),
    path("reviews/findings/<int:pk>/take-up/", finding.finding_take_up, name="finding_take_up"),
    path("reviews/<int:pk>/earlier/", check.check, name="check"),
    path("reviews/<int:pk>/report/", report.report, name="report"),
    path("reviews/<int:pk>/report.pdf", report.report_pdf, name="report_pdf"),
]
