from django.urls import path

from reviews.views import round_board, round_note

urlpatterns = [
    path("reviews/rounds/<int:pk>/notes/", round_note.round_notes, name="round_notes"),
    path("reviews/rounds/<int:pk>/notes/feed/", round_note.round_notes_feed, name="round_notes_feed"),
    path("reviews/rounds/<int:pk>/notes/add/", round_note.round_note_add, name="round_note_add"),
    path("reviews/rounds/<int:pk>/notes/file/", round_note.round_notes_csv, name="round_notes_csv"),
    path("reviews/rounds/notes/<int:pk>/", round_note.round_note_edit, name="round_note_edit"),
    path("reviews/rounds/notes/<int:pk>/strike/", round_note.round_note_strike, name="round_note_strike"),
    path("reviews/rounds/<int:pk>/board/", round_board.board, name="board"),
    path("reviews/rounds/<int:pk>/board/feed/", round_board.board_feed, name="board_feed"),
    path("reviews/rounds/<int:pk>/board/file/", round_board.board_csv, name="board_csv"),
    path("reviews/rounds/<int:pk>/board/group/", round_board.group_add, name="group_add"),
    path("reviews/rounds/<int:pk>/board/predict/", round_board.prediction_write, name="predict"),
    path("reviews/rounds/<int:pk>/board/agree/", round_board.prediction_agree, name="prediction_agree"),
    path("reviews/rounds/notes/<int:pk>/move/", round_board.note_move, name="note_move"),
    path("reviews/rounds/groups/<int:pk>/", round_board.group_edit, name="group_edit"),
    path("reviews/rounds/groups/<int:pk>/drop/", round_board.group_drop, name="group_drop"),
]
