"""Triggers hold against the web role itself: no setting of its session and no table of its own leads round them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from academies.models import Tier
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(cast):
    return make.DecisionFactory(academy=cast.own, tier=make.scheme_in_use(cast.trust).tiers.get(word="Repair"))


def refused(*statements: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError:
        return True
    return False


def triggers_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        names = [row[0] for row in cursor.fetchall()]
    assert names
    return ",".join(names)


def test_no_session_says_that_triggers_are_to_be_ignored(decision):
    ignoring = f"SET LOCAL pgtrigger.ignore = '{{{triggers_of('academies_categorydecision')}}}'"
    assert refused(ignoring, f"UPDATE academies_categorydecision SET rationale = 'Other' WHERE id = {decision.pk}")
    assert refused(ignoring, f"DELETE FROM academies_categorydecision WHERE id = {decision.pk}")
    before = decision.events.count()
    assert not refused(ignoring, f"UPDATE academies_categorydecision SET answer_says = 'So' WHERE id = {decision.pk}")
    assert decision.events.count() == before + 1, "history is written all the same"


def test_a_temporary_table_takes_no_place_in_what_a_trigger_asks(decision):
    tier = Tier.objects.get(pk=decision.tier_id)
    assert refused(
        "CREATE TEMPORARY TABLE academies_categoryscheme ON COMMIT DROP AS"
        f" SELECT id, 'draft'::text AS status FROM public.academies_categoryscheme WHERE id = {tier.scheme_id}",
        f"UPDATE public.academies_tier SET word = 'Other' WHERE id = {tier.pk}",
    )
    before = decision.events.count()
    assert not refused(
        "CREATE TEMPORARY TABLE academies_categorydecisionevent ON COMMIT DROP AS"
        " SELECT * FROM public.academies_categorydecisionevent WITH NO DATA",
        f"UPDATE public.academies_categorydecision SET answer_says = 'So' WHERE id = {decision.pk}",
        "DROP TABLE pg_temp.academies_categorydecisionevent",
    )
    assert decision.events.count() == before + 1, "history is written to its own table"
