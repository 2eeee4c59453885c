from django.urls import path

from academies.views import concern, watching

urlpatterns = [
    path("concerns/", concern.concern_list, name="concern_list"),
    path("concerns/concerns.csv", concern.concern_csv, name="concern_csv"),
    path("concerns/<int:pk>/", concern.concern_show, name="concern_show"),
    path("academies/<slug:slug>/concerns/", concern.academy_concerns, name="academy_concerns"),
    path("academies/<slug:slug>/concerns/raise/", concern.concern_raise, name="concern_raise"),
    path("academies/<slug:slug>/watch/", watching.watch_toggle, name="watch_toggle"),
]
