from django.urls import URLPattern, path

from plans.views import trust, trust_priority

urlpatterns: list[URLPattern] = [
    path("plans/", trust.plan_list, name="plan_list"),
    path("plans/plans.csv", trust.plan_csv, name="plan_csv"),
    path("plans/alignment/", trust.alignment, name="alignment"),
    path("plans/alignment/priorities-and-plans.csv", trust.alignment_csv, name="alignment_csv"),
    path("plans/theories/", trust.theories_in_use, name="theories_in_use"),
    path("plans/theories/theories-in-use.csv", trust.theories_in_use_csv, name="theories_in_use_csv"),
    path("plans/trust-priorities/", trust_priority.trust_priorities, name="trust_priorities"),
    path(
        "plans/trust-priorities/trust-priorities.csv", trust_priority.trust_priorities_csv, name="trust_priorities_csv"
    ),
    path("plans/trust-priorities/add/", trust_priority.trust_priority_add, name="trust_priority_add"),
    path("plans/trust-priorities/<int:pk>/", trust_priority.trust_priority_edit, name="trust_priority_edit"),
    path("plans/trust-priorities/<int:pk>/move/", trust_priority.trust_priority_move, name="trust_priority_move"),
]
