from django.urls import path

from academies.views import academy

urlpatterns = [
    path("academies/", academy.academy_list, name="academy_list"),
    path("academies/academies.csv", academy.academy_csv, name="academy_csv"),
    path("academies/<slug:slug>/", academy.academy_detail, name="academy_detail"),
    path("trust/", academy.trust_switch, name="trust_switch"),
]
