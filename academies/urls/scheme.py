from django.urls import URLPattern, path

from academies.views import area, scheme, scheme_part

urlpatterns: list[URLPattern] = [
    path("categories/schemes/", scheme.scheme_list, name="scheme_list"),
    path("categories/schemes.csv", scheme.scheme_csv, name="scheme_csv"),
    path("categories/schemes/new/", scheme.scheme_new, name="scheme_new"),
    path("categories/schemes/<int:pk>/", scheme.scheme_show, name="scheme_show"),
    path("categories/schemes/<int:pk>/edit/", scheme.scheme_edit, name="scheme_edit"),
    path("categories/schemes/<int:pk>/use/", scheme.scheme_use, name="scheme_use"),
    path("categories/schemes/<int:pk>/discard/", scheme.scheme_discard, name="scheme_discard"),
    path("categories/schemes/<int:pk>/tiers/new/", scheme_part.tier_add, name="tier_add"),
    path("categories/schemes/<int:pk>/criteria/new/", scheme_part.criterion_add, name="criterion_add"),
    path("categories/schemes/tiers/<int:pk>/", scheme_part.tier_edit, name="tier_edit"),
    path("categories/schemes/tiers/<int:pk>/move/", scheme_part.tier_move, name="tier_move"),
    path("categories/schemes/tiers/<int:pk>/remove/", scheme_part.tier_remove, name="tier_remove"),
    path("categories/schemes/criteria/<int:pk>/", scheme_part.criterion_edit, name="criterion_edit"),
    path("categories/schemes/criteria/<int:pk>/move/", scheme_part.criterion_move, name="criterion_move"),
    path("categories/schemes/criteria/<int:pk>/remove/", scheme_part.criterion_remove, name="criterion_remove"),
    path("categories/schemes/areas/", area.area_list, name="area_list"),
    path("categories/schemes/areas.csv", area.area_csv, name="area_csv"),
    path("categories/schemes/areas/new/", area.area_add, name="area_add"),
    path("categories/schemes/areas/<int:pk>/", area.area_edit, name="area_edit"),
    path("categories/schemes/areas/<int:pk>/archive/", area.area_archive, name="area_archive"),
]
