"""An erasure reaches every text of every table, history included; and nobody brings one about alone."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from academies.models import Contact
from academies.reader_scope import reading_as
from academies.row_scope import every_row
from pupils.models import Pupil, Result
from pupils.models.batch import ImportStatus
from stewardship.models import Erasure, ErasureState, SubjectKind
from stewardship.services.erasure import agree_erasure, ask_erasure, refuse_erasure
from tests import factories as make
from tests.stewardship.signed_in import EVERY_WAY, left_of_sign_in, sign_in_every_way

pytestmark = pytest.mark.django_db

TEXTS = """
    SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND c.relname NOT IN ('reader_seal', 'django_migrations')
        AND a.atttypid::regtype::text IN
            ('text', 'character varying', 'jsonb', 'json', 'text[]', 'character varying[]', 'tsvector')
"""


def places_of(word: str, reader=None) -> list[str]:
    """Every column of every table in which the word stands. Coaching's rows are read as `reader`."""

    def look() -> list[str]:
        found = []
        with connection.cursor() as cursor:
            cursor.execute(TEXTS)
            for table, column in cursor.fetchall():
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s', [f"%{word}%"])
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}")
        return found

    with every_row():
        if reader is None:
            return look()
        with reading_as(reader):
            return look()


def agreed(cast, **asked):
    erasure = ask_erasure(trust=cast.trust, reason="Asked for in writing.", by=cast.data_lead, **asked)
    return agree_erasure(erasure=erasure, answer="", by=cast.administrator)


@pytest.fixture
def leaver(cast):
    """Somebody whose name stands in a dozen places, in several spellings."""
    user = make.UserFactory(full_name="Quillon Mordlethorpe-Vane", email="q.mordlethorpe@example.org")
    make.MembershipFactory(user=user, academy=cast.own, role="teacher", starts=datetime.date(2020, 9, 1))
    user.full_name = "Quillon Mordlethorpe"
    user.save()
    make.ConcernFactory(
        academy=cast.own,
        detail="QUILLON MORDLETHORPE-VANE told us. Ask q.mordlethorpe@example.org. Then Mr Mordlethorpe said so again.",
    )
    make.ContactFactory(academy=cast.own, name="Quillon  Mordlethorpe")
    return user


def test_a_person_s_name_is_found_nowhere_afterwards(cast, leaver):
    assert len(places_of("mordlethorpe")) >= 6
    assert any("event" in place for place in places_of("mordlethorpe"))
    done = agreed(cast, kind=SubjectKind.PERSON, known_as=leaver.email, words=["Mordlethorpe"])
    assert places_of("mordlethorpe") == []
    leaver.refresh_from_db()
    assert (leaver.full_name, leaver.is_active) == (f"Erased person {leaver.pk}", False)
    assert not leaver.has_usable_password() or leaver.password == "!"
    assert not leaver.memberships.current().exists()
    assert done.state == ErasureState.DONE
    assert done.words == []
    assert done.receipt["academies_concern"] == 1
    assert "ordlethorpe" not in str(done.receipt)


def test_what_stands_beside_the_name_stays(cast, leaver):
    agreed(cast, kind=SubjectKind.PERSON, known_as=leaver.email, words=["Mordlethorpe"])
    from academies.models import Concern

    detail = Concern.objects.get().detail
    assert detail == "[erased] told us. Ask [erased]. Then Mr [erased] said so again."


def test_what_somebody_signed_in_by_goes_whole(cast, leaver):
    """Keys, sessions, the identifier at Microsoft or Google, and what was never sent."""
    sign_in_every_way(leaver)
    assert left_of_sign_in(leaver) == EVERY_WAY
    agreed(cast, kind=SubjectKind.PERSON, known_as=leaver.email)
    assert left_of_sign_in(leaver) == set()


