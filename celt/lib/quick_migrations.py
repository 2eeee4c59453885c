"""Migrations in a fifth of the time.

Django renders a model and all that is related to it anew after each operation, a hundred classes here. An index, a
constraint or a trigger changes nothing of the class but a list in its `_meta`: it is put in place instead. And a new
model can be rendered alone, since nothing refers to it yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

LISTS = ("indexes", "constraints", "triggers")
MADE_OF = "_made_of"


def made_of(state: ModelState) -> tuple[Any, ...]:
    """All of a model's state but the lists; equal as long as each field is the very same object."""
    rest = {name: value for name, value in state.options.items() if name not in LISTS}
    return (state.bases, state.managers, rest, {name: id(field) for name, field in state.fields.items()})


def render_little(project: ProjectState, app_label: str, model_name: str) -> bool:
    """Do what the change of this model needs; False where that is more than its lists or itself."""
    state = project.models[app_label, model_name]
    model = project.apps.all_models[app_label].get(model_name)
    if model is None:
        project.apps.render_multiple([state])
        return True
    if getattr(model, MADE_OF, None) != made_of(state):
        return False
    for name in LISTS:
        setattr(model._meta, name, list(state.options.get(name, [])))
    return True


@contextmanager
def rendering_little() -> Iterator[None]:
    """While it lasts, an operation renders no more models than it must."""
    render, reload = ModelState.render, ProjectState.reload_model

    def render_and_note(self: ModelState, apps: Apps) -> type[models.Model]:
        model: type[models.Model] = render(self, apps)
        setattr(model, MADE_OF, made_of(self))
        return model

    def reload_model(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in self.__dict__ and not render_little(self, app_label, model_name):
            reload(self, app_label, model_name, delay)

    ModelState.render, ProjectState.reload_model = render_and_note, reload_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ModelState.render, ProjectState.reload_model = render, reload  # type: ignore[method-assign]
