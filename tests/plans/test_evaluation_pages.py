"""Pages of the rings and of self-evaluations: what each person reads, and what bad input is told."""

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.models.academy import Status
from plans.models import AgreedRating, ConditionRating, SelfEvaluation
from plans.models.evaluation import EvaluationStatus, Standing
from plans.strategy import CONDITIONS
from tests import factories as make
from tests.access.reading import text_of

ALL_SECURE = {f"{slug}-standing": "3" for slug in CONDITIONS}


@pytest.fixture
def opened(cast):
    return make.SelfEvaluationFactory(academy=cast.own, opened_by=cast.headteacher)


@pytest.fixture
def agreed(cast):
    return make.agreed_evaluation(
        {"literacy": Standing.SECURE}, "Books of three years.", academy=cast.own, opened_by=cast.headteacher
    )


def page(client, name, *args, **query):
    response = client.get(reverse(f"plans:{name}", args=args), query)
    assert response.status_code == 200, response.status_code
    return text_of(response)


def lines_of(client, name, *args):
    """The rows of a file below its header."""
    text = client.get(reverse(f"plans:{name}", args=args)).content.decode("utf-8-sig")
    return text.strip().splitlines()[1:]


def test_without_one_the_page_offers_the_first_step_to_the_head_alone(cast, client_of):
    open_it = reverse("plans:evaluation_open", args=[cast.own.slug])
    assert open_it in page(client_of(cast.headteacher), "rings", cast.own.slug)
    for reader in (cast.governor, cast.teacher, cast.trust_leader):
        told = page(client_of(reader), "rings", cast.own.slug)
        assert open_it not in told
        assert "No self-evaluation of Heronwick Primary Academy has been agreed yet" in told


def test_the_picture_is_told_in_words_for_who_does_not_see_it(cast, client_of, agreed):
    told = page(client_of(cast.governor), "rings", cast.own.slug)
    assert '<svg class="rings-svg" viewBox="0 0 720 720" role="img"' in told
    assert "Powerful learning: Literacy: Secure in most places; Numeracy: Beginning" in told
    assert "One of 20 conditions is secure or embedded at Heronwick Primary Academy." in told


def test_what_moved_is_told_against_the_one_before(cast, client_of, agreed):
    later = {"literacy": Standing.BEGINNING, "curriculum": Standing.EMBEDDED}
    make.agreed_evaluation(later, academy=cast.own, opened_by=cast.headteacher, agreed_at=timezone.now())
    told = page(client_of(cast.governor), "rings", cast.own.slug)
    assert "one went up and one went down since autumn 2026" in told
    assert "down from secure" in told
    assert "up from beginning" in told
    compared = page(client_of(cast.governor), "rings_compare", cast.own.slug)
    assert "1 condition went up and 1 condition went down between" in compared


def test_comparing_stands_nonsense_in_the_address(cast, client_of, agreed):
    client = client_of(cast.governor)
    assert "not yet two self-evaluations" in page(client, "rings_compare", cast.own.slug)
    make.agreed_evaluation(academy=cast.own, opened_by=cast.headteacher)
    for nonsense in ("x", "-1", "9" * 40, str(agreed.pk)):
        page(client, "rings_compare", cast.own.slug, **{"from": nonsense, "to": nonsense})


def test_readers_are_told_no_name_below_the_head(cast, client_of):
    said = "Miss Quillmore reads with Year 2 daily, as Nadia Quillmore told governors."
    make.agreed_evaluation({}, said, academy=cast.own, opened_by=cast.headteacher)
    for reader in (cast.governor, cast.trustee):
        for name in ("rings", "rings_csv"):
            told = page(client_of(reader), name, cast.own.slug)
            assert "Quillmore" not in told
            assert "member of staff reads with Year 2" in told
    assert "Quillmore" in page(client_of(cast.headteacher), "rings", cast.own.slug)