def test_a_row_that_holds_many_of_the_words_counts_once(cast, leaver):
    """Of two words that begin alike the longer one goes, whichever was given first."""
    concern = make.ConcernFactory(academy=cast.own, detail="Vane, Vane Hall and Quillon Mordlethorpe-Vane.")
    done = agreed(cast, kind=SubjectKind.PERSON, known_as=leaver.email, words=["Vane", "Vane Hall", "Mordlethorpe"])
    concern.refresh_from_db()
    assert concern.detail == "[erased], [erased] and [erased]."
    assert done.receipt["academies_concern"] == 2


def test_one_asks_and_another_agrees_on_the_pages(cast, leaver, client_of):
    asked = {"kind": "person", "known_as": leaver.email, "words": "Mordlethorpe", "reason": "Asked for in writing."}
    shown = client_of(cast.data_lead).post("/care/erasures/ask/", asked, follow=True)
    assert "It waits for somebody else to agree." in shown.content.decode()
    erasure = Erasure.objects.get()
    assert (erasure.answered_by, erasure.answered_at) == (None, None)
    shown = client_of(cast.administrator).post(f"/care/erasures/{erasure.pk}/agree/", {"answer": ""}, follow=True)
    assert "academies_concern: 1" in shown.content.decode()


def test_a_pupil_loses_the_name_and_figures_keep_the_result(world):
    cast = world.cast
    with every_row():
        enrolment = make.EnrolmentFactory(
            academy=cast.own, pupil__surname="Mordlethorpe", pupil__forename="Zebedee", pupil__upn="H123456789012"
        )
        make.ResultFactory(enrolment=enrolment, value=104.0)
        Pupil.objects.filter(pk=enrolment.pupil_id).update(surname="Mordlethorpe-Vane")
        batch = world.batches[cast.trust.pk]
        make.ImportRejectionFactory(batch=batch, value="x", row=["Mordlethorpe", "Zebedee", "H123456789012"])
        make.ImportChangeFactory(
            batch=batch, table="pupils_pupil", row_id=enrolment.pupil_id, before={"surname": "Mordlethorpe"}
        )
    make.ConcernFactory(academy=cast.own, detail="Zebedee Mordlethorpe-Vane fell.")
    assert len(places_of("mordlethorpe")) >= 5
    agreed(cast, kind=SubjectKind.PUPIL, known_as="h123456789012")
    assert places_of("mordlethorpe") == []
    assert places_of("H123456789012") == []
    with every_row():
        assert Result.objects.get(enrolment=enrolment).value == 104.0
        assert Pupil.objects.get(pk=enrolment.pupil_id).dob is None


def test_who_agrees_reads_which_waiting_files_may_name_the_pupil(cast, client_of):
    with every_row():
        make.EnrolmentFactory(academy=cast.own, pupil__upn="H123456789012")
    for name, status, trust in (
        ("waits.csv", ImportStatus.PREVIEWED, cast.trust),
        ("refused.csv", ImportStatus.REFUSED, cast.trust),
        ("applied.csv", ImportStatus.APPLIED, cast.trust),
        ("elsewhere.csv", ImportStatus.PREVIEWED, cast.foreign_trust),
    ):
        make.ImportBatchFactory(
            trust=trust, status=status, filename=name, stored_as=f"{name}.upload", actor=cast.data_lead
        )

    def told(erasure):
        return client_of(cast.administrator).get(f"/care/erasures/{erasure.pk}/").content.decode()

    erasure = ask_erasure(
        trust=cast.trust, kind=SubjectKind.PUPIL, known_as="H123456789012", reason="By letter.", by=cast.data_lead
    )
    assert "waits.csv, given by Deepa Vellacotte on" in told(erasure)
    assert "refused.csv, given by" in told(erasure)
    assert "applied.csv" not in told(erasure)
    assert "elsewhere.csv" not in told(erasure)
    agree_erasure(erasure=erasure, answer="", by=cast.administrator)
    make.ImportBatchFactory(trust=cast.trust, status=ImportStatus.PREVIEWED, filename="later.csv", stored_as="later")
    assert "waits.csv, given by" in told(erasure), "applied now, it would bring the name back"
    assert "later.csv" not in told(erasure)


