from django.urls import path

from reviews.views import gathering, judging

urlpatterns = [
    path("reviews/<int:pk>/notes/", gathering.notes, name="notes"),
    path("reviews/<int:pk>/notes/feed/", gathering.notes_feed, name="notes_feed"),
    path("reviews/<int:pk>/notes/add/", gathering.note_add, name="note_add"),
    path("reviews/<int:pk>/notes/file/", gathering.note_csv, name="note_csv"),
    path("reviews/notes/<int:pk>/", gathering.note_edit, name="note_edit"),
    path("reviews/notes/<int:pk>/sort/", gathering.note_sort, name="note_sort"),
    path("reviews/notes/<int:pk>/strike/", gathering.note_strike, name="note_strike"),
    path("reviews/<int:pk>/judge/", judging.judge, name="judge"),
]
