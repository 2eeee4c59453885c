"""Opens to a view what belongs to whoever asks for it, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse

from academies.guards import SignedInRequest
from academies.reader_scope import reading_as

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def own_rows(view: View[P]) -> View[P]:
    """Every view that touches coaching has it; one without it finds nothing. Nothing is streamed: the rows close with
    the view."""

    @wraps(view)
    def opened(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with reading_as(request.user):
            response = view(request, *args, **kwargs)
        # What others must not read is kept by no cache on the way, and by no history of a shared tablet.
        response["Cache-Control"] = "no-store, private"
        return response

    return opened
