"""What a device is told whose queue sends what was written without network: see static/js/gathering.js, files.js and
coaching.js.

403 and 409 keep it on the device; `mend` gives it back to its writer; `full` means that no more is taken.
"""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, JsonResponse

SOMEBODY_ELSE = "Somebody else is signed in on this device now. The note waits for whoever wrote it."


def from_device(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def of_somebody_else(request: HttpRequest) -> bool:
    """Whether it was written by another person than who is signed in now."""
    return request.POST.get("writer") != str(request.user.pk)


def arrived() -> JsonResponse:
    return JsonResponse({"sent": True})


def kept(says: str, status: int = 403) -> JsonResponse:
    return JsonResponse({"says": says}, status=status)


def to_mend(form: forms.Form) -> JsonResponse:
    says = " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
    return JsonResponse({"says": says, "mend": True}, status=400)
