from django.urls import path

from reviews.views import classroom, round, visitor

urlpatterns = [
    path("reviews/rounds/", round.round_list, name="round_list"),
    path("reviews/rounds/rounds.csv", round.round_csv, name="round_csv"),
    path("academies/<slug:slug>/rounds/", round.academy_rounds, name="academy_rounds"),
    path("academies/<slug:slug>/rounds/plan/", round.round_new, name="round_new"),
    path("reviews/rounds/<int:pk>/", round.round_show, name="round_show"),
    path("reviews/rounds/<int:pk>/change/", round.round_edit, name="round_edit"),
    path("reviews/rounds/<int:pk>/step/<slug:step>/", round.round_step, name="round_step"),
    path("reviews/rounds/<int:pk>/visitors/", visitor.visitor_add, name="visitor_add"),
    path("reviews/rounds/visitors/<int:pk>/end/", visitor.visitor_end, name="visitor_end"),
    path("reviews/rounds/visitors/<int:pk>/lead/", visitor.visitor_lead, name="visitor_lead"),
    path("reviews/rounds/<int:pk>/classrooms/", classroom.classroom_add, name="classroom_add"),
    path("reviews/rounds/<int:pk>/groups/", classroom.schedule_spread, name="schedule_spread"),
    path("reviews/rounds/<int:pk>/day/", classroom.schedule_print, name="schedule_print"),
    path("reviews/rounds/classrooms/<int:pk>/", classroom.classroom_edit, name="classroom_edit"),
    path("reviews/rounds/classrooms/<int:pk>/drop/", classroom.classroom_drop, name="classroom_drop"),
]
