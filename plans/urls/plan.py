from django.urls import path

from plans.views import plan

urlpatterns = [
    path("academies/<slug:slug>/plan/", plan.plan, name="plan"),
    path("academies/<slug:slug>/plan/begin/", plan.plan_begin, name="plan_begin"),
    path("academies/<slug:slug>/plan/rings/", plan.plan_rings, name="plan_rings"),
    path("academies/<slug:slug>/plan/<str:year>/", plan.plan_year, name="plan_year"),
    path("academies/<slug:slug>/plan/<str:year>/edit/", plan.plan_edit, name="plan_edit"),
]
