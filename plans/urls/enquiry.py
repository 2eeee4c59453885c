from django.urls import path

from plans.views import enquiry

urlpatterns = [
    path("academies/<slug:slug>/enquiries/", enquiry.enquiry_list, name="enquiry_list"),
    path("academies/<slug:slug>/enquiries/enquiries.csv", enquiry.enquiry_csv, name="enquiry_csv"),
    path("academies/<slug:slug>/enquiries/new/", enquiry.enquiry_new, name="enquiry_new"),
    path("enquiries/<int:pk>/", enquiry.enquiry_show, name="enquiry_show"),
    path("enquiries/<int:pk>/step/", enquiry.enquiry_step, name="enquiry_step"),
    path("enquiries/<int:pk>/edit/", enquiry.enquiry_edit, name="enquiry_edit"),
    path("enquiries/<int:pk>/found/", enquiry.enquiry_found, name="enquiry_found"),
    path("enquiries/<int:pk>/decide/", enquiry.enquiry_decide, name="enquiry_decide"),
]
