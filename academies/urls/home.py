from django.urls import path

from academies.views import changes

urlpatterns = [
    path("changes/", changes.changes, name="changes"),
    path("coming/", changes.coming, name="coming"),
    path("standing/", changes.standing, name="standing"),
]
