"""What is pasted from a word processor arrives as plain text, and nothing that was said in it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from celt.lib.pasted import plain

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p.MsoNormal {mso-style-unhide:no;}</style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body><p class=MsoNormal style='mso-margin-top-alt:auto'><b>Reading</b> in Year&nbsp;4<o:p></o:p></p>
<p class=MsoListParagraph>Daily reading aloud
in every class<o:p></o:p></p><ul><li>books &amp; talk</li><li>home</li></ul>
<table><tr><td>Autumn</td><td>12&#8201;%</td></tr></table></body></html>"""


def test_words_markup_becomes_its_text():
    assert [line for line in plain(WORD).splitlines() if line] == [
        "Reading in Year 4",
        "Daily reading aloud in every class",
        "- books & talk",
        "- home",
        "Autumn\t12\u2009%",
    ]


def test_what_somebody_types_stays():
    for typed in ("n < 10 and > 5", "If a<b then b>a.", "Use <practice> here", "5 <3 reading", "Reading & writing"):
        assert plain(typed) == typed


def test_bullets_line_ends_and_shapeless_signs():
    assert plain("\u2022\tone\r\n\uf0b7 two\x0bo\tthree\u00ad\u200b\x00\r\n\r\n\r\n\r\nend \u00a0") == (
        "- one\n- two\n- three\n\nend"
    )


def test_fifty_thousand_characters_of_markup_hold_what_they_say():
    said = [f"Point {n} of the plan." for n in range(300)]
    pasted = "".join(
        f"<p class=MsoNormal style='margin-bottom:0cm;line-height:normal;mso-layout-grid-align:none;"
        f"text-autospace:none'><span lang=EN-GB style='font-size:11.0pt;font-family:\"Arial\",sans-serif'>{one}"
        "<o:p></o:p></span></p>"
        for one in said
    )
    assert len(pasted) > 50_000
    assert [line for line in plain(pasted).splitlines() if line] == said


@given(st.text(alphabet=st.characters(exclude_characters="<")))
def test_making_plain_twice_changes_nothing_more(text):
    once = plain(text)
    assert plain(once) == once


@given(st.lists(st.text(alphabet="abcdefgh ABC.,;:?!'()0123456789-", min_size=1), min_size=1))
def test_words_without_signs_are_kept(lines):
    words = " ".join(lines).split()
    assert plain("\n".join(lines)).split() == words
