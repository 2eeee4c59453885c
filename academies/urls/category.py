from django.urls import path

from academies.views import category, decision

urlpatterns = [
    path("categories/", category.decision_list, name="decision_list"),
    path("categories/categories.csv", category.decision_csv, name="decision_csv"),
    path("decisions/<int:pk>/", decision.decision_show, name="decision_show"),
    path("decisions/<int:pk>/moderate/", decision.decision_moderate, name="decision_moderate"),
    path("decisions/<int:pk>/answer/", decision.decision_answer, name="decision_answer"),
    path("decisions/<int:pk>/withdraw/", decision.decision_withdraw, name="decision_withdraw"),
    path("academies/<slug:slug>/category/", category.category, name="category"),
    path("academies/<slug:slug>/category/history.csv", category.category_csv, name="category_csv"),
    path("academies/<slug:slug>/category/decide/", decision.decision_new, name="decision_new"),
]
