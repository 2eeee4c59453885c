"""A copy of the database for training: everybody in it becomes somebody else, the same everywhere.

What becomes of a field is said by its kind in the register (personal_data.toml, `copy`). The same value becomes the
same invented one in every table and every history, so that a record still hangs together; the salt is forgotten, so
that nobody can go back.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction

from stewardship.rules.register import classified, kept_models, kinds
from stewardship.selectors.history import event_of

FORENAMES = (
    "Ada", "Bram", "Cleo", "Dewi", "Edie", "Finn", "Greta", "Hugo", "Iris", "Jonah", "Kezia", "Linus", "Mabel", "Nils",
    "Orla", "Piers", "Quincy", "Rhona", "Silas", "Tilda", "Ursula", "Viggo", "Willa", "Xavi", "Yusuf", "Zelda",
)  # fmt: skip
SURNAMES = (
    "Ashgrove", "Birchfell", "Cloverley", "Dunmarsh", "Elmsworth", "Fernhollow", "Gorsedale", "Hazelmere", "Ivybridge",
    "Juniperton", "Kelpwick", "Larchmoor", "Mossbank", "Nettlecombe", "Oakenshaw", "Pinewell", "Quarryside",
    "Rushbrook", "Sedgeley", "Thornbury", "Underwood", "Vetchley", "Willowby", "Yarrowdale",
)  # fmt: skip
SENTENCE = "This stands where somebody wrote something. "
# What holds copies of words, and what opens a door somewhere: besides what the register says goes.
EMPTIED = ("toolkit_searchword", "academies_draft", "academies_calendarfeed", "academies_invitation", "reader_seal")


class NotACopy(Exception):
    """Why nothing was changed."""


@transaction.atomic
def anonymise(*, copy: str) -> int:
    """How many columns were changed. Raises NotACopy, having changed nothing, where `copy` is not the name of this
    database, somebody else is connected to it, or we do not own its tables."""
    with connection.cursor() as cursor:
        _check(cursor, copy)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in _functions(secrets.token_hex(16)):
            cursor.execute(statement)
        # First, so that no word of an index becomes the same as another. At once, as some of these point at others.
        gone = ", ".join(f'"{table}"' for table in sorted(_emptied()))
        cursor.execute(f"TRUNCATE {gone}")
        return sum(_change(cursor, table, columns) for table, columns in _tables())


def _check(cursor: Any, copy: str) -> None:
    cursor.execute(
        "SELECT current_database(), (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid()), pg_has_role((SELECT relowner FROM pg_class WHERE oid ="
        " 'accounts_user'::regclass), 'MEMBER')"
    )
    name, others, owns = cursor.fetchone()
    if name != copy:
        raise NotACopy(f"This is the database {name}, and not the copy {copy}. Nothing was changed.")
    if others:
        raise NotACopy(f"Somebody else is connected to {name}: it is in use, and so no copy. Nothing was changed.")
    if not owns:
        raise NotACopy("Only the owner of the tables can do this. Nothing was changed.")


def _emptied() -> set[str]:
    """The tables of which nothing is left, and their histories."""
    found = set(EMPTIED)
    for model in kept_models():
        slugs = {classified().get((model._meta.label, field.name)) for field in model._meta.concrete_fields}
        copies = {kinds()[slug].copy for slug in slugs if slug not in (None, "none")}
        event = event_of(model)
        if model._meta.db_table in EMPTIED or copies == {"gone"}:
            found |= {each._meta.db_table for each in (model, event) if each}
    return found


def _tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Each table, and its history's, with column -> what it becomes."""
    emptied = _emptied()
    for model in kept_models():
        event = event_of(model)
        for each in (model, event) if event else (model,):
            if each._meta.db_table in emptied:
                continue
            columns: dict[str, str] = {}
            for field in each._meta.concrete_fields:
                kind = classified().get((model._meta.label, field.name))
                how = kinds()[kind].copy if kind else "keep"
                if field.column and how != "keep" and not getattr(field, "generated", False) and not field.is_relation:
                    columns[field.column] = _becomes(field, how)
            if columns:
                yield each._meta.db_table, columns


def _becomes(field: models.Field[Any, Any], how: str) -> str:
    """The SQL of the invented value."""
    column = f'"{field.column}"'
    name = field.name
    if how == "gone":
        return "NULL" if field.null else "'!'"  # the hash of nobody's password
    if how == "who":
        return f"{column} - 'url'"  # whose change it was, and not by which address
    if isinstance(field, models.JSONField):
        return f"CASE WHEN jsonb_typeof({column}) = 'array' THEN '[]'::jsonb ELSE '{{}}'::jsonb END"
    if isinstance(field, ArrayField):
        return f"ARRAY(SELECT left(pg_temp.wrote(each), 300) FROM unnest({column}) each)"
    if isinstance(field, models.DateField):
        return f"{column} + (pg_temp.number({column}::text) % 59 - 29)::int"
    if not isinstance(field, models.CharField | models.TextField):
        return column
    letters = field.max_length or 10_000
    if how == "email" or isinstance(field, models.EmailField) or name == "email":
        invented = f"'someone-' || pg_temp.number({column}) || '@example.org'"
    elif how == "number":
        invented = f"'Z' || lpad((pg_temp.number({column}) % 1000000000000)::text, 12, '0')"
    elif how == "name":
        part = "surname" if name == "surname" else "forename" if name == "forename" else "whole"
        invented = f"pg_temp.named({column}, '{part}')"
    elif how == "nothing":
        invented = "''"
    else:
        invented = f"pg_temp.wrote({column})"
    return f"CASE WHEN {column} = '' THEN '' ELSE left({invented}, {letters}) END"


def _functions(salt: str) -> Iterator[str]:
    """They go with the connection. Nothing is kept by which one could go back."""
    forenames, surnames = (", ".join(f"'{name}'" for name in names) for names in (FORENAMES, SURNAMES))
    yield f"""
    CREATE FUNCTION pg_temp.number(value text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
        SELECT ('x' || substr(encode(sha256(convert_to('{salt}' || lower(value), 'UTF8')), 'hex'), 1, 15))
            ::bit(60)::bigint
    $$"""
    yield f"""
    CREATE FUNCTION pg_temp.named(value text, part text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE part
            WHEN 'forename' THEN (ARRAY[{forenames}])[1 + pg_temp.number(value) % {len(FORENAMES)}]
            WHEN 'surname' THEN (ARRAY[{surnames}])[1 + pg_temp.number(value) % {len(SURNAMES)}]
            ELSE (ARRAY[{forenames}])[1 + pg_temp.number(value) % {len(FORENAMES)}] || ' '
                || (ARRAY[{surnames}])[1 + pg_temp.number(value || '.') % {len(SURNAMES)}]
        END
    $$"""
    yield f"""
    CREATE FUNCTION pg_temp.wrote(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT pg_temp.number(value) % 10000 || '. ' || CASE WHEN length(value) < 60 THEN 'Somebody wrote this.'
            ELSE repeat('{SENTENCE}', length(value) / {len(SENTENCE)}) END
    $$"""


def _change(cursor: Any, table: str, columns: dict[str, str]) -> int:
    sets = ", ".join(f'"{column}" = {becomes}' for column, becomes in columns.items())
    cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    cursor.execute(f'UPDATE "{table}" SET {sets}')
    cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    return len(columns)
