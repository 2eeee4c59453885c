"""Text that was pasted out of a word processor, as plain text: no markup, no signs that a page cannot show."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# What Word and web pages leave behind, and nobody types: conditional comments, its own styles, pairs of HTML tags.
MARKUP = re.compile(
    r"<!--\[if|<o:p|</o:p>|class=[\"']?Mso|mso-[a-z-]+:|"
    r"</(?:p|div|span|li|ul|ol|td|tr|table|h[1-6]|strong|em|b|i|u|a|font|body|html)\s*>",
    re.IGNORECASE,
)
BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section"}
)
UNREAD = frozenset({"style", "script", "head", "title", "xml"})
# Word's bullets, those of its symbol font, and "o" followed by a tab, at the start of a line.
BULLET = re.compile(
    r"^[ \t]*(?:[\u2022\u00b7\u25aa\u25cf\u25e6\u2023\u2043\uf0b7\uf0a7\uf0d8][ \t]*|o\t[ \t]*)", re.MULTILINE
)
# Signs without a shape: control characters (not tab and line feed), soft hyphens, zero widths, marks of direction.
SHAPELESS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self.unread += 1
        elif tag == "li":
            self.read.append("\n- ")
        elif tag in BLOCKS:
            self.read.append("\n")
        elif tag in ("td", "th") and self.read and not self.read[-1].endswith("\n"):
            self.read.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD:
            self.unread = max(0, self.unread - 1)
        elif tag in BLOCKS and tag != "br":
            self.read.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            # A line break inside a paragraph of markup is no line break.
            self.read.append(re.sub(r"\s*[\r\n]\s*", " ", data))


def plain(text: str) -> str:
    """The text without markup and shapeless signs, bullets as hyphens, at most one empty line at a time.

    Markup goes only where the whole looks like it: "fewer than 10 < n" stays what it is.
    """
    if MARKUP.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        text = "".join(reader.read)
    text = LINE_ENDS.sub("\n", text).replace("\u00a0", " ").replace("\u202f", " ")
    text = SHAPELESS.sub("", text)
    text = BULLET.sub("- ", text)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
