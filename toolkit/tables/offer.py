"""What colleagues show to others, as CSV."""

from celt.ui.tables import NumberColumn, Table, TextColumn


class OfferFile(Table):
    practice = TextColumn("Practice")
    subject = TextColumn("Subject")
    who = TextColumn("Who shows it")
    academy = TextColumn("Academy")
    phases = TextColumn("Phases")
    says = TextColumn("What a visitor would see")
    when = TextColumn("When it suits")
    came = NumberColumn("Visits made", kind="count")
