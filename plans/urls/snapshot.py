from django.urls import path

from plans.views import printing, snapshot

PLAN = "academies/<slug:slug>/plan/<slug:year>/"

urlpatterns = [
    path("academies/<slug:slug>/plan-snapshots/", snapshot.snapshot_list, name="snapshot_list"),
    path("academies/<slug:slug>/plan-snapshots/snapshots.csv", snapshot.snapshot_csv, name="snapshot_csv"),
    path("academies/<slug:slug>/plan-snapshots/pair/", snapshot.snapshot_pair, name="snapshot_pair"),
    path(f"{PLAN}snapshot/", snapshot.snapshot_take, name="snapshot_take"),
    path(f"{PLAN}whole/", printing.plan_print, name="plan_print"),
    path(f"{PLAN}two-pages/", printing.plan_summary, name="plan_summary"),
    path(f"{PLAN}plan.pdf", printing.plan_pdf, name="plan_pdf"),
    path(f"{PLAN}two-pages.pdf", printing.plan_summary_pdf, name="plan_summary_pdf"),
    path("plan-snapshots/<int:pk>/", snapshot.snapshot_show, name="snapshot_show"),
    path("plan-snapshots/<int:pk>/plan.pdf", printing.snapshot_pdf, name="snapshot_pdf"),
    path("plan-snapshots/<int:pk>/two-pages/", printing.snapshot_summary, name="snapshot_summary"),
    path("plan-snapshots/<int:pk>/two-pages.pdf", printing.snapshot_summary_pdf, name="snapshot_summary_pdf"),
    path("plan-snapshots/<int:pk>/compare/<slug:other>/", snapshot.snapshot_compare, name="snapshot_compare"),
]
