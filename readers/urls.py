from django.urls import URLPattern, URLResolver, path

from readers.views import board, edition, meeting

app_name = "readers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.reader_list, name="reader_list"),
    path("meetings/add/", meeting.meeting_add, name="meeting_add"),
    path("meetings/<int:pk>/change/", meeting.meeting_change, name="meeting_change"),
    path("meetings/<int:pk>/call-off/", meeting.meeting_call_off, name="meeting_call_off"),
    path("meetings/<int:pk>/prepare/", edition.edition_prepare, name="edition_prepare"),
    path("editions/<int:pk>/", edition.edition_show, name="edition_show"),
    path("editions/<int:pk>/issue/", edition.edition_issue, name="edition_issue"),
    path("editions/<int:pk>/reader.pdf", edition.edition_pdf, name="edition_pdf"),
    path("editions/<int:pk>/<slug:slug>.svg", edition.edition_chart, name="edition_chart"),
    path("of/<slug:slug>/", board.academy_readers, name="academy_readers"),
]
