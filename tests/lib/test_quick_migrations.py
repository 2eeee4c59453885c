"""Models that are rendered as little as migrations need are those that Django renders from the whole."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger

from celt.lib.quick_migrations import rendering_little

APP = "house"
KEY = models.BigAutoField(primary_key=True)
POSITIVE = models.CheckConstraint(condition=models.Q(size__gte=0), name="size_positive")
SMALL = models.CheckConstraint(condition=models.Q(size__lte=9), name="size_small")
BY_SIZE = models.Index(fields=["size"], name="by_size")
KEPT = pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)


def key_to(model: str, name: str) -> Any:
    return models.ForeignKey(f"{APP}.{model}", models.CASCADE, related_name=name)


STEPS: tuple[Operation, ...] = (
    migrations.CreateModel("Room", [("id", KEY), ("size", models.IntegerField())]),
    migrations.AddConstraint("room", POSITIVE),
    migrations.CreateModel("Door", [("id", KEY), ("room", key_to("Room", "doors"))]),
    migrations.AddConstraint("room", SMALL),
    migrations.AddIndex("room", BY_SIZE),
    AddTrigger("room", KEPT),
    migrations.AddField("room", "floor", models.IntegerField(default=0)),
    migrations.CreateModel("Key", [("id", KEY), ("door", key_to("Door", "keys"))]),
    migrations.RemoveConstraint("room", "size_positive"),
    migrations.AddField(
        "room", "entry", models.ForeignKey(f"{APP}.Door", models.SET_NULL, null=True, related_name="+")
    ),
    migrations.AlterField("room", "size", models.BigIntegerField()),
    migrations.AlterModelOptions("room", {"ordering": ["size"]}),
    migrations.RemoveField("key", "door"),
    migrations.DeleteModel("Key"),
)


def shape(project: ProjectState, name: str) -> dict[str, Any]:
    """All that a schema editor could ask of a rendered model, and whether what it refers to is what is registered."""
    meta = project.apps.get_model(APP, name)._meta
    ends = [field.remote_field.model for field in meta.get_fields() if field.is_relation and field.concrete]
    return {
        "fields": [(field.name, type(field).__name__) for field in meta.get_fields()],
        "ordering": list(meta.ordering),
        "lists": {
            one: [each.name for each in getattr(meta, one, [])] for one in ("indexes", "constraints", "triggers")
        },
        "own": [project.apps.get_model(APP, end._meta.model_name) is end for end in ends],
    }


def test_each_step_renders_what_the_whole_would() -> None:
    little = ProjectState()
    assert little.apps is not None, "models are rendered from here on"
    with rendering_little():
        for number, step in enumerate(STEPS):
            step.state_forwards(APP, little)
            whole = ProjectState({key: state.clone() for key, state in little.models.items()})
            for _, name in whole.models:
                assert shape(little, name) == shape(whole, name), (number, step.describe())


def test_a_list_renders_nothing(monkeypatch: Any) -> None:
    rendered: list[str] = []
    plain = ModelState.render

    def counted(self: ModelState, apps: Any) -> Any:
        rendered.append(self.name)
        return plain(self, apps)

    monkeypatch.setattr(ModelState, "render", counted)
    project = ProjectState()
    assert project.apps is not None
    with rendering_little():
        for step in STEPS[:6]:
            step.state_forwards(APP, project)
    assert rendered == ["Room", "Door"]


def test_django_is_as_it_was_afterwards() -> None:
    before = ModelState.render, ProjectState.reload_model
    with rendering_little():
        assert (ModelState.render, ProjectState.reload_model) != before
    assert (ModelState.render, ProjectState.reload_model) == before
