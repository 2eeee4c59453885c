"""Surveys of pupils and parents: how they stand, and what of their answers may be read (reviews/rules/survey.py)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from celt.lib.days import span_of_days
from celt.lib.terms import year_on
from celt.ui.parts import Status, Tone
from reviews.models import Review, Survey, SurveyAnswer, SurveyQuestion, SurveySheet
from reviews.models.survey import QuestionForm
from reviews.rules.naming import Known, blanked, known
from reviews.rules.survey import (
    TEN,
    State,
    highest_and_lowest,
    opening_of,
    question_hidden,
    sentence,
    shown_of,
    too_few,
    where_it_is,
    who_answered,
)
from reviews.services.asking import stamps_of, state_of, why_nobody_is_asked
from reviews.services.naming import names_known

STATES: dict[State, tuple[str, Tone]] = {
    "draft": ("Draft", ""),
    "waiting": ("Not open yet", ""),
    "open": ("Open", "busy"),
    "closed": ("Closed", "good"),
    "called_off": ("Called off", ""),
}


@dataclass(frozen=True, slots=True)
class ChoiceTold:
    """One of the four answers. `share`: per cent of those who answered the question, for the bar."""

    word: str
    n: int
    share: int


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """`n`: answers that are shown, 0 where none may be; then `hidden` says why. `words`: in no order."""

    pk: int
    number: int
    says: str
    free: bool
    n: int = 0
    of: str = ""
    sentence: str = ""
    choices: tuple[ChoiceTold, ...] = ()
    words: tuple[str, ...] = ()
    hidden: str = ""

    @property
    def upper(self) -> int:
        return sum(choice.n for choice in self.choices[len(self.choices) // 2 :])


@dataclass(frozen=True)
class Results:
    """`shown`: whether anything of it may be read yet."""

    survey: Survey
    n: int
    questions: tuple[QuestionTold, ...]

    @property
    def shown(self) -> bool:
        return any(question.n for question in self.questions)

    @property
    def counted(self) -> list[QuestionTold]:
        return [question for question in self.questions if not question.free]

    @property
    def stands_out(self) -> str:
        """Where the upper half of the answers was chosen most, and where least; empty where nothing does."""
        shown = [(question.says, question.upper, question.n) for question in self.counted if question.n]
        return highest_and_lowest(shown)


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey on its review's page."""

    pk: int
    title: str
    who: str
    says: str
    state: Status


@dataclass(frozen=True)
class VoicePanel:
    """`shut`: why no survey begins, for who might begin one."""

    lines: list[SurveyLine]
    edits: bool
    shut: str

    @property
    def may_make(self) -> bool:
        return self.edits and not self.shut

    def __bool__(self) -> bool:
        return bool(self.lines) or self.may_make


@dataclass(frozen=True)
class SurveyPage:
    """`results` None: the person may not read them, or it is not open yet. `hidden`: why nothing of them is shown."""

    survey: Survey
    state: State
    answer: str
    status: Status
    n: int
    questions: Sequence[SurveyQuestion]
    edits: bool
    hands_out: bool
    told: bool
    results: Results | None
    hidden: str

    @property
    def is_draft(self) -> bool:
        return self.state == "draft"

    @property
    def takes(self) -> bool:
        return self.state in ("open", "waiting")

    @property
    def days(self) -> str:
        return days_of(self.survey)

    @property
    def stands_out(self) -> str:
        return self.results.stands_out if self.results is not None else ""


def counted_surveys(user: User) -> QuerySet[Survey]:
    """What the person may know of, each with its review and how many answered (`sheets_in`). One query."""
    sheets = SurveySheet.objects.visible_to(user).filter(survey=OuterRef("pk")).order_by().values("survey")
    return (
        Survey.objects.visible_to(user)
        .select_related("review__academy__trust", "review__framework")
        .annotate(sheets_in=Coalesce(Subquery(sheets.annotate(n=Count("pk")).values("n")), 0))
    )


def voice_panel(user: User, review: Review, *, edits: bool) -> VoicePanel:
    """For the review's page. One query. `review` comes with its academy."""
    today = timezone.localdate()
    lines = []
    for survey in counted_surveys(user).filter(review=review):
        state, n = state_of(survey, today), sheets_in(survey)
        says = where_it_is(state, stamps_of(survey), n, survey.who)
        if n and state in ("open", "closed") and n < TEN:
            says += "; results from ten on"
        lines.append(SurveyLine(survey.pk, survey.title, survey.get_who_display(), says, _status(state)))
    return VoicePanel(lines, edits, why_nobody_is_asked(review))


def sheets_in(survey: Survey) -> int:
    n: int = survey.sheets_in  # type: ignore[attr-defined]
    return n


