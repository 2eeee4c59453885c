"""Every address of the product. Each app keeps its own under its name."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
]
