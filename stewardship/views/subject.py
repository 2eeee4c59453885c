"""A person's own data, and a pupil's for whoever asked the trust for it, as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.parts import Link
from stewardship.forms import PupilExportForm
from stewardship.selectors.pupil_rows import pupil_history
from stewardship.services.subject_export import own_export, pupil_export

UNKNOWN = "No pupil whose rows you may see has this UPN. Look at the thirteen characters again."


@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: SignedInRequest) -> HttpResponse:
    """A page that says what one gets, and by POST the file."""
    if request.method == "POST":
        return _file(own_export(user=request.user), "my-data.zip")
    return render(request, "stewardship/own_data.html")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT_DATA, whole_trust=True)
def pupil_data(request: SignedInRequest) -> HttpResponse:
    form = PupilExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and request.person.trust:
        made = pupil_export(upn=form.cleaned_data["upn"], trust=request.person.trust, by=request.user)
        if made is not None:
            response = _file(made[0], "pupil.zip")
            # Both go into the log of exports.
            response.reason_given, response.rows_told = form.cleaned_data["reason"], made[1]  # type: ignore[attr-defined]
            return response
        form.add_error("upn", UNKNOWN)
    return render(request, "stewardship/pupil_data.html", {"form": form})


@require_POST
@needs(Permission.IMPORT_DATA, whole_trust=True)
def pupil_changes(request: SignedInRequest) -> HttpResponse:
    """What was changed of a pupil's rows. By POST, so that no address, no log and no history of a browser holds a
    UPN."""
    form = PupilExportForm(request.POST)
    if form.is_valid() and request.person.trust:
        history = pupil_history(request.user, request.person.trust, form.cleaned_data["upn"])
        if history is not None:
            crumbs = [Link("A pupil’s data", reverse("stewardship:pupil_data")), Link("What was changed")]
            response = render(request, "stewardship/pupil_changes.html", {"history": history, "crumbs": crumbs})
            response.reason_given, response.rows_told = form.cleaned_data["reason"], len(history.states)  # type: ignore[attr-defined]
            return response
        form.add_error("upn", UNKNOWN)
    # Nothing was opened: the log keeps no line of it.
    return render(request, "stewardship/pupil_data.html", {"form": form}, status=400)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
