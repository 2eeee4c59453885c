from django.urls import path

from academies.views import inspection

urlpatterns = [
    path("inspections/", inspection.inspection_trust, name="inspection_trust"),
    path("inspections/inspections.csv", inspection.inspection_trust_csv, name="inspection_trust_csv"),
    path("inspections/<int:pk>/", inspection.inspection_show, name="inspection_show"),
    path("inspections/<int:pk>/edit/", inspection.inspection_edit, name="inspection_edit"),
    path("inspections/<int:pk>/set-aside/", inspection.inspection_set_aside, name="inspection_set_aside"),
    path("academies/<slug:slug>/inspections/", inspection.inspection_list, name="inspection_list"),
    path("academies/<slug:slug>/inspections/inspections.csv", inspection.inspection_csv, name="inspection_csv"),
    path("academies/<slug:slug>/inspections/add/", inspection.inspection_add, name="inspection_add"),
]
