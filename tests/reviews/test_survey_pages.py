"""A survey in its lead's hands: begun from a set, opened, given out, read, turned into a note and into the report."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.models import ReviewNote, Survey
from reviews.models.framework import EvidenceKind
from reviews.models.review import MemberRole
from reviews.models.survey import QuestionForm
from tests import factories as make
from tests.access.reading import text_of
from tests.worlds.finding import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(cast):
    made = make.ReviewFactory(academy=cast.own, state="gathering", title="Reading review")
    make.ReviewMemberFactory(review=made, person=cast.second_leader, role=MemberRole.LEAD)
    return made


@pytest.fixture
def lead(cast, client_of):
    return client_of(cast.second_leader)


def asked(review, answers=0, words="More comics", title="You and your reading") -> Survey:
    survey = make.SurveyFactory(review=review, title=title)
    for says in ("I like reading.", "I read at home.", "Somebody hears me read."):
        make.SurveyQuestionFactory(survey=survey, says=says)
    make.SurveyQuestionFactory(survey=survey, says="What would help you?", form=QuestionForm.WORDS)
    make.open_now(survey)
    make.answer_survey(survey, answers, words=words)
    return survey


def close(survey: Survey) -> Survey:
    Survey.objects.filter(pk=survey.pk).update(closed_at=timezone.now())
    return survey


def lines_of(answer) -> list[str]:
    text: str = answer.content.decode("utf-8-sig")
    return text.splitlines()


def at(name, *args):
    return reverse(f"reviews:{name}", args=args)


def page_of(client, survey) -> str:
    text: str = client.get(at("survey_show", survey.pk)).content.decode()
    return text


def test_from_a_set_to_an_open_survey(lead, review):
    assert "Ask pupils or parents" in lead.get(at("review_show", review.pk)).content.decode()
    begin = lead.get(at("survey_new", review.pk)).content.decode()
    assert "What would help you to read more?" in begin
    answer = lead.post(at("survey_new", review.pk), {"begin": "reading_parents"}, follow=True)
    survey = Survey.objects.get()
    assert "is a draft" in answer.content.decode()
    lead.post(at("survey_edit", survey.pk), {"title": "Books at home", "opens": survey.opens, "closes": survey.closes})
    answer = lead.post(at("survey_step", survey.pk, "open"), follow=True)
    survey.refresh_from_db()
    text = answer.content.decode()
    assert answer.redirect_chain[-1][0] == at("survey_share", survey.pk)
    assert survey.token in text
    assert 'role="img" aria-label="QR code that opens http' in text
    assert "Nobody has answered" not in text
    assert "nobody has answered so far" in page_of(lead, survey)


def test_an_empty_draft_asks_for_questions_first(lead, review):
    lead.post(at("survey_new", review.pk), {"begin": "own-parents"})
    survey = Survey.objects.get()
    assert survey.who == "parents"
    assert "Add the questions first" in page_of(lead, survey)
    refused = lead.post(at("survey_step", survey.pk, "open"), follow=True)
    assert "Add a question first" in refused.content.decode()
    wrong = lead.post(at("survey_question_add", survey.pk), {"says": "", "scale": "often"})
    assert "Write the question." in wrong.content.decode()
    lead.post(at("survey_question_add", survey.pk), {"says": "We read at home.", "scale": "days"})
    assert "Hardly ever · About once a week" in page_of(lead, survey)


def test_two_people_who_change_one_question_are_shown_both_versions(lead, review):
    lead.post(at("survey_new", review.pk), {"begin": "reading_parents"})
    question = Survey.objects.get().questions.all()[0]
    url = at("survey_question_edit", question.pk)
    seen = lead.get(url).context["form"]["seen"].value()
    lead.post(url, {"says": "We read together.", "scale": "days", "seen": seen})
    second = lead.post(url, {"says": "We all read.", "scale": "days", "seen": seen}).content.decode()
    assert "Both versions stand below" in second
    assert "We read together." in second


def test_questions_of_an_open_survey_have_no_form(lead, review):
    survey = asked(review)
    answer = lead.get(at("survey_question_edit", survey.questions.all()[0].pk), follow=True).content.decode()
    assert "everybody answers the same ones" in answer
    assert "Take out" not in page_of(lead, survey)


def test_the_last_day_moves_and_closing_is_for_good(lead, review):
    survey = asked(review)
    later = survey.closes + datetime.timedelta(days=3)
    lead.post(at("survey_edit", survey.pk), {"closes": later.isoformat()})
    survey.refresh_from_db()
    assert survey.closes == later
    wrong = lead.post(at("survey_edit", survey.pk), {"closes": "2020-01-01"}).content.decode()
    assert "is over. Choose a day to come" in wrong
    lead.post(at("survey_step", survey.pk, "close"))
    survey.refresh_from_db()
    assert survey.closed_at
    assert lead.get(at("survey_share", survey.pk)).status_code == 302
    assert lead.get(at("survey_poster", survey.pk)).status_code == 302
    again = lead.post(at("survey_edit", survey.pk), {"closes": later.isoformat()}).content.decode()
    assert "stays so" in again
    assert lead.post(at("survey_step", survey.pk, "reopen")).status_code == 404


def test_six_answers_show_a_count_and_nothing_else(lead, review):
    text = page_of(lead, asked(review, 6))
    assert "6 pupils have answered so far" in text
    assert "Four more answers are needed before anything is shown." in text
    assert "More comics" not in text
    assert "survey-bars" not in text
    assert "6 have answered; results from ten on" in lead.get(at("review_show", review.pk)).content.decode()


def test_twelve_answers_show_results_with_their_table(lead, review):
    text = page_of(lead, close(asked(review, 12)))
    assert "12 pupils answered “You and your reading”" in text
    assert "All 12 pupils answered “Mostly” or “Always”." in text
    assert text.count("<table") == 3
    assert "More comics" in text


def test_the_file_has_what_the_page_shows_and_no_own_words(lead, review):
    few, many = asked(review, 6), close(asked(review, 12))
    assert lines_of(lead.get(at("survey_csv", few.pk))) == ["Question,Answer,How many,Of how many who answered"]
    lines = lines_of(lead.get(at("survey_csv", many.pk)))
    assert len(lines) == 1 + 3 * 4
    assert "I like reading.,Mostly,12,12" in lines
    assert not any("More comics" in line for line in lines)


def test_a_note_is_written_from_a_result(lead, review, cast, client_of):
    survey = close(asked(review, 12))
    url = at("survey_note", survey.pk, 2)
    form = lead.get(url).content.decode()
    assert "“I read at home”: all 12 pupils answered" in form
    answer = lead.post(url, {"says": "Every pupil says that they read at home.", "client_key": ""})
    assert answer.status_code == 302
    note = ReviewNote.objects.get()
    assert (note.kind, note.where, note.by) == (EvidenceKind.PUPILS, "Survey of pupils", cast.second_leader)
    assert lead.get(at("survey_note", survey.pk, 9)).status_code == 404
    assert client_of(cast.trust_leader).get(url).status_code == 403


def test_no_note_from_what_is_not_shown(lead, review):
    assert lead.get(at("survey_note", asked(review, 9).pk, 1)).status_code == 404


def test_the_report_has_counts_of_closed_surveys_alone(cast, client_of, lead, review):
    asked(review, 30, title="Still open", words="Not yet")
    close(asked(review, 9))
    close(asked(review, 12))
    report = lead.get(at("report", review.pk)).content.decode()
    assert report.count("Voice: You and your reading") == 1
    assert "Never 0 · Sometimes 0 · Mostly 12 · Always 0" in report
    assert "More comics" not in report
    publish(review)
    governor = client_of(cast.governor)
    assert "12 pupils answered" in governor.get(at("report", review.pk)).content.decode()
    assert "All 12 pupils answered" in text_of(governor.get(at("report_pdf", review.pk)))


def test_a_governor_reads_counts_once_it_is_published(cast, client_of, review):
    survey = close(asked(review, 12))
    governor = client_of(cast.governor)
    assert governor.get(at("survey_show", survey.pk)).status_code == 404
    publish(review)
    text = page_of(governor, survey)
    assert "All 12 pupils answered" in text
    assert "More comics" not in text
    assert "What would help you?" not in text
    assert governor.get(at("survey_share", survey.pk)).status_code == 403


def test_a_head_gives_out_the_link_before_the_results_are_theirs(cast, client_of, review):
    survey = asked(review, 30)
    head = client_of(cast.headteacher)
    text = page_of(head, survey)
    assert "Link, QR code and poster" in text
    assert "once the review is shared with the head" in text
    assert "More comics" not in text
    assert "survey-bars" not in text
    assert len(lines_of(head.get(at("survey_csv", survey.pk)))) == 1
    assert survey.token in head.get(at("survey_share", survey.pk)).content.decode()
    assert head.post(at("survey_step", survey.pk, "close")).status_code == 403


def test_the_poster_is_one_tagged_page_with_the_link(lead, review):
    survey = asked(review)
    answer = lead.get(at("survey_poster", survey.pk))
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer)
    assert survey.token[:4] in text
    assert "Nobody can tell who answered what." in text
    assert b"/MarkInfo" in answer.content or b"pdfuaid" in answer.content


def test_a_look_sends_nothing(lead, review):
    survey = asked(review)
    look = lead.get(at("survey_preview", survey.pk)).content.decode()
    assert "nothing is sent from here" in look
    assert "<button" not in look
