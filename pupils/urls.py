from django.urls import path

from pupils.views import batch, checkpoint, coverage, mapping, upload

app_name = "pupils"
urlpatterns = [
    path("files/", batch.batch_list, name="batch_list"),
    path("files/files.csv", batch.batch_csv, name="batch_csv"),
    path("files/give/", upload.upload, name="upload"),
    path("files/layout/<slug:kind>.csv", upload.layout, name="layout"),
    path("files/<int:pk>/", batch.batch_show, name="batch_show"),
    path("files/<int:pk>/progress/", batch.batch_progress, name="batch_progress"),
    path("files/<int:pk>/columns/", mapping.mapping, name="mapping"),
    path("files/<int:pk>/confirm/", batch.batch_confirm, name="batch_confirm"),
    path("files/<int:pk>/discard/", batch.batch_discard, name="batch_discard"),
    path("files/<int:pk>/undo/", batch.batch_undo, name="batch_undo"),
    path("files/<int:pk>/rejected.csv", batch.batch_rejected, name="batch_rejected"),
    path("held/", coverage.coverage, name="coverage"),
    path("held/held.csv", coverage.coverage_csv, name="coverage_csv"),
    path("checkpoints/", checkpoint.checkpoint_list, name="checkpoint_list"),
    path("checkpoints/days/", checkpoint.checkpoint_dates, name="checkpoint_dates"),
    path("checkpoints/<int:pk>/", checkpoint.checkpoint_rename, name="checkpoint_rename"),
]
