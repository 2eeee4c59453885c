from django.urls import path

from plans.views import programme

urlpatterns = [
    path("programme/", programme.programme, name="programme"),
    path("programme/stages/<int:pk>/", programme.stage_edit, name="stage_edit"),
    path("programme/stages/<int:pk>/activities/", programme.activity_new, name="activity_new"),
    path("programme/activities/<int:pk>/", programme.activity_edit, name="activity_edit"),
    path("programme/activities/<int:pk>/move/", programme.activity_move, name="activity_move"),
    path("programme/activities/<int:pk>/put-away/", programme.activity_archive, name="activity_archive"),
]
