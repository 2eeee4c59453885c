"""Contacts: the trust's list and its file, and adding, changing and setting aside one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.forms.contact import ContactForm, as_typed
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.models import Academy, Contact
from academies.models.contact import ContactQuerySet
from academies.selectors.contact import contacts_page
from academies.services.contacts import REFUSED, add_contact, archive_contact, change_contact
from academies.tables.contact import ContactTable
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response

CONTACTS_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_PEOPLE)
def contact_list(request: SignedInRequest) -> HttpResponse:
    page = contacts_page(request.user, request.person.trust, request.GET)
    context = {
        "page": page,
        "table": configured(request, ContactTable(page.contacts, caption="Contacts"), per_page=CONTACTS_A_PAGE),
        "crumbs": [Link("Academies", reverse("academies:academy_list")), Link("Contacts")],
    }
    return render(request, "academies/contact_list.html", context)


@require_safe
@needs(Permission.VIEW_PEOPLE)
def contact_csv(request: SignedInRequest) -> HttpResponse:
    page = contacts_page(request.user, request.person.trust, request.GET)
    return csv_response(configured(request, ContactTable(page.contacts)), "contacts.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.MANAGE_CONTACTS)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_contact(academy=academy, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{added.name} stands among the contacts of {academy}.")
            return redirect("academies:academy_detail", academy.slug)
    answer = f"Add a contact at {academy}"
    context = {"form": form, "academy": academy, "answer": answer, "crumbs": _crumbs(academy, "Add a contact")}
    return render(request, "academies/contact_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = _contact(request, pk)
    form = ContactForm(request.POST or None, now=as_typed(contact))
    if request.method == "POST" and form.is_valid():
        try:
            change_contact(contact=contact, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{form.cleaned_data['name']} was changed.")
            return redirect("academies:academy_detail", contact.academy.slug)
    context = {
        "form": form,
        "academy": contact.academy,
        "contact": contact,
        "answer": f"Change {contact.name}",
        "crumbs": _crumbs(contact.academy, "Change a contact"),
    }
    return render(request, "academies/contact_edit.html", context)


@require_POST
def contact_archive(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = _contact(request, pk, Contact.objects.visible_to(request.user))
    archive_contact(contact=contact, by=request.user)
    messages.success(
        request, f"{contact.name} no longer stands among the contacts. What was kept of them stays on record."
    )
    return redirect("academies:academy_detail", contact.academy.slug)


def _contact(request: SignedInRequest, pk: int, among: ContactQuerySet | None = None) -> Contact:
    """404 where it is not visible or was set aside, 403 where the person keeps no contacts there.

    `among`: also those set aside, so that a button pressed twice gets the answer of the first press.
    """
    visible = Contact.objects.visible_to(request.user).current() if among is None else among
    contact = get_object_or_404(visible.select_related("academy__trust"), pk=pk)
    if not Contact.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied(REFUSED)
    return contact


def _crumbs(academy: Academy, here: str) -> list[Link]:
    profile = Link(academy.name, reverse("academies:academy_detail", args=[academy.slug]))
    return [Link("Academies", reverse("academies:academy_list")), profile, Link(here)]
