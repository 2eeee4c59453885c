"""The page on which pupils and parents answer: without an account, a cookie or a trace."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import RedisError

from reviews.models import Review, Survey, SurveyAnswer, SurveySheet
from reviews.models.survey import QuestionForm
from reviews.views import voice
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    made = make.SurveyFactory(title="You and your reading", opening="We want to know what reading is like for you.")
    make.SurveyQuestionFactory(survey=made, says="I like reading.")
    make.SurveyQuestionFactory(survey=made, says="I read at home.")
    make.SurveyQuestionFactory(survey=made, says="What would help you?", form=QuestionForm.WORDS)
    return make.open_now(made)


@pytest.fixture
def anybody():
    return Client(enforce_csrf_checks=True)


def url(survey, name="voice"):
    return reverse(f"reviews:{name}", args=[survey.token])


def sheet(survey, choice="3", words="", **more):
    first, second, free = survey.questions.all()
    return {f"q{first.pk}": choice, f"q{second.pk}": "", f"q{free.pk}": words, "key": str(uuid.uuid4()), **more}


def test_the_page_says_whose_it_is_who_reads_it_and_sets_no_cookie(survey, anybody):
    answer = anybody.get(url(survey))
    text = answer.content.decode()
    academy = survey.review.academy
    for said in (academy.name, academy.trust.name, survey.opening, "Nobody can tell who answered what", "Childline"):
        assert said in text
    assert "by its leaders and by the trust’s" in text
    assert not answer.cookies
    assert "<script" not in text
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert text.count('src="http') == text.count('href="http') == 0, "nothing of another site"


def test_somebody_answers_and_is_thanked_and_the_next_person_begins_anew(survey, anybody):
    answer = anybody.post(url(survey), sheet(survey, words="More comics"), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(url(survey, "voice_thanks"), 302)]
    assert "Your answers are in" in text
    assert f'href="{url(survey)}"' in text
    assert not anybody.cookies
    assert sorted(SurveyAnswer.objects.values_list("choice", "words"), key=str) == [(3, ""), (None, "More comics")]
    first = anybody.get(url(survey)).context["form"]["key"].value()
    assert first != anybody.get(url(survey)).context["form"]["key"].value()


def test_one_tablet_answers_for_a_class(survey, anybody):
    for _ in range(30):
        anybody.post(url(survey), sheet(survey))
    assert SurveySheet.objects.filter(survey=survey).count() == 30


def test_a_double_click_is_one_sheet(survey, anybody):
    data = sheet(survey)
    for _ in range(2):
        assert anybody.post(url(survey), data).status_code == 302
    assert SurveySheet.objects.count() == 1


@pytest.mark.parametrize("key", ["", "nonsense", "x" * 4000])
def test_a_broken_key_loses_no_answer(key, survey, anybody):
    assert anybody.post(url(survey), sheet(survey, key=key)).status_code == 302
    assert SurveySheet.objects.count() == 1


def test_a_blank_sheet_is_refused_kindly(survey, anybody):
    answer = anybody.post(url(survey), sheet(survey, choice="", words="   "))
    assert answer.status_code == 200
    assert "Nothing is answered yet" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not SurveySheet.objects.exists()


def test_too_long_words_come_back_whole(survey, anybody):
    words = "far too long " * 60
    text = anybody.post(url(survey), sheet(survey, words=words)).content.decode()
    assert "500 fit" in text
    assert words.strip() in text
    assert "checked" in text
    assert not SurveySheet.objects.exists()


@pytest.mark.parametrize("choice", ["9", "0", "two"])
def test_an_answer_that_was_not_offered_is_refused(choice, survey, anybody):
    assert "one of the four answers" in anybody.post(url(survey), sheet(survey, choice=choice)).content.decode()
    assert not SurveyAnswer.objects.exists()


def test_what_is_typed_is_text(survey, anybody):
    words = "<script>alert(1)</script>"
    text = anybody.post(url(survey), sheet(survey, choice="9", words=words)).content.decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("typed", ["upper", "joined"])
def test_a_link_typed_from_paper_leads_there(typed, survey, anybody):
    token = survey.token.upper() if typed == "upper" else survey.token.replace("-", "")
    assert anybody.get(f"/voice/{token}/").status_code == 200


@pytest.mark.parametrize("token", ["abcd-efgh-jkmn", "x", "0000-1111-oooo", "a" * 200])
@pytest.mark.parametrize("name", ["voice", "voice_thanks"])
def test_an_unknown_link_says_so_in_plain_words(token, name, anybody):
    answer = anybody.get(reverse(f"reviews:{name}", args=[token]))
    assert answer.status_code == 404
    assert "There is no survey here" in answer.content.decode()


def test_a_draft_and_one_called_off_are_nowhere(survey, anybody):
    draft = make.SurveyFactory()
    assert anybody.get(url(draft)).status_code == 404
    assert anybody.post(url(draft), {}).status_code == 404
    Survey.objects.filter(pk=survey.pk).update(called_off_at=timezone.now())
    assert anybody.get(url(survey)).status_code == 404


def test_not_yet_open(anybody):
    today = timezone.localdate()
    made = make.SurveyQuestionFactory(survey__opens=today + datetime.timedelta(days=2)).survey
    make.open_now(made)
    answer = anybody.get(url(made))
    assert answer.status_code == 200
    assert "is not open yet" in answer.content.decode()
    assert "<form" not in answer.content.decode()


@pytest.mark.parametrize("how", ["closed", "over", "review"])
def test_a_closed_survey_says_so_and_takes_nothing(how, survey, anybody):
    today = timezone.localdate()
    if how == "closed":
        Survey.objects.filter(pk=survey.pk).update(closed_at=timezone.now())
    elif how == "over":
        Survey.objects.filter(pk=survey.pk).update(closes=today - datetime.timedelta(days=1))
    else:
        Review.objects.filter(pk=survey.review_id).update(
            state="shared", moderated="agreed", reply_by=today + datetime.timedelta(days=9)
        )
    assert "is closed" in anybody.get(url(survey)).content.decode()
    sent = anybody.post(url(survey), sheet(survey))
    assert sent.status_code == 409
    assert "was not sent to anybody" in sent.content.decode()
    assert "Next person" not in anybody.get(url(survey, "voice_thanks")).content.decode()
    assert not SurveySheet.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Sec-Fetch-Site": "none"}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 302),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 302),
    ],
)
def test_a_form_of_another_site_is_refused(headers, status, survey, anybody):
    answer = anybody.post(url(survey), sheet(survey), headers=headers)
    assert answer.status_code == status
    assert SurveySheet.objects.exists() is (status == 302)


def test_a_flood_from_one_address_waits_and_loses_nothing(survey, anybody, monkeypatch):
    monkeypatch.setattr(voice, "SHEETS_IN_A_WHILE", 2)
    for _ in range(2):
        assert anybody.post(url(survey), sheet(survey)).status_code == 302
    answer = anybody.post(url(survey), sheet(survey, words="More comics"))
    assert answer.status_code == 429
    assert "Wait a minute" in answer.content.decode()
    assert "More comics" in answer.content.decode()
    assert SurveySheet.objects.count() == 2
    other = anybody.post(url(survey), sheet(survey), REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302


def test_an_answer_arrives_where_the_server_knows_no_address(survey, anybody):
    assert anybody.post(url(survey), sheet(survey), REMOTE_ADDR="").status_code == 302
    assert SurveySheet.objects.count() == 1


def test_the_address_is_in_no_cache_key(survey, anybody, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "add", lambda key, *rest: kept.append(key))
    monkeypatch.setattr(cache, "incr", lambda key: 1)
    anybody.post(url(survey), sheet(survey), REMOTE_ADDR="203.0.113.9")
    assert kept
    assert "203" not in kept[0]
    assert survey.token not in kept[0]


def test_without_its_counter_the_page_goes_on(survey, anybody, monkeypatch):
    def gone(*_):
        raise RedisError("away")

    monkeypatch.setattr(cache, "add", gone)
    assert anybody.post(url(survey), sheet(survey)).status_code == 302


def test_somebody_signed_in_is_nobody_here(survey, cast, client_of):
    text = client_of(cast.trust_leader).get(url(survey)).content.decode()
    assert cast.trust_leader.full_name not in text
    assert cast.own.name not in text
    client_of(cast.trust_leader).post(url(survey), sheet(survey))
    assert SurveySheet.objects.count() == 1


def test_parents_read_other_words_and_young_pupils_fewer(anybody):
    parents = make.SurveyQuestionFactory(survey__who="parents").survey
    young = make.SurveyQuestionFactory(survey__young=True).survey
    told = [anybody.get(url(make.open_now(each))).content.decode() for each in (parents, young)]
    assert "ten or more parents and carers" in told[0]
    assert "Childline" not in told[0]
    assert "Nobody will know which answers are yours." in told[1]
    assert "Who reads this" not in told[1]
