from django.urls import URLPattern, URLResolver, path

from stewardship.views import access_log, history

app_name = "stewardship"
urlpatterns: list[URLPattern | URLResolver] = [
    path("history/<slug:app>/<slug:model>/<str:pk>/", history.history_show, name="history_show"),
    path("exports-and-openings/", access_log.access_list, name="access_list"),
    path("exports-and-openings/entries.csv", access_log.access_csv, name="access_csv"),
]
