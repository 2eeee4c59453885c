from django.urls import URLPattern, path

from toolkit.views import in_use, offer, showing, trial

urlpatterns: list[URLPattern] = [
    path("in-use/", in_use.practices_in_use, name="practices_in_use"),
    path("in-use/practices-in-use.csv", in_use.in_use_csv, name="in_use_csv"),
    path("practices/<slug:slug>/in-use/", in_use.practice_use, name="practice_use"),
    path("practices/<slug:slug>/tried/", trial.trial_add, name="trial_add"),
    path("tried/<int:pk>/", trial.trial_edit, name="trial_edit"),
    path("tried/<int:pk>/take-back/", trial.trial_withdraw, name="trial_withdraw"),
    path("expertise/", offer.offer_list, name="offer_list"),
    path("expertise/expertise.csv", offer.offer_csv, name="offer_csv"),
    path("expertise/new/", offer.offer_new, name="offer_new"),
    path("expertise/<int:pk>/change/", offer.offer_edit, name="offer_edit"),
    path("expertise/<int:pk>/take-back/", offer.offer_withdraw, name="offer_withdraw"),
    path("expertise/<int:pk>/ask/", showing.showing_ask, name="showing_ask"),
    path("expertise/visits/<int:pk>/", showing.showing_show, name="showing_show"),
    path("expertise/visits/<int:pk>/answer/", showing.showing_answer, name="showing_answer"),
    path("expertise/visits/<int:pk>/take-back/", showing.showing_withdraw, name="showing_withdraw"),
    path("expertise/visits/<int:pk>/made/", showing.showing_made, name="showing_made"),
]
