from django.urls import URLPattern, path

from toolkit.views import adoption, piece, piece_file

urlpatterns: list[URLPattern] = [
    path("library/", piece.piece_list, name="piece_list"),
    path("library/library.csv", piece.piece_csv, name="piece_csv"),
    path("library/new/", piece.piece_new, name="piece_new"),
    path("library/start/", piece.piece_start, name="piece_start"),
    path("library/<int:pk>/", piece.piece_show, name="piece_show"),
    path("library/<int:pk>/write/", piece.piece_edit, name="piece_edit"),
    path("library/<int:pk>/adopt/", adoption.piece_adopt, name="piece_adopt"),
    path("library/<int:pk>/adapt/", adoption.piece_adapt, name="piece_adapt"),
    path("library/<int:pk>/files/", piece_file.piece_file_add, name="piece_file_add"),
    path("library/<int:pk>/<slug:step>/", piece.piece_step, name="piece_step"),
    path("library/files/<int:pk>/", piece_file.piece_file, name="piece_file"),
    path("library/files/<int:pk>/strike/", piece_file.piece_file_strike, name="piece_file_strike"),
    path("library/uses/<int:pk>/end/", adoption.adoption_end, name="adoption_end"),
    path("stories/<int:pk>/case-study/", adoption.case_study_new, name="case_study_new"),
]
