"""The order of the house: foreign keys point downwards like imports do. String foreign keys hide from import-linter."""

import tomllib
from typing import Any

from django.apps import apps
from django.db import models

from tests.house.files import APPS, ROOT


def layers() -> list[str]:
    """The apps of the import contract, lowest first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    ordered = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [layer.strip("()") for layer in reversed(ordered)]


def app_of(field: Any) -> str:
    """The app that a field points to; "" for a field that points to nothing."""
    return field.related_model._meta.app_label if field.related_model else ""


def wrong_way(model: type[models.Model], order: list[str]) -> list[str]:
    """The fields of a model that point to an app above its own."""
    mine = model._meta.app_label
    return [
        f"{model._meta.label}.{field.name} points up to {app_of(field)}"
        for field in model._meta.get_fields()
        if (field.many_to_one or field.one_to_one or field.many_to_many)
        and not field.auto_created
        and app_of(field) in order
        and order.index(app_of(field)) > order.index(mine)
    ]


def test_the_contract_orders_the_apps_as_the_house_does():
    assert [layer for layer in layers() if layer in APPS] == list(APPS)


def test_foreign_keys_follow_the_order_of_imports():
    order = [layer for layer in layers() if layer in APPS]
    ours = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in order]
    assert len(ours) >= 15
    assert [wrong for model in ours for wrong in wrong_way(model, order)] == []


def test_a_key_that_points_up_is_found():
    """The same keys, read in the opposite order, are all wrong."""
    order = [layer for layer in layers() if layer in APPS]
    membership = apps.get_model("academies.Membership")
    assert wrong_way(membership, order) == []
    assert wrong_way(membership, order[::-1]) == ["academies.Membership.user points up to accounts"]


def test_no_model_points_at_just_anything():
    """A generic foreign key escapes the order, the constraints and visible_to."""
    generic = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.private_fields
    ]
    assert generic == []
