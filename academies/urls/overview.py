from django.urls import path

from academies.views import overview

urlpatterns = [
    path("academies/", overview.academy_list, name="academy_list"),
    path("academies/academies.csv", overview.academy_csv, name="academy_csv"),
]
