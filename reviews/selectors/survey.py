"""Surveys of pupils and parents: how they stand, and what of their answers may be read (reviews/rules/survey.py)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
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
    shuffled,
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
    """What the person may know of, each with its review, how many answered (`sheets_in`), and whether they may read the
    results (`is_told`). One query."""
    sheets = SurveySheet.objects.visible_to(user).filter(survey=OuterRef("pk")).order_by().values("survey")
    return (
        Survey.objects.visible_to(user)
        .select_related("review__academy__trust", "review__framework")
        .annotate(
            sheets_in=Coalesce(Subquery(sheets.annotate(n=Count("pk")).values("n")), 0),
            is_told=Exists(Survey.objects.told_to(user).filter(pk=OuterRef("pk"))),
        )
    )


def voice_panel(user: User, review: Review, *, edits: bool) -> VoicePanel:
    """For the review's page. One query. `review` comes with its academy."""
    today = timezone.localdate()
    lines = []
    for survey in counted_surveys(user).filter(review=review):
        state, n = state_of(survey, today), sheets_in(survey)
        if state == "called_off" and survey.opened_at is None:
            continue  # A draft that was dropped asked nobody anything.
        says = where_it_is(state, stamps_of(survey), n, survey.who)
        if n and state in ("open", "closed") and n < TEN:
            says += "; results from ten on"
        lines.append(SurveyLine(survey.pk, survey.title, survey.get_who_display(), says, _status(state)))
    return VoicePanel(lines, edits, why_nobody_is_asked(review))


def sheets_in(survey: Survey) -> int:
    n: int = survey.sheets_in  # type: ignore[attr-defined]
    return n


def is_told(survey: Survey) -> bool:
    told: bool = survey.is_told  # type: ignore[attr-defined]
    return told


def survey_page(
    user: User, survey: Survey, *, edits: bool = False, hands_out: bool = False, words: bool = True
) -> SurveyPage:
    """`survey` as `counted_surveys` reads it. `hands_out`: the person gives the link to pupils or parents. `words`:
    what was written is read too, where the person may."""
    state, n = state_of(survey), sheets_in(survey)
    questions = list(SurveyQuestion.objects.visible_to(user).filter(survey=survey))
    results = _results(user, {survey: questions}, words=words).get(survey.pk)
    hidden = ""
    if results is not None and not results.shown:
        hidden = too_few(n, closed=state == "closed", who=survey.who)
    return SurveyPage(
        survey=survey,
        state=state,
        answer=opening_of(state, survey.title, n, stamps_of(survey), survey.who),
        status=_status(state),
        n=n,
        questions=questions,
        edits=edits,
        hands_out=hands_out,
        results=results,
        hidden=hidden,
    )


def closed_counts(user: User, review: Review) -> list[Results]:
    """Of closed surveys of the review that ten or more answered, without what was written: for its report. One query,
    and two more where there are any."""
    standing = [survey for survey in counted_surveys(user).filter(review=review) if state_of(survey) == "closed"]
    if not standing:
        return []
    asked: dict[Survey, list[SurveyQuestion]] = {survey: [] for survey in standing}
    of = {survey.pk: survey for survey in standing}
    for question in SurveyQuestion.objects.visible_to(user).filter(survey__in=standing):
        asked[of[question.survey_id]].append(question)
    return [results for results in _results(user, asked, words=False).values() if results.shown]


def _results(user: User, asked: Mapping[Survey, Sequence[SurveyQuestion]], *, words: bool) -> dict[int, Results]:
    """What this person may read, by survey. One query, and the names to strike where there are own words: for governors
    there are none. Called-off surveys and drafts tell nothing."""
    standing = {
        survey: state_of(survey) == "closed"
        for survey in asked
        if is_told(survey) and state_of(survey) in ("open", "closed")
    }
    if not standing:
        return {}
    answers = SurveyAnswer.objects.visible_to(user).filter(question__survey__in=[survey.pk for survey in standing])
    tallies = _tallies(answers if words else answers.filter(choice__isnull=False))
    found = {}
    for survey, closed in standing.items():
        free = any(tallies[question.pk] for question in asked[survey] if question.form == QuestionForm.WORDS)
        names = names_known(survey.review.academy, year_on(survey.opens)) if free else known(())
        told = []
        for number, question in enumerate(asked[survey], start=1):
            tally = tallies[question.pk]
            if question.form == QuestionForm.SCALE:
                told.append(_counted(question, number, survey.who, tally, closed=closed))
            elif tally:
                told.append(_worded(question, number, survey.who, tally, names, closed=closed))
        found[survey.pk] = Results(survey, sheets_in(survey), tuple(told))
    return found


def days_of(survey: Survey) -> str:
    """The days on which it took answers, or is to take them."""
    last = survey.closes
    if survey.closed_at is not None:
        last = max(survey.opens, min(last, timezone.localdate(survey.closed_at)))
    return span_of_days(survey.opens, last)


def _status(state: State) -> Status:
    return Status(*STATES[state])


# By what was said, choice or words, and from where it is shown: how many said it.
Tally = Counter[tuple[int | str, int]]


def _tallies(answers: QuerySet[SurveyAnswer]) -> dict[int, Tally]:
    """By question."""
    tallies: dict[int, Tally] = defaultdict(Counter)
    rows = answers.values_list("question", "choice", "words", "shown_from").order_by().annotate(n=Count("pk"))
    for question, choice, words, shown_from, n in rows:
        tallies[question][(choice or words, shown_from)] = n
    return tallies


def _counted(question: SurveyQuestion, number: int, who: str, tally: Tally, *, closed: bool) -> QuestionTold:
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
    question: SurveyQuestion, number: int, who: str, tally: Tally, names: Known, *, closed: bool
) -> QuestionTold:
    shown = shown_of(tally.total(), closed=closed)
    if not shown:
        return QuestionTold(question.pk, number, question.says, free=True, hidden=question_hidden(closed=closed))
    said = [str(words) for (words, at), n in tally.items() if closed or at <= shown for _ in range(n)]
    texts = tuple(blanked(words, names) for words in shuffled(said))
    of = who_answered(shown, who)
    return QuestionTold(question.pk, number, question.says, free=True, n=shown, of=of, words=texts)
