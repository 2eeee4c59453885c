from django.urls import path

from academies.views import academy, membership

app_name = "academies"
urlpatterns = [
    path("academies/", academy.academy_list, name="academy_list"),
    path("academies/academies.csv", academy.academy_csv, name="academy_csv"),
    path("academies/<slug:slug>/", academy.academy_detail, name="academy_detail"),
    path("trust/", academy.trust_switch, name="trust_switch"),
    path("people/", membership.membership_list, name="membership_list"),
    path("people/roles.csv", membership.membership_csv, name="membership_csv"),
    path("people/grant/", membership.membership_grant, name="membership_grant"),
    path("people/<int:pk>/end/", membership.membership_end, name="membership_end"),
]
