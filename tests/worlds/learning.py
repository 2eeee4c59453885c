"""What an academy learns with: a team, its meetings past and to come, enquiries, tours with stories, a seat."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from plans.models.enquiry import Decision, EnquiryState
from plans.models.tour import TourState
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else, by the academy's slug.
TEAMS = {
    "heronwick": "The wainscot talkers",
    "otterbourne-vale": "The culvert readers",
    "puffinscar": "The skerry writers",
}
NOTES = {
    "heronwick": "Half the drafts were about gingerbread.",
    "otterbourne-vale": "Half the sources were about saltpetre.",
    "puffinscar": "Half the stories were about limpets.",
}
QUESTIONS = {
    "heronwick": "Does the brindled protocol lift talk?",
    "otterbourne-vale": "Does the dovetail protocol lift proof?",
    "puffinscar": "Does the shingle protocol lift reading?",
}
TOURS = {
    "heronwick": "Along the lamplit corridor",
    "otterbourne-vale": "Along the sluice corridor",
    "puffinscar": "Along the seaward corridor",
}
TOLD = {
    "heronwick": "What the rookery class found",
    "otterbourne-vale": "What the tannery class found",
    "puffinscar": "What the lighthouse class found",
}
DAY = datetime.timedelta(days=1)


def build(world: World) -> None:
    cast, today = world.cast, timezone.localdate()
    heads = {cast.own: cast.headteacher, cast.sibling: cast.sibling_head, cast.foreign: cast.outsider}
    teachers = {cast.own: cast.teacher, cast.sibling: cast.sibling_teacher, cast.foreign: cast.foreign_teacher}
    for academy in world.academies:
        head, slug = heads[academy], academy.slug
        team = make.LearningTeamFactory(academy=academy, name=TEAMS[slug])
        world.put("team", academy, team)
        world.put("member", academy, make.TeamMemberFactory(team=team, person=teachers[academy]))
        make.TeamMeetingFactory(team=team, on=today - 7 * DAY, notes=NOTES[slug], written_by=head)
        world.put("meeting", academy, make.TeamMeetingFactory(team=team, on=today, written_by=head))
        tried = make.EnquiryFactory(academy=academy, team=team, question=QUESTIONS[slug], state="trying", log=head)
        world.put("enquiry", academy, tried)
        waiting = make.EnquiryFactory(
            academy=academy, team=team, state=EnquiryState.LOOKING, found=NOTES[slug], log=head
        )  # fmt: skip
        world.put("enquiry to decide", academy, waiting)
        make.EnquiryFactory(
            academy=academy, state=EnquiryState.DECIDED, decision=Decision.ADOPT, found=NOTES[slug], log=head
        )  # fmt: skip
        tour = make.TourFactory(academy=academy, title=TOURS[slug], planned_by=head)
        world.put("tour", academy, tour)
        world.put("stop", academy, make.TourStopFactory(tour=tour))
        make.TourStopFactory(tour=tour)
        walked = make.TourFactory(
            academy=academy, on=today - 5 * DAY, state=TourState.WALKED, learnt=NOTES[slug], planned_by=head
        )  # fmt: skip
        world.put("walked tour", academy, walked)
        world.put("tour story", academy, make.TourStoryFactory(tour=walked, title=TOLD[slug], written_by=head))
        story = make.StoryFactory(academy=academy, offered_by=head, title=f"{TOLD[slug]} next")
        offered = make.TourStoryFactory(tour=walked, title=story.title, offered=story, written_by=head)
        world.put("offered story", academy, offered)
        world.put("seat", academy, make.TeamSeatFactory(academy=academy, person=head))
        for what, text in (
            ("a learning team", TEAMS[slug]),
            ("notes of a meeting", NOTES[slug]),
            ("a question", QUESTIONS[slug]),
            ("a tour", TOURS[slug]),
            ("a story of a tour", TOLD[slug]),
        ):
            world.plant(academy, what, text, Permission.VIEW_LEARNING)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More of everything at `cast.own`, and some at each of `academies`."""
    own, today = world.cast.own, timezone.localdate()
    mine, tour, walked = (world.of(kind, own) for kind in ("team", "tour", "walked tour"))
    for number, academy in enumerate(academies, start=1):
        for place in (own, academy):
            team = make.LearningTeamFactory(academy=place)
            make.TeamMemberFactory(team=team)
            make.TeamMeetingFactory(team=team, on=today + DAY)
            make.EnquiryFactory(academy=place, team=team, state="trying")
            make.EnquiryFactory(
                academy=place, team=team, state="decided", decision="drop", found="No.", follows=None
            )  # fmt: skip
            make.TourStopFactory(tour=make.TourFactory(academy=place))
            make.TourFactory(academy=place, state=TourState.WALKED, on=today - DAY)
            make.TeamSeatFactory(academy=place)
        make.TeamMemberFactory(team=mine)
        make.TeamMeetingFactory(team=mine, on=today - number * DAY - 8 * DAY, notes="Noted.")
        make.TourStopFactory(tour=tour)
        make.TourStoryFactory(tour=walked, offered=make.StoryFactory(academy=own))
