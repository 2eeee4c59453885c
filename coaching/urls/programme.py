from django.urls import path

from coaching.views import programme

urlpatterns = [
    path("programme/", programme.programme, name="programme"),
    path("programme.csv", programme.programme_csv, name="programme_csv"),
]
