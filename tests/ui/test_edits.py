"""Two people editing one record: the second sees both versions, keeps what they typed, and may then overwrite."""

from typing import Any

from django import forms
from django.http import QueryDict

from celt.ui.edits import MEANWHILE, SeenForm, digest

COLOURS = (("green", "Green"), ("red", "Red"))


class TierForm(SeenForm):
    word = forms.CharField(label="Word")
    colour = forms.ChoiceField(label="Colour", choices=COLOURS)
    note = forms.CharField(label="Note", required=False)


BEFORE = {"word": "Sustain", "colour": "green", "note": ""}


def sent(**fields: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(fields)
    return query


def test_nobody_was_in_between():
    form = TierForm(sent(word="Secure", colour="green", note="", seen=digest(BEFORE)), now=BEFORE)
    assert form.is_valid()
    assert form.cleaned_data == {"word": "Secure", "colour": "green", "note": ""}
    assert form.theirs == []


def test_the_second_sees_what_the_first_saved_and_what_they_typed():
    saved: dict[str, Any] = {**BEFORE, "colour": "red", "note": "As agreed in June"}
    form = TierForm(sent(word="Sustain", colour="green", note="", seen=digest(BEFORE)), now=saved)
    assert not form.is_valid()
    assert form.non_field_errors() == [MEANWHILE]
    assert [(t.label, t.now, t.typed) for t in form.theirs] == [
        ("Colour", "Red", "Green"),
        ("Note", "As agreed in June", "Empty"),
    ]
    assert form["colour"].value() == "green", "what was typed stays in the form"

    again = TierForm(sent(word="Sustain", colour="green", note="", seen=form["seen"].value()), now=saved)
    assert again.is_valid(), "sent once more it overwrites, knowingly"


def test_both_saved_the_same_and_nobody_is_bothered():
    saved = {**BEFORE, "word": "Secure"}
    form = TierForm(sent(word="Secure", colour="green", note="", seen=digest(BEFORE)), now=saved)
    assert form.is_valid()


def test_a_new_record_has_nothing_to_differ_from():
    assert TierForm(sent(word="Secure", colour="green", note="")).is_valid()


def test_what_is_missing_and_what_cannot_be_kept_are_said_with_what_to_do():
    form = TierForm(sent(word="", colour="green", note="cut\x00off"))
    assert not form.is_valid()
    assert form.errors["word"] == ["Fill this in."]
    assert form.errors["note"] == [
        "This holds a character that cannot be kept. Type the text again rather than pasting it."
    ]
