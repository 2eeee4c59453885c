"""A reader: prepared, looked at, issued, read, and on paper."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.guards import SignedInRequest
from academies.ways import academy_tabs
from celt.lib.charts.parts import Variant
from celt.lib.charts.picture import CONTENT_TYPES, picture
from celt.lib.charts.theme import Theme
from celt.lib.days import british
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from readers.forms import EditionForm
from readers.models import BoardMeeting, Edition
from readers.selectors.edition import chart_of, edition_page
from readers.selectors.paper import edition_file
from readers.services.edition import issue_edition, prepare_edition, why_not_prepared
from readers.views.place import edition_or_404, meeting_or_404, reader_crumbs


@require_safe
def edition_show(request: SignedInRequest, pk: int) -> HttpResponse:
    edition = edition_or_404(request, pk)
    page = edition_page(request.user, request.person, edition)
    meeting = edition.meeting
    actions = [Link("Download as PDF", reverse("readers:edition_pdf", args=[pk]), primary=not page.is_proof)]
    if page.keeps and not meeting.is_called_off and not page.replaced_by:
        label = "Prepare it anew" if page.is_proof else "Correct it in a new edition"
        actions.append(Link(label, reverse("readers:edition_prepare", args=[meeting.pk])))
    context = {
        "page": page,
        "reader": page.reader,
        "edition": edition,
        "meeting": meeting,
        "provenance": [page.standing, page.reader.sources] if page.reader.sources else [page.standing],
        "actions": actions,
        "crumbs": reader_crumbs(meeting, Link(f"{meeting.title}, {british(meeting.on)}")),
        **_around(request, meeting),
    }
    return render(request, "readers/edition_show.html", context)


@require_safe
def edition_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    edition = edition_or_404(request, pk)
    meeting = edition.meeting
    name = slugify(f"{meeting.board} reader {meeting.on:%Y-%m-%d} edition {edition.number}")
    response = HttpResponse(edition_file(edition), content_type="application/pdf")
    proof = "" if edition.is_issued else "-proof"
    response["Content-Disposition"] = f'attachment; filename="{name}{proof}.pdf"'
    return response


@require_safe
def edition_chart(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """A chart of the edition as a picture: what a page without script shows."""
    told = chart_of(edition_or_404(request, pk), slug)
    if told is None or told.chart is None:
        raise Http404("There is no such chart.")
    theme: Theme = "dark" if request.GET.get("theme") == "dark" else "light"
    variant: Variant = "narrow" if request.GET.get("box") == "narrow" else "wide"
    return HttpResponse(picture(told.chart, theme=theme, variant=variant), content_type=CONTENT_TYPES["svg"])


@require_http_methods(["GET", "HEAD", "POST"])
def edition_prepare(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    editions = list(Edition.objects.editable_by(request.user).filter(meeting=meeting).defer("content"))
    last = max((each for each in editions if each.is_issued), key=lambda each: each.number, default=None)
    proof = next((each for each in editions if not each.is_issued), None)
    form = EditionForm(
        request.POST if request.method == "POST" else None,  # nothing but the token is a whole answer
        replaces=last is not None,
        word=proof.word if proof else last.word if last else "",
        corrects=proof.corrects if proof else "",
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = prepare_edition(by=request.user, meeting=meeting, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The proof is ready. Read it through; nobody else sees it until you issue it.")
            return redirect("readers:edition_show", pk=made.pk)
    number = last.number + 1 if last else 1
    context = {
        "form": form,
        "meeting": meeting,
        "number": number,
        "proof": proof,
        "shut": why_not_prepared(meeting, timezone.localdate(), issued=last is not None),
        "keep": f"reader-{meeting.pk}-{number}",
        "crumbs": reader_crumbs(meeting, Link("Prepare the reader")),
        **_around(request, meeting),
    }
    return render(request, "readers/edition_prepare.html", context)


@require_POST
def edition_issue(request: SignedInRequest, pk: int) -> HttpResponse:
    edition = edition_or_404(request, pk)
    meeting_or_404(request, edition.meeting_id)
    try:
        issue_edition(by=request.user, edition=edition, seen=request.POST.get("seen", ""))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, f"Issued. The board of {edition.meeting.board} reads it from now on, as it is.")
    return redirect("readers:edition_show", pk=pk)


def _around(request: SignedInRequest, meeting: BoardMeeting) -> dict[str, object]:
    if meeting.academy is None:
        return {"back": reverse("readers:reader_list")}
    back = reverse("readers:academy_readers", args=[meeting.academy.slug])
    return {"academy": meeting.academy, "tabs": academy_tabs(request, meeting.academy, under=back), "back": back}
