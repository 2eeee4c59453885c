"""The register of personal data, and what is due to go."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.tables import configured, csv_response
from stewardship.selectors.register import register_page, register_rows
from stewardship.selectors.retention import retention_page
from stewardship.tables import RegisterTable, RuleTable, RunTable


@require_safe
@needs(Permission.KEEP_PERSONAL_DATA, whole_trust=True)
def register_list(request: SignedInRequest) -> HttpResponse:
    return render(request, "stewardship/register_list.html", {"page": register_page(request.GET)})


@require_safe
@needs(Permission.KEEP_PERSONAL_DATA, whole_trust=True)
def register_csv(request: SignedInRequest) -> HttpResponse:
    return csv_response(configured(request, RegisterTable(register_rows(request.GET))), "personal-data.csv")


@require_safe
@needs(Permission.KEEP_PERSONAL_DATA, whole_trust=True)
def retention_list(request: SignedInRequest) -> HttpResponse:
    page = retention_page(request.user)
    context = {
        "page": page,
        "rules": configured(request, RuleTable(page.rules, caption="Rules")),
        "runs": configured(request, RunTable(page.runs, caption="What went", empty_text="Nothing has gone yet.")),
    }
    return render(request, "stewardship/retention_list.html", context)
