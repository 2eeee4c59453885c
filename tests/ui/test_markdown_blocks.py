"""Markdown as blocks, for documents that are no web page."""

from celt.ui.markdown import Block, Run, to_blocks


def test_paragraphs_headings_and_emphasis():
    assert to_blocks("# Why\n\nIt *helps* **most** of\nus.") == [
        Block((Run("Why"),), "heading"),
        Block(
            (Run("It "), Run("helps", em=True), Run(" "), Run("most", strong=True), Run(" of"), Run(" "), Run("us."))
        ),
    ]


def test_entries_carry_their_number_and_lists_within_lists_stand_in_one_row():
    told = [(block.kind, block.number, block.runs[0].text) for block in to_blocks("- a\n  - b\n\ntext\n\n3. c\n4. d")]
    assert told == [
        ("entry", "", "a"),
        ("entry", "", "b"),
        ("text", "", "text"),
        ("entry", "3", "c"),
        ("entry", "4", "d"),
    ]


def test_html_and_pictures_stay_text_and_addresses_are_left_out():
    told = "".join(
        run.text for block in to_blocks("<b>x</b> [word](https://a.example) ![p](x.png)\x00") for run in block.runs
    )
    assert "<b>x</b>" in told
    assert "word" in told
    assert "a.example" not in told
    assert "\x00" not in told
