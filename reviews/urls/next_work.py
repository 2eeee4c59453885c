from django.urls import path

from reviews.views import follow_up, next_work

urlpatterns = [
    path("reviews/rounds/<int:pk>/next/", next_work.next_work, name="next_work"),
    path("reviews/rounds/<int:pk>/next/add/", next_work.work_add, name="work_add"),
    path("reviews/rounds/next/<int:pk>/", next_work.work_edit, name="work_edit"),
    path("reviews/rounds/next/<int:pk>/move/", next_work.work_move, name="work_move"),
    path("reviews/rounds/next/<int:pk>/drop/", next_work.work_drop, name="work_drop"),
    path("reviews/rounds/next/<int:pk>/outcome/", follow_up.work_outcome, name="work_outcome"),
    path("reviews/rounds/<int:pk>/follow-up/", follow_up.round_follow_up, name="round_follow_up"),
]
