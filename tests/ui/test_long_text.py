"""A long text: cleaned before it is measured, refused with a sentence that says by how much it is too long."""

import pytest
from django.core.exceptions import ValidationError

from celt.ui.inputs import LongText


def test_too_long_says_by_how_much_and_keeps_what_was_typed():
    with pytest.raises(ValidationError) as refused:
        LongText().clean("a" * 20_150)
    assert "20,150 characters long and 20,000 fit. Take out 150" in refused.value.messages[0]


def test_markup_does_not_count():
    pasted = "<p class=MsoNormal style='mso-pagination:none'>Read daily.</p>" * 900
    assert len(pasted) > 50_000
    assert LongText().clean(pasted).startswith("Read daily.\n")


def test_nothing_but_markup_is_nothing():
    with pytest.raises(ValidationError):
        LongText().clean("<p class=MsoNormal><o:p>&nbsp;</o:p></p>")
    assert LongText(required=False).clean("<p class=MsoNormal></p>") == ""
