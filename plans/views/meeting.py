"""Meetings of learning teams: planning a row of them, noting one, calling one off."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from academies.models import Academy
from celt.lib.days import british
from celt.lib.sentences import inside, opened
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from plans.forms.learning import MeetingForm, MeetingsForm, meeting_as_typed
from plans.models import LearningTeam, TeamMeeting
from plans.selectors.learning import meetings_of, rights_at
from plans.services.meeting import REFUSED, call_off_meeting, note_new_meeting, plan_meetings, write_meeting
from plans.views.learning_frame import form_page, refuse_unless, row_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    team, academy, back = _team(request, pk)
    held = [meeting.on for meeting in meetings_of(request.user, [team]).get(pk, [])]
    form = MeetingsForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_meetings(by=request.user, team=team, days=form.days)
        except ValidationError as error:
            put_errors(form, error)
        else:
            left = len(form.days) - len(planned)
            more = f" On {opened(left, 'day').lower()} the team meets already." if left else ""
            first, last = british(planned[0].on), british(planned[-1].on)
            when = f"from {first} to {last}" if len(planned) > 1 else f"on {first}"
            messages.success(request, f"{opened(len(planned), 'meeting is', 'meetings are')} planned, {when}.{more}")
            return redirect(back)
    return form_page(
        request, academy, form, Link(team.name, back), Link("Plan meetings"),
        answer=f"Plan meetings of {team}",
        lead=f"It meets {inside(team.meets.rstrip('.'))}." if team.meets else "",
        submit="Plan them", back=back,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Notes a meeting that had not been planned."""
    team, academy, back = _team(request, pk)
    form = MeetingForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            meeting = note_new_meeting(by=request.user, team=team, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"The meeting of {british(meeting.on)} is noted.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(team.name, back), Link("Note a meeting"),
        answer=f"Note a meeting of {team}", submit="Note the meeting", back=back, keep=f"meeting-of-{pk}",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_note(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting, academy, back = _meeting(request, pk)
    form = MeetingForm(request.POST or None, now=meeting_as_typed(meeting))
    to_come = meeting.on > timezone.localdate()
    if request.method == "POST" and form.is_valid():
        try:
            written = write_meeting(by=request.user, meeting=meeting, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            day = british(written.on)
            messages.success(
                request, f"The meeting of {day} is noted." if written.notes else f"The team meets on {day}."
            )
            return redirect(back)
    return form_page(
        request, academy, form, Link(meeting.team.name, back), Link(british(meeting.on)),
        answer=f"{meeting.team} on {british(meeting.on)}",
        lead="It is still to come: move it here, or call it off." if to_come else "",
        submit="Save the meeting", back=back, keep=f"meeting-{pk}",
        call_off=None if meeting.notes or meeting.called_off_at else reverse("plans:meeting_call_off", args=[pk]),
    )  # fmt: skip


@require_POST
def meeting_call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting, _, back = _meeting(request, pk)
    try:
        call_off_meeting(by=request.user, meeting=meeting)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"The meeting of {british(meeting.on)} is called off.")
    return redirect(back)


def _meeting(request: SignedInRequest, pk: int) -> tuple[TeamMeeting, Academy, str]:
    visible = TeamMeeting.objects.visible_to(request.user).select_related("team__academy__trust")
    meeting, academy = row_or_404(request, visible, pk, "team__academy")
    return meeting, academy, _worked_in(request, meeting.team, academy)


def _team(request: SignedInRequest, pk: int) -> tuple[LearningTeam, Academy, str]:
    visible = LearningTeam.objects.visible_to(request.user).select_related("academy__trust")
    team, academy = row_or_404(request, visible, pk)
    return team, academy, _worked_in(request, team, academy)


def _worked_in(request: SignedInRequest, team: LearningTeam, academy: Academy) -> str:
    """The team's page; 403 where the person neither belongs to it nor leads learning there."""
    rights = rights_at(request.user, request.person, academy)
    refuse_unless(rights.works(team.pk), rights.shut, REFUSED)
    return reverse("plans:team_show", args=[team.pk])