def test_a_contact_goes_with_its_history(cast):
    contact = make.ContactFactory(academy=cast.own, name="Xanthe Mordlethorpe", email="x@mordlethorpe.example")
    Contact.objects.filter(pk=contact.pk).update(phone="01632 960777")
    agreed(cast, kind=SubjectKind.CONTACT, known_as="x@mordlethorpe.example")
    assert places_of("mordlethorpe") == places_of("960777") == []


def test_nobody_agrees_to_what_they_asked_for(cast, leaver):
    erasure = ask_erasure(
        trust=cast.trust, kind=SubjectKind.PERSON, known_as=leaver.email, reason="Left.", by=cast.data_lead
    )
    with pytest.raises(PermissionDenied):
        agree_erasure(erasure=erasure, answer="", by=cast.data_lead)
    with pytest.raises(PermissionDenied):
        agree_erasure(erasure=erasure, answer="", by=cast.headteacher)
    assert places_of("mordlethorpe")


def test_the_database_asks_who_agrees(cast, leaver):
    """Raw SQL as the web role brings nothing about in another's name."""
    erasure = ask_erasure(
        trust=cast.trust, kind=SubjectKind.PERSON, known_as=leaver.email, reason="Left.", by=cast.data_lead
    )
    Erasure.objects.filter(pk=erasure.pk).update(answered_by=cast.administrator, answered_at=timezone.now())
    for reader in (cast.data_lead, cast.trust_leader):
        with (
            reading_as(reader),
            pytest.raises(DatabaseError, match="agreed to by another"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT stewardship_erase(%s)", [erasure.pk])
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT stewardship_replace('Mordlethorpe', 'x')")
    assert places_of("mordlethorpe")


def test_the_triggers_are_awake_again(cast, leaver):
    agreed(cast, kind=SubjectKind.PERSON, known_as=leaver.email, words=["Mordlethorpe"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        assert cursor.fetchone() == (0,)
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE accounts_userevent SET full_name = 'forged'")


def test_what_is_checked_at_the_end_of_a_transaction_is_so_again(cast, leaver):
    draft = make.SchemeFactory(trust=cast.trust)
    first, second = (make.TierFactory(scheme=draft, position=place) for place in (91, 92))
    agreed(cast, kind=SubjectKind.PERSON, known_as=leaver.email)
    for tier, place in ((first, 92), (second, 91)):  # two that change places are alike for a moment
        type(tier).objects.filter(pk=tier.pk).update(position=place)


def test_a_refusal_says_why_and_forgets_the_words(cast, leaver):
    erasure = ask_erasure(
        trust=cast.trust, kind=SubjectKind.PERSON, known_as=leaver.email, reason="Left.", by=cast.data_lead
    )
    with pytest.raises(ValidationError):
        refuse_erasure(erasure=erasure, answer=" ", by=cast.trust_leader)
    refused = refuse_erasure(erasure=erasure, answer="A dispute is open.", by=cast.trust_leader)
    assert (refused.state, refused.words) == (ErasureState.REFUSED, [])
    with pytest.raises(PermissionDenied):
        agree_erasure(erasure=refused, answer="", by=cast.administrator)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"kind": SubjectKind.PERSON, "known_as": "unknown@example.org"}, "Nobody with this e-mail"),
        ({"kind": SubjectKind.PUPIL, "known_as": "A000000000000"}, "No pupil"),
        ({"kind": SubjectKind.PERSON, "known_as": "quillmore@example.org", "words": ["Jo"]}, "too short"),
    ],
)
def test_what_cannot_be_asked_for_is_said(asked, says, cast):
    with pytest.raises(ValidationError, match=says):
        ask_erasure(trust=cast.trust, reason="Left.", by=cast.data_lead, **asked)
