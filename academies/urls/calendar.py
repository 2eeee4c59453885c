from django.urls import path

from academies.views import burden, calendar

urlpatterns = [
    path("academies/<slug:slug>/term/", burden.term, name="term"),
    path("academies/<slug:slug>/term/term.csv", burden.term_csv, name="term_csv"),
    path("burden/", burden.burden_trust, name="burden_trust"),
    path("burden/burden.csv", burden.burden_csv, name="burden_csv"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/calendar.csv", calendar.calendar_csv, name="calendar_csv"),
    path("calendar/address/", calendar.feed_make, name="feed_make"),
    path("calendar/address/end/", calendar.feed_end, name="feed_end"),
    path("calendar/feed/<slug:secret>.ics", calendar.feed, name="feed"),
]
