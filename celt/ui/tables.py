"""Tables: django-tables2 in this product's manner. A page and its CSV come from the same table.

    class AcademyTable(Table):
        name = LinkColumn("Academy", url="url")
        gap = NumberColumn("Gap", kind="points", strong=True)

`csv_response(table, name)` writes the raw values; the page shows them formatted.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Literal

import django_tables2 as tables
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.config import RequestConfig

from celt.lib.charts.theme import points
from celt.lib.days import british
from celt.ui.parts import Status

Kind = Literal["count", "share", "points", "number", "plain"]
MISSING = "\u2013"


class Table(tables.Table):
    """Base of every table. `stacked` tables show one block a row on a phone."""

    stacked = False

    class Meta:
        attrs: ClassVar[dict[str, Any]] = {"class": "data"}

    def __init__(self, *args: Any, caption: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("default", MISSING)
        super().__init__(*args, **kwargs)
        self.caption = caption

    def lines(self) -> Iterator[tuple[SafeString, list[tuple[SafeString, Any]]]]:
        """Each row of the page as its attributes and its cells, each cell as its attributes and what it shows.

        A column's attributes do not depend on the row here, so they are written once; a wide table has many cells.
        """
        columns = [(column.name, column.attrs["td"].as_html()) for column in self.columns]
        for row in self.paginated_rows:
            yield row.attrs.as_html(), [(attrs, row.get_cell(name)) for name, attrs in columns]


def formatted(value: float, kind: Kind, places: int) -> str:
    """The text of a number: '1,204' (count), '61%' (share), '−21' (points), '103.2' (number)."""
    if kind == "points":
        return points(value, places=places)
    text = f"{abs(value):,.{places}f}"
    return ("\u2212" if value < 0 and float(text.replace(",", "")) else "") + text + ("%" if kind == "share" else "")


class NumberColumn(tables.Column):
    """A number, aligned right. None shows a dash; a str shows itself in grey (a code, 'too few').

    Kind "plain" is for numbers that the row has written already, each in its own unit."""

    def __init__(
        self, verbose_name: str, *, kind: Kind = "number", places: int = 0, strong: bool = False, **kw: Any
    ) -> None:
        cell = f"n{' strong' if strong else ''}"
        kw.setdefault("attrs", {"th": {"class": "n"}, "td": {"class": cell, "data-label": verbose_name}})
        super().__init__(verbose_name=verbose_name, **kw)
        self.kind, self.places = kind, places

    def render(self, value: Any) -> str | SafeString:
        if isinstance(value, str):
            if self.kind == "plain" and any(letter.isdigit() for letter in value):
                return value
            return format_html('<span class="none">{}</span>', value)
        return formatted(float(value), self.kind, self.places)

    def value(self, value: Any) -> Any:
        return value


class IntervalColumn(tables.Column):
    """A pair (low, high) as '−27 to −15'; in a CSV two columns."""

    def __init__(self, verbose_name: str, *, places: int = 0, signed: bool = True, **kw: Any) -> None:
        kw.setdefault("attrs", {"th": {"class": "n"}, "td": {"class": "n", "data-label": verbose_name}})
        kw.setdefault("orderable", False)
        super().__init__(verbose_name=verbose_name, **kw)
        self.places, self.signed = places, signed

    def render(self, value: tuple[float, float]) -> str:
        low, high = (points(v, places=self.places, plus=self.signed) for v in value)
        return f"{low} to {high}"

    def value(self, value: tuple[float, float]) -> tuple[float, float]:
        return value


class TextColumn(tables.Column):
    """Words; `note` names the row's entry that stands small below them."""

    def __init__(self, verbose_name: str, *, note: str = "", **kw: Any) -> None:
        kw.setdefault("attrs", {"td": {"data-label": verbose_name}})
        super().__init__(verbose_name=verbose_name, **kw)
        self.note = note

    def render(self, value: Any, record: Any) -> str | SafeString:
        note = _entry(record, self.note) if self.note else ""
        return format_html("{}<br><small>{}</small>", value, note) if note else str(value)

    def value(self, value: Any) -> Any:
        return value


class LinkColumn(TextColumn):
    """Words that lead somewhere: `url` names the row's entry, or is a function of it. An empty address is no link.

    `shown` names the entry that the page shows instead of the value, such as a shorter name; the CSV keeps the value.
    """

    def __init__(
        self, verbose_name: str, *, url: str | Callable[[Any], str] = "url", shown: str = "", **kw: Any
    ) -> None:
        super().__init__(verbose_name, **kw)
        self.url, self.shown = url, shown

    def render(self, value: Any, record: Any) -> str | SafeString:
        url = self.url(record) if callable(self.url) else _entry(record, self.url)
        value = (_entry(record, self.shown) if self.shown else "") or value
        link = format_html('<a href="{}">{}</a>', url, value) if url else format_html("{}", value)
        note = _entry(record, self.note) if self.note else ""
        return format_html("{}<br><small>{}</small>", link, note) if note else link


class DayColumn(TextColumn):
    """A date as people write it; in a CSV as it is."""

    def render(self, value: datetime.date, record: Any) -> str:
        return british(value).replace(" ", "\u00a0")


class TierColumn(tables.Column):
    """A category: anything with `word` and `colour`."""

    def __init__(self, verbose_name: str, **kw: Any) -> None:
        kw.setdefault("attrs", {"td": {"data-label": verbose_name}})
        super().__init__(verbose_name=verbose_name, **kw)

    def render(self, value: Any) -> SafeString:
        return format_html('<span class="tier tier-{}">{}</span>', value.colour, value.word)

    def value(self, value: Any) -> str:
        return str(value.word)


class StatusColumn(tables.Column):
    """A Status: a word with its mark."""

    def __init__(self, verbose_name: str, **kw: Any) -> None:
        kw.setdefault("attrs", {"td": {"data-label": verbose_name}})
        super().__init__(verbose_name=verbose_name, **kw)

    def render(self, value: Status) -> SafeString:
        tone = f" status-{value.tone}" if value.tone else ""
        return format_html('<span class="status{}">{}</span>', tone, value.word)

    def value(self, value: Status) -> str:
        return str(value)


def _entry(record: Any, name: str) -> Any:
    return record.get(name, "") if isinstance(record, Mapping) else getattr(record, name, "")


def configured(request: HttpRequest, table: Table, *, per_page: int | None = None) -> Table:
    """Sorts by the address's `sort` and cuts by its `page`; a page number out of range shows the nearest page."""
    paginate: Any = {"per_page": per_page, "silent": True} if per_page else False
    RequestConfig(request, paginate=paginate).configure(table)
    return table


DANGEROUS = ("=", "+", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is made harmless by an apostrophe; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith((*DANGEROUS, "-")) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def csv_response(table: tables.Table, filename: str) -> HttpResponse:
    """The whole table as a CSV file, UTF-8 with a byte order mark, which is what spreadsheets open rightly."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    columns = [column for column in table.columns if not column.column.exclude_from_export]
    header: list[str] = []
    for column in columns:
        pair = isinstance(column.column, IntervalColumn)
        header += [f"{column.header}, low", f"{column.header}, high"] if pair else [str(column.header)]
    writer.writerow(header)
    for row in table.rows:
        cells: list[Any] = []
        for column in columns:
            value = row.get_cell_value(column.name)
            if isinstance(column.column, IntervalColumn):
                cells += value if isinstance(value, tuple) else (None, None)
            else:
                cells.append(value)
        writer.writerow([safe_cell(cell) for cell in cells])
    return response
