from django.urls import path

from academies.views import membership

urlpatterns = [
    path("people/", membership.membership_list, name="membership_list"),
    path("people/roles.csv", membership.membership_csv, name="membership_csv"),
    path("people/grant/", membership.membership_grant, name="membership_grant"),
    path("people/<int:pk>/end/", membership.membership_end, name="membership_end"),
]
