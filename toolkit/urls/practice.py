from django.urls import URLPattern, path

from toolkit.views import practice, version

urlpatterns: list[URLPattern] = [
    path("practices/", practice.practice_list, name="practice_list"),
    path("practices/practices.csv", practice.practice_csv, name="practice_csv"),
    path("practices/new/", practice.practice_new, name="practice_new"),
    path("practices/start/", practice.practice_start, name="practice_start"),
    path("practices/preview/", version.preview, name="preview"),
    path("practices/<slug:slug>/", practice.practice_show, name="practice_show"),
    path("practices/<slug:slug>/write/", version.practice_edit, name="practice_edit"),
    path("practices/<slug:slug>/about/", practice.practice_about, name="practice_about"),
    path("practices/<slug:slug>/put-away/", practice.practice_archive, name="practice_archive"),
    path("practices/<slug:slug>/versions/", version.version_new, name="version_new"),
    path("practices/<slug:slug>/versions/<int:number>/", version.version_show, name="version_show"),
    path(
        "practices/<slug:slug>/versions/<int:number>/<int:other>/",
        version.version_compare,
        name="version_compare",
    ),
    path("practices/<slug:slug>/step/<slug:step>/", version.version_step, name="version_step"),
]
