from django.urls import path

from plans.views import stage, stage_log, twin

at = "academies/<slug:slug>/stages/"
urlpatterns = [
    path(at, stage.stages, name="stages"),
    path(f"{at}begin/", stage.stage_begin, name="stage_begin"),
    path(f"{at}activities/<int:pk>/", stage.activity_log, name="activity_log"),
    path(f"{at}log/", stage_log.stage_log, name="stage_log"),
    path(f"{at}log/note/", stage_log.stage_note, name="stage_note"),
    path(f"{at}log/log.csv", stage_log.stage_log_csv, name="stage_log_csv"),
    path(f"{at}leadership/", twin.twin_track, name="twin_track"),
    path(f"{at}leadership/write/", twin.twin_write, name="twin_write"),
]
