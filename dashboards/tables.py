"""Tables of the dashboards. A page and its CSV come from the same table."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from celt.ui.parts import Status
from celt.ui.parts import Tone as StatusTone
from celt.ui.tables import LinkColumn, NumberColumn, StatusColumn, Table, TextColumn
from dashboards.models import GapRun, RunStatus
from pupils.measures import MEASURES

RUN_TONES: dict[str, StatusTone] = {
    RunStatus.WAITING: "busy",
    RunStatus.RUNNING: "busy",
    RunStatus.PUBLISHED: "good",
    RunStatus.PARTLY: "warn",
    RunStatus.FAILED: "bad",
    RunStatus.ABANDONED: "bad",
}


def _run_address(run: GapRun) -> str:
    return reverse("dashboards:run_show", args=[run.pk])


class RunTable(Table):
    asked = LinkColumn("Asked for", url=_run_address)
    trigger = TextColumn("Why", accessor="get_trigger_display", orderable=False)
    by = TextColumn("By whom", default="")
    status = StatusColumn("Outcome")
    figures = NumberColumn("Figures", kind="count")
    seconds = NumberColumn("Seconds", places=1, accessor="pk", orderable=False)

    def render_asked(self, value: Any, record: GapRun, column: LinkColumn) -> Any:
        return column.render(timezone.localtime(value).strftime("%-d %B %Y, %H:%M"), record)

    def render_status(self, record: GapRun, column: StatusColumn) -> Any:
        return column.render(Status(record.get_status_display(), RUN_TONES[record.status]))

    def render_seconds(self, record: GapRun, column: NumberColumn) -> Any:
        if record.published_at is None or record.started is None:
            return self.default
        return column.render((record.published_at - record.started).total_seconds())


class RunMeasureTable(Table):
    """The rows of `GapRun.measures`."""

    slug = TextColumn("Measure", orderable=False)
    rows = NumberColumn("Rows read", kind="count", orderable=False)
    figures = NumberColumn("Figures", kind="count", orderable=False)
    seconds = NumberColumn("Seconds", places=2, orderable=False)
    outcome = StatusColumn("Outcome", accessor="error", orderable=False, empty_values=())

    def render_slug(self, value: str) -> str:
        return MEASURES[value].title if value in MEASURES else value

    def render_outcome(self, record: dict[str, Any], column: StatusColumn) -> Any:
        return column.render(Status("Failed", "bad") if record.get("error") else Status("Computed", "good"))
