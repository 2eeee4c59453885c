from django.urls import URLPattern, path

from toolkit.views import signal, theory, verdict

urlpatterns: list[URLPattern] = [
    path("theories/", theory.theory_list, name="theory_list"),
    path("theories/theories-of-action.csv", theory.theory_csv, name="theory_csv"),
    path("theories/new/", theory.theory_new, name="theory_new"),
    path("theories/start/", theory.theory_start, name="theory_start"),
    path("theories/<int:pk>/", theory.theory_show, name="theory_show"),
    path("theories/<int:pk>/change/", theory.theory_edit, name="theory_edit"),
    path("theories/<int:pk>/put-away/", theory.theory_archive, name="theory_archive"),
    path("theories/<int:pk>/signs/", signal.signal_add, name="signal_add"),
    path("theories/<int:pk>/verdict/", verdict.verdict_add, name="verdict_add"),
    path("theories/signs/<int:pk>/", signal.signal_change, name="signal_change"),
    path("theories/signs/<int:pk>/move/", signal.signal_move, name="signal_move"),
    path("theories/signs/<int:pk>/put-away/", signal.signal_away, name="signal_away"),
    path("academies/<slug:slug>/theories/new/", theory.theory_new_own, name="theory_new_own"),
]
