"""Things that land on academies as a calendar of RFC 5545, for the calendar programs of phones and desks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from icalendar import Calendar
from icalendar import Event as Entry

from academies.providers import WHOLE_TRUST
from academies.rules.burden import WHOLE_DAY
from academies.selectors.calendar import FeedEvents

PRODUCT = "-//Closing the Gap//Calendar//EN"
# How often a program may ask again.
REFRESH = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def calendar_of(
    found: Sequence[FeedEvents], *, name: str, now: datetime.datetime, absolute: Callable[[str], str]
) -> bytes:
    """The whole file. `absolute` makes a full address of a page's; `now` is when it was made.

    Each entry lies on whole days. A thing keeps its UID when its day moves.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    several = sum(len(each.academies) for each in found) > 1
    for each in found:
        for event in each.events:
            place = each.name if event.academy == WHOLE_TRUST else each.academies[event.academy].name
            title = f"{place}: {event.title}" if several and place not in event.title else event.title
            entry = Entry()
            entry.add("uid", f"{event.uid}-{event.academy}@{each.trust}.closing-the-gap")
            entry.add("dtstamp", now)
            entry.add("last-modified", now)
            starts = event.starts if event.firm else event.ends
            entry.add("dtstart", starts)
            # The end of a whole-day entry is the day after its last.
            entry.add("dtend", event.ends + DAY)
            entry.add("summary", title if event.firm else f"Due: {title}")
            entry.add("location", place)
            entry.add("categories", [event.kind.value])
            # Only what takes the whole day makes its people busy.
            busy = event.firm and event.load >= WHOLE_DAY
            entry.add("transp", "OPAQUE" if busy else "TRANSPARENT")
            if event.note:
                entry.add("description", event.note)
            if event.url:
                entry.add("url", absolute(event.url))
            made.add_component(entry)
        for mine in each.own:
            entry = Entry()
            entry.add("uid", f"{mine.uid}@{each.trust}.closing-the-gap")
            entry.add("dtstamp", now)
            entry.add("last-modified", now)
            entry.add("dtstart", mine.day)
            entry.add("dtend", mine.day + DAY)
            entry.add("summary", mine.plain)
            entry.add("class", "PRIVATE")
            entry.add("transp", "TRANSPARENT")
            entry.add("url", absolute(mine.plain_url))
            made.add_component(entry)
    return bytes(made.to_ical())
