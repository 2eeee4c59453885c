"""Drafts: kept, asked for and discarded by static/js/drafts.js; listed for whoever looks for what they began."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from academies.guards import SignedInRequest
from academies.models import Draft
from academies.selectors.draft import drafts_of
from academies.services.drafts import discard_draft, save_draft
from celt.lib.sentences import opened


def _milliseconds(draft: Draft) -> int:
    return int(draft.saved_at.timestamp() * 1000)


@require_POST
def draft_save(request: SignedInRequest) -> HttpResponse:
    try:
        fields = json.loads(request.POST.get("fields", ""))
        if not isinstance(fields, dict):
            raise ValueError
    # Nested a thousand deep, it is none either.
    except (ValueError, RecursionError):
        return JsonResponse({"says": "A draft holds what was typed, field by field."}, status=400)
    sent = request.POST
    try:
        draft = save_draft(
            by=request.user,
            name=sent.get("name", ""),
            url=sent.get("url", ""),
            title=sent.get("title", ""),
            fields=fields,
        )
    except ValidationError as error:
        return JsonResponse({"says": error.messages[0]}, status=400)
    return JsonResponse({"at": _milliseconds(draft)})


@require_GET
def draft_kept(request: SignedInRequest) -> HttpResponse:
    """What the server keeps of the forms named, so that a page can offer it."""
    kept = drafts_of(request.user, request.GET.getlist("name")[:100])
    return JsonResponse({draft.name: {"at": _milliseconds(draft), "values": draft.fields} for draft in kept})


@require_POST
def draft_discard(request: SignedInRequest) -> HttpResponse:
    discard_draft(by=request.user, name=request.POST.get("name", ""))
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    messages.success(request, "That draft is gone.")
    return redirect("academies:draft_list")


@require_GET
def draft_list(request: SignedInRequest) -> HttpResponse:
    drafts = drafts_of(request.user)
    answer = f"{opened(len(drafts), 'draft')} of yours {'waits' if len(drafts) == 1 else 'wait'} to be sent."
    return render(
        request,
        "academies/draft_list.html",
        {"drafts": drafts, "answer": answer if drafts else "You have begun nothing that was not sent."},
    )
