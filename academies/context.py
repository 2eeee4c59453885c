"""What the sign-in page offers in demo mode."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from academies.views.demo import demo_people


def sign_in_page(request: HttpRequest) -> dict[str, Any]:
    """`demo_people`: email, full_name, role and sentence of each. Lazy: only the page that shows them asks."""
    return {"demo_people": SimpleLazyObject(demo_people)}
