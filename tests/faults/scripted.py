"""Scripted people who write through the pages, and remember what they were told.

A write is `acknowledged` when the server answered as it does once the row stands; whatever else came back, or nothing,
leaves it `open`: it may stand once, or not at all. Nobody sends anything twice.
"""

from __future__ import annotations

import http.client
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

# A server that starts on a busy machine answers late; one that died lets go at once.
PATIENCE = 60.0
MISSING = (OSError, http.client.HTTPException)


@dataclass
class Visitor:
    """A browser without script: cookies, forms, redirects that it looks at and does not follow."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if kind:
                headers["Content-Type"] = kind
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            page = answer.read().decode("utf-8", "replace")
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
            return answer.status, answer.headers.get("Location", ""), page
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, str]:
        status, _, page = self.ask("GET", path)
        return status, page

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        fields["csrfmiddlewaretoken"] = self.cookies.get("csrftoken", "")
        body = urllib.parse.urlencode(fields).encode()
        status, leads_to, _ = self.ask("POST", path, body, "application/x-www-form-urlencoded")
        return status, leads_to

    def send_file(self, path: str, name: str, content: bytes, **fields: str) -> tuple[int, str]:
        fields["csrfmiddlewaretoken"] = self.cookies.get("csrftoken", "")
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{field_name}"\r\n\r\n{value}\r\n'.encode()
            for field_name, value in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: text/csv\r\n\r\n".encode() + content + f"\r\n--{edge}--\r\n".encode())
        status, leads_to, _ = self.ask("POST", path, b"".join(parts), f"multipart/form-data; boundary={edge}")
        return status, leads_to

    def sign_in(self, email: str) -> bool:
        self.get("/account/login/")
        return self.send("/demo/sign-in/", email=email) == (302, "/")


Write = Callable[[Visitor, str], bool]


@dataclass
class Writer:
    """One person who writes one kind of thing, each under a word of its own, until told to stop."""

    name: str
    email: str
    write: Write
    pause: float = 0.05
    acknowledged: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    sent: int = 0

    def work(self, port: int, stop: threading.Event) -> None:
        visitor = Visitor(port)
        inside = False
        while not stop.is_set():
            try:
                inside = inside or visitor.sign_in(self.email)
                if not inside:
                    time.sleep(0.2)
                    continue
            except MISSING:
                time.sleep(0.2)
                continue
            self.sent += 1
            word = f"{self.name}-{self.sent:04d}-{uuid.uuid4().hex[:8]}"
            try:
                told = self.write(visitor, word)
            except MISSING:
                told = False
            (self.acknowledged if told else self.open).append(word)
            time.sleep(self.pause if told else max(0.2, self.pause))