def survey_page(user: User, survey: Survey, *, edits: bool, hands_out: bool) -> SurveyPage:
    """`survey` as `counted_surveys` reads it. `hands_out`: the person gives the link to pupils or parents."""
    state, n = state_of(survey), sheets_in(survey)
    told = Survey.objects.told_to(user).filter(pk=survey.pk).exists()
    results = results_of(user, [survey]).get(survey.pk) if told and state in ("open", "closed") else None
    hidden = ""
    if results is not None and not results.shown:
        hidden = too_few(n, closed=state == "closed", who=survey.who)
    return SurveyPage(
        survey=survey,
        state=state,
        answer=opening_of(state, survey.title, n, stamps_of(survey), survey.who),
        status=_status(state),
        n=n,
        questions=list(SurveyQuestion.objects.visible_to(user).filter(survey=survey)),
        edits=edits,
        hands_out=hands_out,
        told=told,
        results=results,
        hidden=hidden,
    )


def results_of(user: User, surveys: Iterable[Survey]) -> dict[int, Results]:
    """What this person may read, by survey. `surveys` as `counted_surveys` reads them. Three queries, and the names to
    strike where there are own words: for governors there are none. Called-off surveys and drafts tell nothing."""
    standing = {survey.pk: survey for survey in surveys if state_of(survey) in ("open", "closed")}
    if not standing:
        return {}
    asked: dict[int, list[SurveyQuestion]] = defaultdict(list)
    for question in SurveyQuestion.objects.visible_to(user).filter(survey__in=standing):
        asked[question.survey_id].append(question)
    answers = SurveyAnswer.objects.visible_to(user).filter(question__survey__in=standing)
    tallies = _tallies(answers)
    words = _words(answers)
    found = {}
    for pk, survey in standing.items():
        closed = state_of(survey) == "closed"
        free = any(words[question.pk] for question in asked[pk])
        names = names_known(survey.review.academy, year_on(survey.opens)) if free else known(())
        told = []
        for number, question in enumerate(asked[pk], start=1):
            if question.form == QuestionForm.SCALE:
                told.append(_counted(question, number, survey.who, tallies[question.pk], closed=closed))
            elif words[question.pk]:
                told.append(_worded(question, number, survey.who, words[question.pk], names, closed=closed))
        found[pk] = Results(survey, sheets_in(survey), tuple(told))
    return found


def days_of(survey: Survey) -> str:
    """The days on which it took answers, or is to take them."""
    last = survey.closes
    if survey.closed_at is not None:
        last = max(survey.opens, min(last, timezone.localdate(survey.closed_at)))
    return span_of_days(survey.opens, last)


def closed_results(user: User, review: Review) -> list[Results]:
    """Of closed surveys of the review that ten or more answered: for its report."""
    surveys = counted_surveys(user).filter(pk__in=Survey.objects.told_to(user).filter(review=review).values("pk"))
    standing = [survey for survey in surveys if state_of(survey) == "closed"]
    return [results for results in results_of(user, standing).values() if results.shown]


def _status(state: State) -> Status:
    return Status(*STATES[state])


def _tallies(answers: QuerySet[SurveyAnswer]) -> dict[int, Counter[tuple[int, int]]]:
    """By question: how many chose what, of those shown from where."""
    tallies: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    rows = answers.filter(choice__isnull=False).values_list("question", "choice", "shown_from").order_by()
    for question, choice, shown_from, n in rows.annotate(n=Count("pk")):
        tallies[question][(choice, shown_from)] = n
    return tallies


def _words(answers: QuerySet[SurveyAnswer]) -> dict[int, list[tuple[str, int]]]:
    """By question: what was written, and shown from where; in the order of random keys, the same at every look."""
    words: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = answers.filter(choice__isnull=True).order_by("pk").values_list("question", "words", "shown_from")
    for question, says, shown_from in rows:
        words[question].append((says, shown_from))
    return words


def _counted(
    question: SurveyQuestion, number: int, who: str, tally: Counter[tuple[int, int]], *, closed: bool
) -> QuestionTold:
    shown = shown_of(tally.total(), closed=closed)
    if not shown:
        return QuestionTold(question.pk, number, question.says, free=False, hidden=question_hidden(closed=closed))
    counts = [
        sum(n for (choice, at), n in tally.items() if choice == place and (closed or at <= shown))
        for place in range(1, len(question.scale) + 1)
    ]
    told = zip(question.scale, counts, strict=True)
    return QuestionTold(
        question.pk,
        number,
        question.says,
        free=False,
        n=shown,
        of=who_answered(shown, who),
        sentence=sentence(counts, question.scale, who),
        choices=tuple(ChoiceTold(word, n, round(100 * n / shown)) for word, n in told),
    )


def _worded(
    question: SurveyQuestion, number: int, who: str, said: list[tuple[str, int]], names: Known, *, closed: bool
) -> QuestionTold:
    shown = shown_of(len(said), closed=closed)
    if not shown:
        return QuestionTold(question.pk, number, question.says, free=True, hidden=question_hidden(closed=closed))
    texts = tuple(blanked(says, names) for says, at in said if closed or at <= shown)
    of = who_answered(shown, who)
    return QuestionTold(question.pk, number, question.says, free=True, n=shown, of=of, words=texts)
