"""Learning teams: the list, one team, setting one up, its members, ending it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from celt.lib.days import british
from celt.lib.sentences import opened
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from plans.forms.learning import (
    EndForm,
    MeetingForm,
    MemberForm,
    MembershipForm,
    NewTeamForm,
    TeamForm,
    meeting_as_typed,
    member_as_typed,
    team_as_typed,
)
from plans.models import LearningTeam, TeamMember
from plans.selectors.learning import narrowed_by_state, rights_at, team_cards
from plans.selectors.people import staff_of
from plans.selectors.team import TeamPage, team_page
from plans.services.learning import REFUSED, add_member, change_member, change_team, end_team, set_up_team
from plans.tables.learning import MeetingFile, TeamFile, TeamTable
from plans.views.learning_frame import form_page, frame, refuse_unless, row_or_404
from toolkit.selectors.theory import theories_for

VIEW, LEAD = Permission.VIEW_LEARNING, Permission.LEAD_LEARNING
PER_PAGE = 20
MEETINGS_SHOWN = 10


@require_safe
def team_list(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, VIEW)
    rights = rights_at(request.user, request.person, academy)
    cards = team_cards(request.user, academy, rights)
    set_up = Link("Set up a learning team", reverse("plans:team_new", args=[slug]), primary=True)
    meeting = [card for card in cards if not card.ended]
    shown, by_state = narrowed_by_state(cards, lambda card: card.ended, request.GET.get("state", ""))
    context = {
        **frame(request, academy, Link("Learning teams")),
        "answer": f"{opened(len(meeting), 'learning team meets', 'learning teams meet')} at {academy}.",
        "cards": cards,
        "filters": [by_state],
        "table": configured(request, TeamTable(shown), per_page=PER_PAGE),
        "actions": [set_up] if rights.leads else [],
    }
    return render(request, "plans/team_list.html", context)


@require_safe
def team_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, VIEW)
    cards = team_cards(request.user, academy, rights_at(request.user, request.person, academy))
    shown, _ = narrowed_by_state(cards, lambda card: card.ended, request.GET.get("state", ""))
    return csv_response(configured(request, TeamFile(shown)), f"learning-teams-{slug}.csv")


@require_safe
def team_show(request: SignedInRequest, pk: int) -> HttpResponse:
    page, academy = _page(request, pk)
    to_note = page.to_note
    now = meeting_as_typed(to_note.meeting) if to_note else {}
    form = MeetingForm(now=now, initial={} if to_note else {"on": timezone.localdate()}) if page.works else None
    if form is not None and to_note is not None:
        form.fields["on"].widget = form.fields["on"].hidden_widget()
    edit = Link("Change the team", reverse("plans:team_edit", args=[pk]))
    plan = Link("Plan meetings", reverse("plans:meeting_plan", args=[pk]))
    actions = [*([plan] if page.works else []), *([edit] if page.leads else [])]
    every = "meetings" in request.GET
    context = {
        **frame(request, academy, Link(page.team.name)),
        "page": page,
        "form": form,
        "to_note": to_note,
        "actions": actions,
        "held": page.held if every else page.held[:MEETINGS_SHOWN],
    }
    return render(request, "plans/team_show.html", context)


@require_safe
def meeting_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    page, _ = _page(request, pk)
    return csv_response(configured(request, MeetingFile(page.meetings)), f"meetings-{pk}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def team_new(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, LEAD)
    form = NewTeamForm(
        request.POST or None, theories=theories_for(request.user, academy), people=staff_of(academy)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            team = set_up_team(by=request.user, academy=academy, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{team} is set up. Plan its first meetings next.")
            return redirect("plans:team_show", team.pk)
    return form_page(
        request,
        academy,
        form,
        Link("Set up a learning team"),
        answer=f"Set up a learning team at {academy}",
        lead="Three to six people who try something in their classrooms, meet, and say what came of it.",
        submit="Set it up",
        back=reverse("plans:learning", args=[slug]),
        keep=f"team-new-{slug}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def team_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    team, academy = _led(request, pk)
    back = reverse("plans:team_show", args=[pk])
    form = TeamForm(
        request.POST or None, now=team_as_typed(team), theories=theories_for(request.user, academy)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            change_team(by=request.user, team=team, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The team was changed.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(team.name, back), Link("Change"),
        answer=f"Change {team}", submit="Save the team", back=back, keep=f"team-{pk}",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def team_end(request: SignedInRequest, pk: int) -> HttpResponse:
    team, academy = _led(request, pk)
    back = reverse("plans:team_show", args=[pk])
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = end_team(by=request.user, team=team, ends=form.cleaned_data["ends"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"The last day of {team} is {british(ended.ends)}. What it did stays on record.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(team.name, back), Link("End the team"),
        answer=f"End {team}",
        lead="Members stay until then, meetings planned after it are called off. An enquiry under way goes on: give it "
        "to another team, or stop it.",
        submit="End the team", back=back,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: SignedInRequest, pk: int) -> HttpResponse:
    team, academy = _led(request, pk)
    back = reverse("plans:team_show", args=[pk])
    there = {line.member.person_id for line in team_page(request.user, request.person, team).current}
    people = [person for person in staff_of(academy) if person.pk not in there]
    form = MemberForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            member = add_member(by=request.user, team=team, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{member.person} belongs to {team} from {british(member.starts)}.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(team.name, back), Link("Add a member"),
        answer=f"Add somebody to {team}", submit="Add them", back=back,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = TeamMember.objects.visible_to(request.user).select_related("team__academy__trust", "person")
    member, academy = row_or_404(request, visible, pk, "team__academy")
    rights = rights_at(request.user, request.person, academy)
    refuse_unless(rights.leads, rights.shut, REFUSED)
    back = reverse("plans:team_show", args=[member.team_id])
    form = MembershipForm(request.POST or None, now=member_as_typed(member))
    if request.method == "POST" and form.is_valid():
        try:
            change_member(by=request.user, member=member, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{member.person}’s part in {member.team} was changed.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(member.team.name, back), Link(member.person.full_name),
        answer=f"{member.person} in {member.team}",
        lead=f"From {british(member.starts)}. Who leaves the team stays on its record.",
        submit="Save", back=back,
    )  # fmt: skip


def _page(request: SignedInRequest, pk: int) -> tuple[TeamPage, Academy]:
    team, academy = _team(request, pk)
    return team_page(request.user, request.person, team), academy


def _team(request: SignedInRequest, pk: int) -> tuple[LearningTeam, Academy]:
    visible = LearningTeam.objects.visible_to(request.user).select_related("academy__trust", "theory")
    return row_or_404(request, visible, pk)


def _led(request: SignedInRequest, pk: int) -> tuple[LearningTeam, Academy]:
    """404 where the team is not visible, 403 where the person does not lead learning there."""
    team, academy = _team(request, pk)
    rights = rights_at(request.user, request.person, academy)
    refuse_unless(rights.leads, rights.shut, REFUSED)
    return team, academy
