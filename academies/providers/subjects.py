"""`subjects`: what a letter may call a thing, by the address that the thing leads to.

    subjects.register(Subject("A review", "Reviews"), "reviews:")
    subjects.register(Subject("An instructional round", "Instructional rounds"), "reviews:round")

A letter is read by others than whom it is for, so it tells the kind of a thing and never its title. What no app has
named here is told as "something", and leads to the home page: new pages say nothing until somebody decides.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the kind and several of it, as a sentence begins with them."""

    one: str
    many: str


class SubjectRegistry:
    def __init__(self) -> None:
        self._by_prefix: dict[str, Subject] = {}

    def register(self, subject: Subject, *prefixes: str) -> None:
        """`prefixes`: how the names of its addresses begin ("plans:action_")."""
        for prefix in prefixes:
            self._by_prefix[prefix] = subject

    def of(self, name: str) -> Subject | None:
        """The subject of an address's name; the longest beginning wins. None where nobody named it."""
        fitting = [prefix for prefix in self._by_prefix if name.startswith(prefix)]
        return self._by_prefix[max(fitting, key=len)] if fitting else None


subjects = SubjectRegistry()
