"""Actions on a page and as CSV."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from celt.ui.parts import Status
from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


class RatingColumn(StatusColumn):
    """A rating in a word; what was not rated, or is ended, says nothing."""

    def render(self, value: Status | None) -> SafeString:
        return super().render(value) if value else format_html('<span class="none">{}</span>', "not rated")

    def value(self, value: Status | None) -> str:
        return str(value) if value else ""


class ActionTable(Table):
    stacked = True

    says = LinkColumn("Action", url="url", note="priority")
    when = StatusColumn("Due", order_by=("when_order",))
    rating = RatingColumn("How it goes", order_by=("rating_order",), empty_values=())
    owner = TextColumn("Who does it")
    cost = NumberColumn("Cost, £", kind="count")
    days = NumberColumn("Staff days", places=1)


class ReaderTable(ActionTable):
    """For those who are told no names: the column would say the same on every line."""

    class Meta(ActionTable.Meta):
        exclude = ("owner",)


class ActionFile(Table):
    says = TextColumn("Action")
    priority = TextColumn("Priority")
    state = TextColumn("State", accessor="line__state")
    due = DayColumn("Due")
    when = StatusColumn("Stands")
    rating = RatingColumn("How it goes", empty_values=())
    last_word = TextColumn("In a sentence", accessor="line__last_word")
    owner = TextColumn("Who does it")
    cost = NumberColumn("Cost in pounds", accessor="line__resources__cost")
    days = NumberColumn("Staff days", accessor="line__resources__days")


class ReaderFile(ActionFile):
    class Meta(ActionFile.Meta):
        exclude = ("owner", "last_word")
