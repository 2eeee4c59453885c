from django.urls import URLPattern, URLResolver, path

from stewardship.views import access_log, erasure, history, personal_data, subject

app_name = "stewardship"
urlpatterns: list[URLPattern | URLResolver] = [
    path("history/<slug:app>/<slug:model>/<str:pk>/", history.history_show, name="history_show"),
    path("exports-and-openings/", access_log.access_list, name="access_list"),
    path("exports-and-openings/entries.csv", access_log.access_csv, name="access_csv"),
    path("personal-data/", personal_data.register_list, name="register_list"),
    path("personal-data/register.csv", personal_data.register_csv, name="register_csv"),
    path("personal-data/mine/", subject.own_data, name="own_data"),
    path("personal-data/pupil/", subject.pupil_data, name="pupil_data"),
    path("personal-data/pupil/changes/", subject.pupil_changes, name="pupil_changes"),
    path("retention/", personal_data.retention_list, name="retention_list"),
    path("erasures/", erasure.erasure_list, name="erasure_list"),
    path("erasures/ask/", erasure.erasure_ask, name="erasure_ask"),
    path("erasures/<int:pk>/", erasure.erasure_show, name="erasure_show"),
    path("erasures/<int:pk>/agree/", erasure.erasure_agree, name="erasure_agree"),
    path("erasures/<int:pk>/refuse/", erasure.erasure_refuse, name="erasure_refuse"),
]
