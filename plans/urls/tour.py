from django.urls import path

from plans.views import tour, tour_story

urlpatterns = [
    path("academies/<slug:slug>/tours/", tour.tour_list, name="tour_list"),
    path("academies/<slug:slug>/tours/tours.csv", tour.tour_csv, name="tour_csv"),
    path("academies/<slug:slug>/tours/new/", tour.tour_new, name="tour_new"),
    path("tours/<int:pk>/", tour.tour_show, name="tour_show"),
    path("tours/<int:pk>/edit/", tour.tour_edit, name="tour_edit"),
    path("tours/<int:pk>/route/", tour.tour_route, name="tour_route"),
    path("tours/<int:pk>/walked/", tour.tour_walk, name="tour_walk"),
    path("tours/<int:pk>/call-off/", tour.tour_call_off, name="tour_call_off"),
    path("tours/<int:pk>/stops/", tour.stop_add, name="stop_add"),
    path("tours/<int:pk>/stories/new/", tour_story.tour_story_new, name="tour_story_new"),
    path("tours/stops/<int:pk>/", tour.stop_edit, name="stop_edit"),
    path("tours/stops/<int:pk>/move/", tour.stop_move, name="stop_move"),
    path("tours/stops/<int:pk>/take-out/", tour.stop_take_out, name="stop_take_out"),
    path("tours/stories/<int:pk>/", tour_story.tour_story_edit, name="tour_story_edit"),
    path("tours/stories/<int:pk>/offer/", tour_story.tour_story_offer, name="tour_story_offer"),
    path("tours/stories/<int:pk>/take-back/", tour_story.tour_story_take_back, name="tour_story_take_back"),
]