def test_one_rates_ring_by_ring_and_comes_back(cast, client_of, opened):
    client, url = client_of(cast.teacher), reverse("plans:evaluation_rate", args=[opened.pk])
    centre = {
        "literacy-standing": "2",
        "literacy-says": "Books.",
        "numeracy-standing": "cannot",
        "curiosity-standing": "3",
    }
    response = client.post(f"{url}?ring=centre", centre)
    assert response.url == f"{url}?ring=preconditions"
    assert ConditionRating.objects.get(condition="numeracy").standing is None
    again = client.get(f"{url}?ring=centre")
    assert "Books." in text_of(again)
    assert "Pre-conditions" in text_of(client.get(url))


def test_what_is_typed_without_a_standing_is_told_and_not_lost(cast, client_of, opened):
    url = reverse("plans:evaluation_rate", args=[opened.pk])
    response = client_of(cast.teacher).post(f"{url}?ring=centre", {"literacy-says": "Half the books are new."})
    told = text_of(response)
    assert "Choose where it stands, or “I cannot judge”" in told
    assert "Half the books are new." in told
    assert not ConditionRating.objects.exists()


def test_a_made_up_standing_is_told_and_nothing_is_lost(cast, client_of, opened):
    url = reverse("plans:evaluation_rate", args=[opened.pk])
    sent = {"literacy-standing": "9", "literacy-says": "Half the books are new."}
    told = text_of(client_of(cast.teacher).post(f"{url}?ring=centre", sent))
    assert "Choose one of the four" in told
    assert "Half the books are new." in told


def test_50_000_characters_are_told_by_how_much_they_are_too_long(cast, client_of, opened):
    url = reverse("plans:evaluation_rate", args=[opened.pk])
    sent = {"literacy-standing": "2", "literacy-says": "<p class=MsoNormal>" + "word " * 10_000}
    told = text_of(client_of(cast.teacher).post(f"{url}?ring=centre", sent))
    assert "characters long" in told
    assert "word word word" in told


def test_two_windows_of_one_person_are_shown_both_versions(cast, client_of, opened):
    client, url = client_of(cast.teacher), reverse("plans:evaluation_rate", args=[opened.pk])
    form = client.get(f"{url}?ring=centre").context["form"]
    client.post(
        f"{url}?ring=centre", {"seen": form["seen"].value(), "literacy-standing": "2", "literacy-says": "First."}
    )
    late = {"seen": form["seen"].value(), "literacy-standing": "3", "literacy-says": "Second."}
    told = text_of(client.post(f"{url}?ring=centre", late))
    assert "First." in told
    assert "Second." in told
    assert ConditionRating.objects.get().says == "First."


@pytest.mark.parametrize("ended", ["agreed", "called off"])
def test_who_still_has_the_page_open_is_told_and_shown_what_they_typed(cast, client_of, opened, ended):
    if ended == "agreed":
        make.agree(opened, by=cast.headteacher)
    else:
        SelfEvaluation.objects.filter(pk=opened.pk).update(
            status=EvaluationStatus.CALLED_OFF, called_off_at=timezone.now(), why_called_off="Too full a term."
        )
    url = reverse("plans:evaluation_rate", args=[opened.pk])
    sent = {"literacy-standing": "2", "literacy-says": "Half the books are new.", "literacy-hinders": "No time."}
    response = client_of(cast.teacher).post(f"{url}?ring=centre", sent)
    told = text_of(response)
    assert response.status_code == 409
    assert f"was {ended} on" in told
    assert "Half the books are new." in told
    assert "No time." in told
    assert not ConditionRating.objects.exists()


def test_the_head_sees_the_spread_without_names_until_they_are_asked_for(cast, client_of, opened):
    for n, standing in enumerate((2, 3, 3, 3)):
        rater = make.UserFactory(full_name=f"Rater Plumstead-{n}")
        make.ConditionRatingFactory(evaluation=opened, by=rater, standing=standing, says=f"Seen in room {n}.")
    client = client_of(cast.headteacher)
    for name in ("evaluation_show", "evaluation_agree"):
        told = page(client, name, opened.pk)
        assert "4 people: 1 beginning, 3 secure" in told
        assert "Plumstead" not in told
    assert "Plumstead-2" in page(client, "evaluation_agree", opened.pk, names="1")
    assert "Seen in room" not in page(client_of(cast.teacher), "evaluation_show", opened.pk)


