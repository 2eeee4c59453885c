"""The addresses of this app, a file for each thing that they are about."""

from coaching.urls import cycle, programme, visit

app_name = "coaching"
urlpatterns = [*cycle.urlpatterns, *programme.urlpatterns, *visit.urlpatterns]
