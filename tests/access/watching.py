"""Requests that know whether anything asked them for htmx.

What answers without looking at htmx's headers answers the same request by htmx alike, and need not be asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.core.handlers.wsgi import WSGIRequest
from django.http.request import HttpHeaders


class WatchedMeta(dict[str, Any]):
    """The environment of a request. It may be walked through, as Django does to list the headers."""

    asked = False

    def _note(self, key: object) -> None:
        if isinstance(key, str) and key.startswith("HTTP_HX_"):
            self.asked = True

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._note(key)
        return super().get(key, default)


class WatchedHeaders(HttpHeaders):
    asked = False

    def __getitem__(self, key: str) -> str:
        if key.replace("_", "-").lower().startswith("hx-"):
            self.asked = True
        return super().__getitem__(key)

    def __iter__(self) -> Iterator[str]:
        self.asked = True  # whoever reads all of them reads htmx's
        return super().__iter__()


class WatchedRequest(WSGIRequest):
    META: WatchedMeta
    headers: WatchedHeaders

    def __init__(self, environ: dict[str, Any]) -> None:
        super().__init__(WatchedMeta(environ))
        self.headers = WatchedHeaders(self.META)  # at once: the history makes the request one of its own class


def asked_for_htmx(response: Any) -> bool:
    """Whether anything that made the response looked for htmx."""
    request: WatchedRequest = response.wsgi_request
    return request.META.asked or request.headers.asked


@contextmanager
def watched() -> Iterator[None]:
    """Clients send such requests for the block."""
    with mock.patch("django.test.client.WSGIRequest", WatchedRequest):
        yield
