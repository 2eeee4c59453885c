from django.urls import URLPattern, path

from plans.views import evaluation, pillar, ring

urlpatterns: list[URLPattern] = [
    path("academies/<slug:slug>/rings/", ring.rings, name="rings"),
    path("academies/<slug:slug>/rings/rings.csv", ring.rings_csv, name="rings_csv"),
    path("academies/<slug:slug>/rings/compare/", ring.rings_compare, name="rings_compare"),
    path("academies/<slug:slug>/rings/open/", evaluation.evaluation_open, name="evaluation_open"),
    path("self-evaluations/<int:pk>/", evaluation.evaluation_show, name="evaluation_show"),
    path("self-evaluations/<int:pk>/rate/", evaluation.evaluation_rate, name="evaluation_rate"),
    path("self-evaluations/<int:pk>/agree/", evaluation.evaluation_agree, name="evaluation_agree"),
    path("self-evaluations/<int:pk>/call-off/", evaluation.evaluation_call_off, name="evaluation_call_off"),
    path("pillars/", pillar.pillars, name="pillars"),
    path("pillars/pillars.csv", pillar.pillars_csv, name="pillars_csv"),
]
