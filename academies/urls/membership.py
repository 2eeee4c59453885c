from django.urls import path

from academies.views import invitation, membership, person

urlpatterns = [
    path("people/", membership.membership_list, name="membership_list"),
    path("people/roles.csv", membership.membership_csv, name="membership_csv"),
    path("people/grant/", membership.membership_grant, name="membership_grant"),
    path("people/<int:pk>/end/", membership.membership_end, name="membership_end"),
    path("people/<int:pk>/extend/", membership.membership_extend, name="membership_extend"),
    path("people/person/<int:pk>/", person.person_detail, name="person_detail"),
    path("people/person/<int:pk>/invite/", person.person_invite, name="person_invite"),
    path("people/person/<int:pk>/sign-out/", person.person_sign_out, name="person_sign_out"),
    path("people/person/<int:pk>/second-factor/", person.person_factor_reset, name="person_factor_reset"),
    path("people/invitations/<int:pk>/withdraw/", person.invitation_withdraw, name="invitation_withdraw"),
    path("invitations/<str:token>/", invitation.invitation_open, name="invitation_open"),
]
