"""A reader printed from its page: on two sheets, as the PDF, with its drawings."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from readers.rules.told import as_data
from tests import factories as make
from tests.browser import OpenPage
from tests.readers.test_paper import reader

USUAL = "Pupils who speak a sentence well write it well; those with least to say on paper had most to say aloud. " * 2


@pytest.mark.browser
@pytest.mark.django_db
def test_a_page_is_printed_on_two_sheets_with_its_number(cast: Any, client_of: Any, open_page: OpenPage) -> None:
    edition = make.EditionFactory(
        meeting__academy=cast.own, meeting__trust=cast.trust, content=as_data(reader(4, USUAL, 5)), word=USUAL
    )
    opened = open_page(f"/readers/editions/{edition.pk}/", client=client_of(cast.governor))
    assert "failed" not in opened.draw_charts()
    opened.page.emulate_media(media="print")
    sheets = PdfReader(io.BytesIO(opened.page.pdf(format="A4"))).pages
    assert len(sheets) <= 2
    told = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert "In the minutes: Governors’ reader of Heronwick for 4 December 2026, edition 1." in told
    assert "Worth asking" in told
    assert "Download as PDF" not in told
