from django.urls import path

from academies.views import academy, profile

urlpatterns = [
    path("academies/<slug:slug>/", profile.academy_detail, name="academy_detail"),
    path("academies/<slug:slug>/facts/", profile.academy_facts, name="academy_facts"),
    path("academies/<slug:slug>/timeline/", profile.academy_timeline, name="academy_timeline"),
    path("trust/", academy.trust_switch, name="trust_switch"),
]
