from django.urls import path

from academies.views import contact

urlpatterns = [
    path("contacts/", contact.contact_list, name="contact_list"),
    path("contacts/contacts.csv", contact.contact_csv, name="contact_csv"),
    path("contacts/<int:pk>/", contact.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/archive/", contact.contact_archive, name="contact_archive"),
    path("academies/<slug:slug>/contacts/add/", contact.contact_add, name="contact_add"),
]