def test_where_people_disagree_most_comes_first(cast, client_of, opened):
    for condition, standings in (("literacy", (2, 2)), ("networking", (1, 4))):
        for standing in standings:
            make.ConditionRatingFactory(evaluation=opened, condition=condition, standing=standing)
    said = client_of(cast.headteacher).get(reverse("plans:evaluation_agree", args=[opened.pk])).context["said"]
    assert said.conditions[0].condition.slug == "networking"


def test_of_few_raters_the_head_is_told_how_few(cast, client_of, opened):
    client = client_of(cast.headteacher)
    make.ConditionRatingFactory(evaluation=opened, by=cast.headteacher)
    make.ConditionRatingFactory(evaluation=opened, by=cast.teacher)
    assert "One person besides you has rated" in page(client, "evaluation_agree", opened.pk)


def test_the_middle_is_chosen_and_the_head_decides(cast, client_of, opened):
    for standing in (2, 3, 4):
        make.ConditionRatingFactory(evaluation=opened, standing=standing)
    client, url = client_of(cast.headteacher), reverse("plans:evaluation_agree", args=[opened.pk])
    assert client.get(url).context["form"]["literacy-standing"].value() == "3"
    client.post(url, {"do": "draft", "literacy-standing": "1", "literacy-says": "Not in Key Stage 2."})
    assert AgreedRating.objects.get().standing == 1
    assert client.get(url).context["form"]["literacy-standing"].value() == "1"


def test_agreeing_with_conditions_missing_says_which_and_keeps_the_page(cast, client_of, opened):
    url = reverse("plans:evaluation_agree", args=[opened.pk])
    sent = {**ALL_SECURE, "networking-standing": "", "says": "It stands well.", "do": "agree"}
    told = text_of(client_of(cast.headteacher).post(url, sent))
    assert "One condition has no standing yet: Networks" in told
    assert "It stands well." in told


def test_agreeing_leads_to_the_picture(cast, client_of, opened):
    client, url = client_of(cast.headteacher), reverse("plans:evaluation_agree", args=[opened.pk])
    response = client.post(url, {**ALL_SECURE, "says": "It stands well.", "do": "agree"}, follow=True)
    told = text_of(response)
    assert "20 of 20 conditions are secure or embedded" in told
    assert "It stands well." in told


def test_a_second_one_cannot_be_opened(cast, client_of, opened):
    url = reverse("plans:evaluation_open", args=[cast.own.slug])
    soon = timezone.localdate().isoformat()
    response = client_of(cast.headteacher).post(url, {"term": "autumn-2026", "closes_on": soon})
    assert "is open already" in text_of(response)
    assert SelfEvaluation.objects.count() == 1


def test_a_closed_academy_says_so(cast, client_of, agreed):
    cast.own.status, cast.own.closed = Status.CLOSED, timezone.localdate().replace(month=8, day=31)
    cast.own.save()
    for name in ("rings", "evaluation_open"):
        assert "its plans can be read, not changed" in page(client_of(cast.headteacher), name, cast.own.slug)


def test_the_file_has_every_condition_of_every_agreement(cast, client_of, agreed):
    lines = lines_of(client_of(cast.governor), "rings_csv", cast.own.slug)
    assert len(lines) == len(CONDITIONS)
    assert any("Literacy" in line and "Secure in most places" in line for line in lines)


def test_pillars_count_what_leans_on_each(cast, client_of, agreed):
    make.agreed_evaluation({"numeracy": Standing.EMBEDDED}, academy=cast.sibling, opened_by=cast.sibling_head)
    told = page(client_of(cast.trust_leader), "pillars")
    assert "2 of 6 standings secure or embedded" in told
    page(client_of(cast.trustee), "pillars", pillar="vision", sort="-literacy")
    page(client_of(cast.trustee), "pillars", pillar="astrology", phase="x", sort="nothing")
    assert client_of(cast.headteacher).get(reverse("plans:pillars")).status_code == 403
    assert len(lines_of(client_of(cast.trustee), "pillars_csv")) == 2 * 7
