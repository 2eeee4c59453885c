"""What a survey's results say in numbers, as a file."""

from typing import Any

from celt.ui.tables import NumberColumn, Table, TextColumn
from reviews.selectors.survey import Results


class VoiceFile(Table):
    question = TextColumn("Question")
    answer = TextColumn("Answer")
    n = NumberColumn("How many", kind="count")
    of = NumberColumn("Of how many who answered", kind="count")


def counted_rows(results: Results) -> list[dict[str, Any]]:
    return [
        {"question": question.says, "answer": choice.word, "n": choice.n, "of": question.n}
        for question in results.counted
        for choice in question.choices
    ]
