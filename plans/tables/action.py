"""Actions on a page and as CSV."""

from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


class ActionTable(Table):
    stacked = True

    says = LinkColumn("Action", url="url", note="priority")
    when = StatusColumn("Due", order_by=("when_order",))
    rating = StatusColumn("How it goes", order_by=("rating_order",))
    owner = TextColumn("Who does it")
    cost = NumberColumn("Cost", kind="plain", order_by=("line__resources__cost",))
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
    rating = StatusColumn("How it goes")
    last_word = TextColumn("In a sentence", accessor="line__last_word")
    owner = TextColumn("Who does it")
    cost = NumberColumn("Cost in pounds", accessor="line__resources__cost")
    days = NumberColumn("Staff days", accessor="line__resources__days")


class ReaderFile(ActionFile):
    class Meta(ActionFile.Meta):
        exclude = ("owner", "last_word")
