"""What a filter takes from the address, and what it offers."""

from celt.ui.parts import Choice, Filter, one_of


def test_only_what_is_known_is_taken_from_the_address():
    query = {"phase": "primary", "strand": "<script>"}
    assert one_of(query, "phase", ["primary", "secondary"]) == "primary"
    assert one_of(query, "phase", (value for value in ["secondary"])) == ""
    assert one_of(query, "strand", {"memory": "Memory"}) == one_of(query, "year", ["2026"]) == ""


def test_a_filter_begins_with_what_narrows_nothing():
    phase = Filter.of("phase", "Phase", "Every phase", [("primary", "Primary")], "primary")
    assert phase.choices == [Choice("", "Every phase"), Choice("primary", "Primary")]
    assert (phase.name, phase.label, phase.value) == ("phase", "Phase", "primary")
