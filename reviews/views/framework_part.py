"""The parts and the questions of a draft, changed in place on its page: an address opens the form where it stands."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from reviews.forms.framework import PromptForm, SectionForm
from reviews.models import Framework, FrameworkPrompt, FrameworkSection
from reviews.services.framework_parts import (
    add_prompt,
    add_section,
    change_prompt,
    change_section,
    move_prompt,
    move_section,
    remove_prompt,
    remove_section,
)
from reviews.views.framework import edited, framework_or_404, frozen, say_refusal


@require_http_methods(["GET", "HEAD", "POST"])
def section_add(request: SignedInRequest, pk: int) -> HttpResponse:
    framework = framework_or_404(request, pk=pk, write=True)

    def save(form: forms.Form) -> str:
        section = add_section(by=request.user, framework=framework, **form.cleaned_data)
        messages.success(request, f"“{section.name}” is added. Write its questions.")
        return f"section-{section.pk}"

    return _in_place(request, framework, SectionForm.of(None, request.POST or None), "section-new", save)


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    framework, section = _section(request, pk)

    def save(form: forms.Form) -> str:
        change_section(by=request.user, section=section, **form.cleaned_data)
        messages.success(request, "The part is saved.")
        return f"section-{pk}"

    return _in_place(request, framework, SectionForm.of(section, request.POST or None), f"section-{pk}", save)


@require_POST
def section_move(request: SignedInRequest, pk: int) -> HttpResponse:
    framework, section = _section(request, pk)
    return _tried(
        request,
        framework,
        lambda: move_section(by=request.user, section=section, up=request.POST.get("to") == "up"),
        f"section-{pk}",
    )


@require_POST
def section_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    framework, section = _section(request, pk)
    said = f"“{section.name}” is out of the draft."
    return _tried(request, framework, lambda: remove_section(by=request.user, section=section), "parts", said)


@require_http_methods(["GET", "HEAD", "POST"])
def prompt_add(request: SignedInRequest, pk: int) -> HttpResponse:
    framework, section = _section(request, pk)

    def save(form: forms.Form) -> str:
        prompt = add_prompt(by=request.user, section=section, **form.cleaned_data)
        messages.success(request, "The question is added.")
        return f"prompt-{prompt.pk}"

    return _in_place(request, framework, PromptForm.of(None, request.POST or None), f"prompt-new-{pk}", save)


@require_http_methods(["GET", "HEAD", "POST"])
def prompt_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    framework, prompt = _prompt(request, pk)

    def save(form: forms.Form) -> str:
        change_prompt(by=request.user, prompt=prompt, **form.cleaned_data)
        messages.success(request, "The question is saved.")
        return f"prompt-{pk}"

    return _in_place(request, framework, PromptForm.of(prompt, request.POST or None), f"prompt-{pk}", save)


@require_POST
def prompt_move(request: SignedInRequest, pk: int) -> HttpResponse:
    framework, prompt = _prompt(request, pk)
    return _tried(
        request,
        framework,
        lambda: move_prompt(by=request.user, prompt=prompt, up=request.POST.get("to") == "up"),
        f"prompt-{pk}",
    )


@require_POST
def prompt_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    framework, prompt = _prompt(request, pk)
    return _tried(
        request,
        framework,
        lambda: remove_prompt(by=request.user, prompt=prompt),
        f"section-{prompt.section_id}",
        "The question is out of the draft.",
    )


def _section(request: SignedInRequest, pk: int) -> tuple[Framework, FrameworkSection]:
    """404 and 403 as for its framework."""
    framework = framework_or_404(request, sections=pk, write=True)
    return framework, framework.sections.get(pk=pk)


def _prompt(request: SignedInRequest, pk: int) -> tuple[Framework, FrameworkPrompt]:
    framework = framework_or_404(request, sections__prompts=pk, write=True)
    return framework, FrameworkPrompt.objects.editable_by(request.user).select_related("section").get(pk=pk)


def _in_place(
    request: SignedInRequest,
    framework: Framework,
    form: forms.Form,
    opens: str,
    save: Callable[[forms.Form], str],
) -> HttpResponse:
    """The draft's page with the form open where `opens` says. Saved, it leads back to what `save` names."""
    if request.method == "POST" and form.is_valid():
        try:
            here = save(form)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return _back(framework, here)
    if not framework.is_draft and request.method != "POST":
        return frozen(request, framework)
    return edited(request, framework, form=form, opens=opens)


def _tried(
    request: SignedInRequest, framework: Framework, do: Callable[[], None], here: str, said: str = ""
) -> HttpResponse:
    try:
        do()
    except ValidationError as error:
        say_refusal(request, error)
    else:
        if said:
            messages.success(request, said)
    return _back(framework, here)


def _back(framework: Framework, here: str) -> HttpResponse:
    return redirect(f"{reverse('reviews:framework_edit', args=[framework.pk])}#{here}")
