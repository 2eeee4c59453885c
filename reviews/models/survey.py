"""Voice: a short anonymous survey of pupils or parents, beside a review (docs/adr/0016-voice-is-anonymous.md).

What is kept of an answer is which question it answers and what it says: no person, no address, no device, no moment,
and nothing that ties one person's answers together. So sheets and answers have keys that tell no order and no history.
"""

from __future__ import annotations

import secrets
import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.models.locks import Both, Either
from accounts.models import User
from reviews.models.review import TOLD_TO_GOVERNORS, Review, reviews_of

# Without what looks alike on paper: 12 of these are 59 bits, and a parent can type them.
TOKEN_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
WORDS_AT_MOST = 500
# Review states after which nobody is asked any more: the head reads what the team read.
ASKING_ENDS_WITH = ("shared", "published", "followed", "called_off")


class Who(models.TextChoices):
    PUPILS = "pupils", "Pupils"
    PARENTS = "parents", "Parents and carers"


class QuestionForm(models.TextChoices):
    SCALE = "scale", "One of four answers"
    WORDS = "words", "Own words"


def new_token() -> str:
    signs = [secrets.choice(TOKEN_SIGNS) for _ in range(12)]
    return "-".join("".join(signs[n : n + 4]) for n in (0, 4, 8))


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, user: User) -> SurveyQuerySet:
        """Whoever may know of it: drafts for the team and who runs reviews there; once it was opened, for the academy's
        leaders too, who hand it out; for governors once the review is published."""
        opened = Q(opened_at__isnull=False)
        return self.filter(
            academies_where(user, Permission.RUN_REVIEWS, "review__academy")
            | Q(review__in=reviews_of(user).values("review"))
            | (opened & academies_where(user, Permission.VIEW_REVIEWS, "review__academy"))
            | (
                opened
                & academies_where(user, Permission.READ_REVIEWS, "review__academy")
                & Q(review__state__in=TOLD_TO_GOVERNORS)
            )
        )

    def told_to(self, user: User) -> SurveyQuerySet:
        """Whose results the person may read, as far as the thresholds let anybody."""
        return self.visible_to(user).filter(opened_at__isnull=False, review__in=Review.objects.told_to(user))

    def editable_by(self, user: User) -> SurveyQuerySet:
        return self.filter(review__in=Review.objects.editable_by(user))

    def standing(self) -> SurveyQuerySet:
        return self.filter(called_off_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Survey(models.Model):
    """`token`: its public address. It takes answers from `opens` to `closes`, both days in, unless closed before."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="surveys")
    who = models.CharField("who is asked", max_length=7, choices=Who)
    title = models.CharField(max_length=80, help_text="As the people who answer read it.")
    opening = models.TextField("opening words", blank=True, help_text="One or two sentences above the questions.")
    young = models.BooleanField(
        "for pupils of the primary years",
        default=False,
        help_text="Larger letters and fewer words around the questions.",
    )
    opens = models.DateField("from")
    closes = models.DateField("until")
    token = models.CharField(max_length=20, unique=True, default=new_token, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ("opens", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(who__in=Who.values), name="survey_who_known"),
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")),
                name="survey_closes_after_it_opens",
                violation_error_message="The last day comes before the first.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False), name="survey_closed_was_open"
            ),
            models.CheckConstraint(
                condition=Q(young=False) | Q(who="pupils"),
                name="survey_young_are_pupils",
                violation_error_message="Only pupils are asked as pupils of the primary years.",
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="opened_survey_stands",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__opened_at__isnull=False),
                    pgtrigger.AnyChange("review", "who", "title", "opening", "young", "opens", "token", "opened_at"),
                ),
            ),
            # Closed is closed: the answers of one more day could be read from the difference.
            pgtrigger.Protect(
                name="closed_survey_stays_closed",
                operation=pgtrigger.Update,
                condition=Either(
                    pgtrigger.Q(old__closed_at__isnull=False), pgtrigger.Q(old__called_off_at__isnull=False)
                ),
            ),
            pgtrigger.Trigger(
                name="survey_past_its_last_day_stays_closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF OLD.opened_at IS NOT NULL AND NEW.closes <> OLD.closes
                    AND OLD.closes < (now() AT TIME ZONE 'Europe/London')::date
                THEN
                    RAISE EXCEPTION 'The last day of this survey is over, and it stays closed.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="survey_is_never_deleted", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.title


class SurveyQuestionQuerySet(models.QuerySet["SurveyQuestion"]):
    def visible_to(self, user: User) -> SurveyQuestionQuerySet:
        return self.filter(survey__in=Survey.objects.visible_to(user))

    def editable_by(self, user: User) -> SurveyQuestionQuerySet:
        return self.filter(survey__in=Survey.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SurveyQuestion(models.Model):
    """`scale`: the four answers from the least to the most; none where one answers in own words."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="questions")
    order = models.PositiveSmallIntegerField(default=0)
    says = models.CharField("question", max_length=160)
    form = models.CharField("how one answers", max_length=5, choices=QuestionForm, default=QuestionForm.SCALE)
    scale = models.JSONField(default=list, blank=True)

    objects = SurveyQuestionQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(form__in=QuestionForm.values), name="survey_question_form_known"),
            models.UniqueConstraint(
                fields=["survey", "says"],
                name="survey_question_once",
                violation_error_message="The survey asks this already.",
            ),
            models.CheckConstraint(
                condition=Q(form="words", scale=[]) | (Q(form="scale") & ~Q(scale=[])),
                name="survey_question_scale_of_its_form",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="question_only_before_opening",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("opened", "TIMESTAMPTZ")],
                func=pgtrigger.Func(  # type: ignore[no-untyped-call]
                    """
                    IF TG_OP <> 'INSERT' THEN
                        SELECT opened_at INTO opened FROM reviews_survey WHERE id = OLD.survey_id FOR SHARE;
                        IF opened IS NOT NULL THEN
                            RAISE EXCEPTION 'The survey was opened, and its questions stand.'
                                USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    SELECT opened_at INTO opened FROM reviews_survey WHERE id = NEW.survey_id FOR SHARE;
                    IF opened IS NOT NULL THEN
                        RAISE EXCEPTION 'The survey was opened, and its questions stand.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        )

    def __str__(self) -> str:
        return self.says


_TAKES_ANSWERS = """
    IF NOT EXISTS (
        SELECT 1 FROM reviews_survey s JOIN reviews_review r ON r.id = s.review_id
        WHERE s.id = (%s) AND s.opened_at IS NOT NULL AND s.closed_at IS NULL AND s.called_off_at IS NULL
            AND r.state NOT IN ('shared', 'published', 'followed', 'called_off')
    ) THEN
        RAISE EXCEPTION 'The survey takes no answers now.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class SurveySheetQuerySet(models.QuerySet["SurveySheet"]):
    def visible_to(self, user: User) -> SurveySheetQuerySet:
        """To be counted: it says nothing else."""
        return self.filter(survey__in=Survey.objects.visible_to(user))


class SurveySheet(models.Model):
    """That somebody answered. Its key is a keyed hash of the one that came with the form, so that a sheet sent twice
    is one sheet and nobody finds a device's sheet by the form that it holds."""

    id = models.UUIDField(primary_key=True, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="sheets")

    objects = SurveySheetQuerySet.as_manager()

    class Meta:
        triggers = (
            pgtrigger.Trigger(
                name="sheet_only_while_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_TAKES_ANSWERS % "NEW.survey_id",
            ),
            pgtrigger.Protect(name="sheet_stands", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return str(self.survey_id)


class SurveyAnswerQuerySet(models.QuerySet["SurveyAnswer"]):
    def visible_to(self, user: User) -> SurveyAnswerQuerySet:
        """Reviews' readers; governors only what can be counted. Pages show none below the thresholds
        (reviews/rules/survey.py)."""
        inside = (
            academies_where(user, Permission.VIEW_REVIEWS, "question__survey__review__academy")
            | academies_where(user, Permission.RUN_REVIEWS, "question__survey__review__academy")
            | Q(question__survey__review__in=reviews_of(user).values("review"))
        )
        return self.filter(
            inside | Q(question__form=QuestionForm.SCALE), question__survey__in=Survey.objects.told_to(user)
        )


class SurveyAnswer(models.Model):
    """One answer to one question, tied to no sheet. `shown_from`: with how many answers of its question it is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(SurveyQuestion, on_delete=models.PROTECT, related_name="answers")
    choice = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=WORDS_AT_MOST, blank=True)
    shown_from = models.PositiveSmallIntegerField()

    objects = SurveyAnswerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(choice__in=(1, 2, 3, 4), words="") | (Q(choice__isnull=True) & ~Q(words="")),
                name="survey_answer_is_one_thing",
            ),
            models.CheckConstraint(condition=Q(shown_from__gte=10), name="survey_answer_never_below_ten"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="answer_only_while_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_TAKES_ANSWERS % "SELECT survey_id FROM reviews_surveyquestion WHERE id = NEW.question_id",
            ),
            pgtrigger.Trigger(
                name="answer_of_its_questions_form",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM reviews_surveyquestion
                    WHERE id = NEW.question_id AND (form = 'scale') = (NEW.choice IS NOT NULL)
                ) THEN
                    RAISE EXCEPTION 'The question is answered in another form.' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="answer_stands", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return str(self.question_id)
