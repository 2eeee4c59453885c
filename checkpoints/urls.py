from django.urls import URLPattern, URLResolver, path

from checkpoints.views import academy, checkpoint, intervention, place

app_name = "checkpoints"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", checkpoint.checkpoint_list, name="checkpoint_list"),
    path("new/", checkpoint.checkpoint_new, name="checkpoint_new"),
    path("of/<slug:slug>/", academy.academy_checkpoints, name="academy_checkpoints"),
    path("interventions/", intervention.intervention_list, name="intervention_list"),
    path("interventions/<int:pk>/", intervention.intervention_show, name="intervention_show"),
    path("interventions/<int:pk>/follow/", intervention.intervention_follow, name="intervention_follow"),
    path("<int:pk>/", checkpoint.checkpoint_show, name="checkpoint_show"),
    path("<int:pk>/edit/", checkpoint.checkpoint_edit, name="checkpoint_edit"),
    path("<int:pk>/close/", checkpoint.checkpoint_close, name="checkpoint_close"),
    path("<int:pk>/call-off/", checkpoint.checkpoint_call_off, name="checkpoint_call_off"),
    path("<int:pk>/at/<slug:slug>/", place.place_show, name="place_show"),
    path("<int:pk>/at/<slug:slug>/hand-in/", place.hand_in_new, name="hand_in_new"),
    path("<int:pk>/at/<slug:slug>/withdraw/", place.hand_in_withdraw, name="hand_in_withdraw"),
    path("<int:pk>/at/<slug:slug>/decide/", place.decision_new, name="decision_new"),
    path("<int:pk>/at/<slug:slug>/owner/", place.owner_name, name="owner_name"),
]
