"""The app that shows codes, as RFC 6238 describes it: what a telephone would show."""

import base64
import hashlib
import hmac
import re
import struct
import time

from django.test import Client

from tests import factories as make


def shown(secret: str, *, at: float | None = None) -> str:
    counter = int((time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def set_up_app(client: Client) -> str:
    """Sets up an app for whoever is signed in; returns its secret."""
    page = client.get("/account/second-factor/totp/activate/", follow=True)
    if page.redirect_chain:
        page = client.post(page.redirect_chain[-1][0], {"password": make.PASSWORD}, follow=True)
    (secret,) = re.findall(r"Key: <code>(\w+)</code>", page.content.decode())
    answer = client.post("/account/second-factor/totp/activate/", {"code": shown(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return str(secret)
