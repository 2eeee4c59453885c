"""Conditions of triggers, put together: pgtrigger's own can be changed columns or a Q, not both."""

from django.db import models
from pgtrigger import Condition


class _Joined(Condition):
    word = ""

    def __init__(self, *parts: Condition) -> None:
        self.parts = parts

    def resolve(self, model: type[models.Model]) -> str:
        return "(" + f" {self.word} ".join(f"({part.resolve(model)})" for part in self.parts) + ")"  # type: ignore[no-untyped-call]


class Both(_Joined):
    word = "AND"


class Either(_Joined):
    word = "OR"
