"""A review's notes as a file, for its team."""

from celt.ui.tables import Table, TextColumn


class NoteFile(Table):
    seen = TextColumn("Seen", accessor="seen_at")
    by = TextColumn("By", accessor="by__full_name")
    where = TextColumn("Where")
    part = TextColumn("Part", accessor="section__name")
    prompt = TextColumn("Prompt", accessor="prompt__asks")
    kind = TextColumn("Where it shows", accessor="get_kind_display")
    says = TextColumn("Note")
    struck = TextColumn("Struck out", accessor="struck_at")
