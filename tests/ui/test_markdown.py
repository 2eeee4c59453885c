"""Markdown becomes HTML that can do nothing, whatever was typed, in a time that nobody notices."""

import time
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from celt.ui.markdown import ATTRIBUTES, TAGS, to_html, to_text

SECONDS_AT_MOST = 5


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Seen(html).found:
        assert tag in TAGS, tag
        assert set(attributes) <= ATTRIBUTES.get(tag, set()) | {"rel"}, attributes
        href = (attributes.get("href") or "").strip().lower()
        assert ":" not in href.split("/")[0] or href.startswith(("http:", "https:", "mailto:")), href


def test_what_teachers_type_is_shown_as_they_mean_it() -> None:
    html = to_html("Ask **first**, then *wait*:\n\n1. count\n2. name\n\n> Three seconds.\n\n[The study](https://a.org)")
    assert "<strong>first</strong>" in html
    assert "<em>wait</em>" in html
    assert html.count("<li>") == 2
    assert "<blockquote>" in html
    assert '<a href="https://a.org" rel="external noopener noreferrer">The study</a>' in html


def test_headings_go_on_from_those_of_the_page_without_a_gap() -> None:
    assert [tag for tag, _ in Seen(to_html("### a\n\n# b\n\n###### c\n\nd\n===")).found if tag[0] == "h"] == [
        "h3", "h3", "h4", "h3",
    ]  # fmt: skip


def test_a_wide_table_scrolls_by_itself_and_by_keyboard() -> None:
    html = to_html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<div class="prose-table" tabindex="0"><table>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](<java\nscript:alert(1)>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "[x]\n\n[x]: javascript:alert(1)",
        '[x](https://a.org "\\" onmouseover=\\"alert(1)")',
        "[x](https://a.org\" onclick=\"alert(1))",
        "![x](https://a.org/x.png)",
        "![x](x onerror=alert(1))",
        "<svg/onload=alert(1)>",
        "<style>*{display:none}</style>",
        "<form action=//evil><input name=password>",
        "<iframe srcdoc='<script>1</script>'>",
        "<!-- --!><script>alert(1)</script>",
        "<div class=modal hx-get=/x>",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "```js\" onmouseover=\"alert(1)\nx\n```",
        "|<b onclick=alert(1)>|\n|-|\n|</table><script>1</script>|",
        "<math><mtext></table><mglyph><style><!--</style><img src onerror=alert(1)>",
        "\x00<scr\x00ipt>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\u202e<script>",
    ],
)  # fmt: skip
def test_hostile_text_is_shown_or_dropped_never_run(text: str) -> None:
    html = to_html(text)
    assert_harmless(html)
    assert "<script" not in html.lower()
    assert "<img" not in html.lower()


def test_html_that_was_typed_stands_as_the_text_that_it_is() -> None:
    assert "&lt;b&gt;loud&lt;/b&gt;" in to_html("<b>loud</b>")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab <>/\"'=:()[]!`*_#|-\n\t&;\\javscriptonload")))
def test_nothing_that_can_be_typed_gets_out(text: str) -> None:
    assert_harmless(to_html(text))


@pytest.mark.parametrize(
    "text",
    [
        ">" * 20_000, "[" * 20_000, "![[" * 6_000, "[a](" * 5_000, "- " * 10_000, "*a_ " * 5_000, "`a " * 6_000,
        "**a" * 6_000, "<a " * 6_000, "|a" * 9_000 + "\n" + "|-" * 9_000, "[a]: b\n" * 2_500, "](" * 9_000,
        "\n".join("  " * deep + "- x" for deep in range(140)),
    ],
)  # fmt: skip
def test_huge_nesting_is_read_in_good_time(text: str) -> None:
    began = time.monotonic()
    assert_harmless(to_html(text))
    to_text(text)
    assert time.monotonic() - began < SECONDS_AT_MOST


def test_the_words_alone() -> None:
    assert to_text("# Wait\n\nAsk **first**,\nthen [wait](https://a.org).\n\n- one\n- `two`") == (
        "Wait Ask first, then wait. one two"
    )
    assert to_html("  \n ") == ""
    assert to_text("") == ""


def test_the_filter_takes_what_is_empty_too() -> None:
    drawn = Template("{% load ui %}{{ text|markdown }}{{ none|markdown }}")
    assert drawn.render(Context({"text": "*a*", "none": None})).strip() == "<p><em>a</em></p>"


def test_headings_of_one_rank_stay_of_one_rank_whichever_sign_they_began_with():
    assert to_html("## First\n\n## Second\n\n### Part").split() == (
        ["<h3>First</h3>", "<h3>Second</h3>", "<h4>Part</h4>"]
    )


@pytest.mark.parametrize(("columns", "rows"), [(100, 3000), (3000, 500)])
def test_a_few_letters_become_no_megabyte_of_empty_cells(columns: int, rows: int) -> None:
    """The parser fills in what a table's rows leave out."""
    text = "|a" * columns + "|\n" + "|-" * columns + "|\n" + "|b\n" * rows
    assert len(to_html(text)) < 2 * len(text)
    assert "<td></td>" in to_html("| a | b |\n|---|---|\n| 1 |")
