"""What higher apps hang on to this one's pages without it knowing them. They register in `AppConfig.ready()`.

`todo` (what needs this person), `standing` (how things stand, where that costs more to say), `facts` (evidence with a
figure, a source and a date), `timeline` (what happened at an academy), `events` (what lands on an academy, and when),
`records` and `answers` (what evidence may name, and what came of it), `follow_ups` (what can be made of a record),
`searches` (what a search finds), `subjects` (what a letter may call a thing), `academy_ways` (where an academy's page
leads) and `profile_parts` (fragments that its page loads in place). Each asks a fixed number of queries, however many
academies, and narrows what it reads by `visible_to`. `demo_parts` is what higher apps put into the demo trust.
"""

from academies.providers.demo import demo_parts
from academies.providers.events import WHOLE_TRUST, Event, EventKind, OwnEvent, events, own_events
from academies.providers.facts import Comparison, Fact, FactKind, facts
from academies.providers.pages import academy_ways, profile_parts
from academies.providers.records import Answered, Record, RecordKind, answers, follow_ups, records
from academies.providers.search import Hit, SearchedKind, searches
from academies.providers.subjects import Subject, subjects
from academies.providers.timeline import timeline
from academies.providers.todo import JoinedTodos, Todo, Weight, standing, todo

__all__ = [
    "WHOLE_TRUST",
    "Answered",
    "Comparison",
    "Event",
    "EventKind",
    "Fact",
    "FactKind",
    "Hit",
    "JoinedTodos",
    "OwnEvent",
    "Record",
    "RecordKind",
    "SearchedKind",
    "Subject",
    "Todo",
    "Weight",
    "academy_ways",
    "answers",
    "demo_parts",
    "events",
    "facts",
    "follow_ups",
    "own_events",
    "profile_parts",
    "records",
    "searches",
    "standing",
    "subjects",
    "timeline",
    "todo",
]
