"""The questions of a survey's draft, and a note from what came of one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from celt.lib.sentences import inside
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.note import about_groups
from reviews.forms.survey import QuestionEdit, VoiceNoteForm, question_as_typed
from reviews.models import Survey
from reviews.models.framework import EvidenceKind
from reviews.models.survey import Who
from reviews.selectors.gathering import parts_of
from reviews.selectors.survey import survey_page
from reviews.services.note import placed, write_note
from reviews.services.survey import (
    STANDS,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from reviews.views.survey_place import question_for, survey_address, survey_for, survey_frame, survey_or_404

WRITES = ["GET", "HEAD", "POST"]


@require_http_methods(WRITES)
def question_add(request: SignedInRequest, pk: int) -> HttpResponse:
    survey = survey_for(request, pk)
    form = QuestionEdit(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            add_question(by=request.user, survey=survey, says=data["says"], scale=data["scale"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The question is added at the end.")
            return redirect(survey_address(survey, "questions"))
    return _form(request, survey, form, "Add a question", f"survey-{pk}-question-new")


@require_http_methods(WRITES)
def question_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    question, survey = question_for(request, pk)
    form = QuestionEdit(request.POST or None, now=question_as_typed(question))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change_question(by=request.user, question=question, says=data["says"], scale=data["scale"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The question is changed.")
            return redirect(survey_address(survey, "questions"))
    return _form(request, survey, form, "Change a question", f"survey-question-{pk}")


@require_POST
def question_move(request: SignedInRequest, pk: int) -> HttpResponse:
    question, survey = question_for(request, pk)
    try:
        move_question(by=request.user, question=question, up=request.POST.get("to") == "up")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(survey_address(survey, f"question-{pk}"))


@require_POST
def question_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    question, survey = question_for(request, pk)
    try:
        remove_question(by=request.user, question=question)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{question.says}” is taken out.")
    return redirect(survey_address(survey, "questions"))


@require_http_methods(WRITES)
def question_note(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """A note of the review from what one question shows: written by whoever gathers, in their own words."""
    survey, parties = survey_or_404(request, pk)
    if not parties & {"leads", "observes"}:
        raise PermissionDenied("Notes are written by those who gather for the review.")
    page = survey_page(request.user, survey)
    told = next((each for each in page.results.questions if each.number == number), None) if page.results else None
    if told is None or not told.n:
        raise Http404
    pupils = survey.who == Who.PUPILS
    start = {
        "says": told.says if told.free else f"“{told.says.rstrip('. ')}”: {inside(told.sentence)}",
        "client_key": uuid.uuid4(),
    }
    form = VoiceNoteForm(request.POST or None, groups=about_groups(parts_of(survey.review)), initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            write_note(
                by=request.user, review=survey.review, says=data["says"], client_key=data["client_key"],
                kind=EvidenceKind.PUPILS if pupils else EvidenceKind.PARENTS,
                where=f"Survey of {survey.get_who_display().lower()}", **placed(survey.review, data["about"]),  # type: ignore[arg-type]
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Your note is kept. Findings can be drawn from it.")
            return redirect(survey_address(survey, f"question-{told.pk}"))
    context = {
        **survey_frame(request, survey, Link("Write a note")),
        "form": form,
        "answer": "Write a note from this",
        "lead": "It stands among the notes of the review, as what pupils or parents said; only the team reads it.",
        "submit": "Keep the note",
        "keep": f"survey-{pk}-note-{number}",
        "back": survey_address(survey, f"question-{told.pk}"),
        "beside": [(told.says, "\n".join(told.words) if told.free else told.sentence)],
    }
    return render(request, "reviews/review_form.html", context)


def _form(request: SignedInRequest, survey: Survey, form: QuestionEdit, answer: str, keep: str) -> HttpResponse:
    if survey.opened_at and not form.is_bound:
        messages.error(request, STANDS)
        return redirect(survey_address(survey))
    context = {
        **survey_frame(request, survey, Link(answer)),
        "form": form,
        "answer": answer,
        "submit": "Save the question" if answer.startswith("Change") else "Add the question",
        "keep": keep,
        "back": survey_address(survey, "questions"),
        "beside": [],
    }
    return render(request, "reviews/review_form.html", context)
