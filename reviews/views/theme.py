"""The trust report of a theme: its page, the same as a PDF and as a file. For whoever reads every academy's reviews."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.selectors.theme_report import ThemePage, report_file, theme_page
from reviews.tables.theme import ThemeFile


@require_safe
@needs(Permission.READ_REVIEWS, whole_trust=True)
def themes(request: SignedInRequest) -> HttpResponse:
    page = _page(request)
    pdf = Link("Download as PDF", f"{reverse('reviews:theme_pdf')}?{_query(page)}", primary=True)
    context = {
        "page": page,
        "report": page.report,
        "query": _query(page),
        "actions": [pdf] if page.any_reviews else [],
        "crumbs": [Link("Reviews", reverse("reviews:review_list")), Link("By theme")],
    }
    return render(request, "reviews/themes.html", context)


@require_safe
@needs(Permission.READ_REVIEWS, whole_trust=True)
def theme_pdf(request: SignedInRequest) -> HttpResponse:
    page = _page(request)
    if not page.any_reviews:
        raise Http404("No review of this theme and year can be read yet.")
    response = HttpResponse(report_file(page.report, timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_name(page)}.pdf"'
    return response


@require_safe
@needs(Permission.READ_REVIEWS, whole_trust=True)
def theme_csv(request: SignedInRequest) -> HttpResponse:
    page = _page(request)
    return csv_response(configured(request, ThemeFile(page.rows)), f"{_name(page)}.csv")


def _page(request: SignedInRequest) -> ThemePage:
    return theme_page(request.user, request.person, request.GET)


def _query(page: ThemePage) -> str:
    alone = "&with=published" if page.chosen.published_alone else ""
    return f"theme={page.chosen.family}&year={page.chosen.year}{alone}"


def _name(page: ThemePage) -> str:
    year = page.chosen.year
    return f"{page.chosen.family.replace('_', '-')}-{year}-{(year + 1) % 100:02d}"
