from django.urls import path

from plans.views import action, action_list

urlpatterns = [
    path("plans/priorities/<int:pk>/actions/new/", action.action_new, name="action_new"),
    path("plans/actions/mine/", action_list.my_actions, name="my_actions"),
    path("plans/actions/<int:pk>/", action.action_show, name="action_show"),
    path("plans/actions/<int:pk>/line/", action.action_line, name="action_line"),
    path("plans/actions/<int:pk>/edit/", action.action_edit, name="action_edit"),
    path("plans/actions/<int:pk>/evidence/", action.action_evidence, name="action_evidence"),
    path("plans/actions/<int:pk>/report/", action.action_report, name="action_report"),
    path("academies/<slug:slug>/actions/", action_list.action_list, name="action_list"),
    path("academies/<slug:slug>/actions/actions.csv", action_list.action_csv, name="action_csv"),
    path("academies/<slug:slug>/actions/from/", action.action_from, name="action_from"),
]
