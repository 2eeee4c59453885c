"""One's own letters by e-mail, stopping one by the link in it, and for administrators those that went astray."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.forms.letter import LetterChoiceForm, as_switched
from academies.guards import SignedInRequest, needs
from academies.letters import read_token
from academies.models import LetterChoice
from academies.selectors.letter_list import letters_astray
from academies.services.letters import choose_letters, send_again, stop_by_token
from celt.lib.sentences import opened
from celt.ui.errors import put_errors
from celt.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
def letter_choices(request: SignedInRequest) -> HttpResponse:
    now = LetterChoice.objects.visible_to(request.user).first()
    form = LetterChoiceForm(request.POST if request.method == "POST" else None, initial=as_switched(now))
    if request.method == "POST" and form.is_valid():
        try:
            choose_letters(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Your letters are as you chose.")
            return redirect("academies:letter_choices")
    return render(request, "academies/letter_choices.html", {"form": form, "email": request.user.email})


# Mail programs press the button for their reader (RFC 8058): they hold no cookie and no token of a form. The signed
# address stands for the person, and all it can do is stop one kind of letter.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter_stop(request: HttpRequest, token: str) -> HttpResponse:
    """A GET changes nothing: programs that look for bad links open every address of a letter."""
    read = read_token(token)
    if read is None:
        raise Http404("This link is not one of ours. Sign in and choose your letters there.")
    kind = stop_by_token(token=token) if request.method == "POST" else read[1]
    context = {"weekly": kind == "weekly", "stopped": request.method == "POST"}
    response = render(request, "academies/letter_stop.html", context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def letter_astray(request: SignedInRequest) -> HttpResponse:
    letters = letters_astray(request.user)
    context = {
        "letters": letters,
        "answer": f"{opened(len(letters), 'letter')} may not have arrived." if letters else "Every letter has gone.",
        "crumbs": [Link("People and roles", reverse("academies:membership_list")), Link("Letters")],
    }
    return render(request, "academies/letter_astray.html", context)


@require_POST
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def letter_resend(request: SignedInRequest) -> HttpResponse:
    number = send_again(by=request.user)
    says = f"{opened(number, 'letter is', 'letters are')} sent again within a quarter of an hour."
    messages.success(request, says if number else "No letter waits to be sent again.")
    return redirect("academies:letter_astray")
