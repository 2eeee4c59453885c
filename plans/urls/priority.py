from django.urls import path

from plans.views import criterion, priority

urlpatterns = [
    path("academies/<slug:slug>/plan/<str:year>/priorities/new/", priority.priority_new, name="priority_new"),
    path("plans/priorities/<int:pk>/", priority.priority_show, name="priority_show"),
    path("plans/priorities/<int:pk>/edit/", priority.priority_edit, name="priority_edit"),
    path("plans/priorities/<int:pk>/evidence/", priority.priority_evidence, name="priority_evidence"),
    path("plans/priorities/<int:pk>/move/", priority.priority_move, name="priority_move"),
    path("plans/priorities/<int:pk>/drop/", priority.priority_drop, name="priority_drop"),
    path("plans/priorities/<int:pk>/take-up/", priority.priority_take_up, name="priority_take_up"),
    path("plans/priorities/<int:pk>/criteria/add/", criterion.criterion_add, name="criterion_add"),
    path("plans/criteria/<int:pk>/", criterion.criterion_edit, name="criterion_edit"),
    path("plans/criteria/<int:pk>/put-away/", criterion.criterion_put_away, name="criterion_put_away"),
]
