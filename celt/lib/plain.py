"""Dataclasses kept as plain data, such as what a snapshot or an issued reader says, and read again years on. Pure."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Told = TypeVar("Told")


def as_plain(told: Any) -> dict[str, Any]:
    """Nothing but texts, numbers, lists and dictionaries."""
    return dataclasses.asdict(told)


def from_plain(kind: type[Told], data: Mapping[str, Any]) -> Told:
    """The dataclass again. What was kept long ago and lacks is as its default; what is no longer known is left out."""
    hints = get_type_hints(kind)
    return kind(**{name: _value(hint, data[name]) for name, hint in hints.items() if name in data})


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is types.UnionType:
        one = next(each for each in get_args(hint) if each is not type(None))
        return None if value is None else _value(one, value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in value)
    return from_plain(hint, value) if isinstance(hint, type) and dataclasses.is_dataclass(hint) else value
