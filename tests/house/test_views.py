"""Pages read through `visible_to` or `editable_by`, and write through services."""

import ast

import pytest

from tests.house.files import files, is_room, name, tree

READERS = ("views", "selectors", "tables", "filters", "forms", "providers", "todos", "context", "home", "navigation")
NARROWING = {"visible_to", "editable_by", "told_to", "partners_of", "none"}
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
# Reads that no person narrows, each with its reason. A stale entry fails.
UNSCOPED = {
    ("accounts/selectors/own.py", "Authenticator"): "one's own, by one's key",
    ("accounts/selectors/sign_ins.py", "Session"): "those of sign-ins that are one's own",
    ("academies/selectors/invitation.py", "Invitation"): "whoever holds the link reads it",
    ("academies/selectors/invitation.py", "Membership"): "what the person who holds the link was given",
    ("academies/selectors/person.py", "User"): "who holds a visible role, and who gave it",
    ("academies/selectors/person.py", "SocialAccount"): "whether a visible person has one; hands out no row",
    ("academies/selectors/person.py", "SignIn"): "when a visible person came last, for administrators",
    ("academies/views/demo.py", "User"): "the demo's door is knocked at by nobody in particular",
    (
        "academies/selectors/inspection_changes.py",
        "User",
    ): "names who put an inspection right, where the page may name staff",
    ("academies/todos/concerns.py", "ConcernEntry"): "the last step of a concern that the query around it narrows",
    ("dashboards/selectors/academy.py", "GapFigure"): "disclosure.figures narrows what it is given",
    ("dashboards/selectors/facts.py", "GapFigure"): "disclosure.figures narrows what it is given",
    ("dashboards/selectors/gaps.py", "GapFigure"): "disclosure.figures narrows what it is given",
    ("dashboards/selectors/staff.py", "GapFigure"): "disclosure.own_figures narrows what it is given",
    ("dashboards/selectors/trust.py", "GapFigure"): "disclosure.figures narrows what it is given",
    ("plans/selectors/action.py", "User"): "who may be named as doing an action: staff_of the academy, for its writers",
    ("plans/selectors/document.py", "SuccessCriterion"): "those of priorities that the query around it narrows",
    ("plans/selectors/people.py", "User"): "staff of an academy, offered to those who write its plan",
    ("plans/selectors/people.py", "Membership"): "staff of an academy, offered to those who write its plan",
    ("plans/selectors/plan.py", "SuccessCriterion"): "those of priorities that the query around it narrows",
    ("plans/selectors/priority.py", "User"): "staff of the academy, and who the priority names already",
    ("plans/selectors/priority.py", "Theory"): "what is visible, and what the priority names already",
    ("plans/selectors/priority.py", "TrustPriority"): "what is visible, and what the priority names already",
    ("plans/selectors/named.py", "Membership"): "decides whose names the person is told; hands out no row",
    ("reviews/selectors/check.py", "Finding"): "who may read a review is shown there what it has to look at again",
    ("reviews/selectors/check.py", "FindingCheck"): "who may read a review is shown there what it has to look at again",
    ("reviews/selectors/finding.py", "Finding"): "who may read a review is told there how many it has to look at again",
    ("reviews/selectors/finding.py", "FindingCheck"): "which of them the review that is read has looked at",
    ("reviews/selectors/finding.py", "FindingNote"): "those of notes that the query within it narrows",
    ("reviews/selectors/review.py", "SupportDelivery"): "the day on which a review’s own promise was booked; no row",
    ("reviews/selectors/review_list.py", "Finding"): "whether one is open in a review that is listed; no row",
    ("reviews/selectors/review_list.py", "FindingCheck"): "whether any review has looked at it; hands out no row",
    ("reviews/selectors/since_moderation.py", "Finding"): "whether one was changed since moderation; hands out no row",
    ("reviews/selectors/report.py", "ReviewMember"): "told by role; by name to those who see reviews before governors",
    ("reviews/selectors/report.py", "Membership"): "the roles of who is on the team; no name",
    ("reviews/selectors/voice.py", "Survey"): "whoever holds the link of an open survey may answer it",
    (
        "reviews/selectors/round_show.py",
        "Membership",
    ): "where a round’s visitors work, for whoever may know who visits",
    ("reviews/selectors/round_pattern.py", "RoundGroup"): "of rounds that the caller may read; a pattern and numbers",
    ("reviews/selectors/round_pattern.py", "RoundNote"): "counted under a pattern; hands out no word of any",
    ("reviews/selectors/round_pattern.py", "RoundClassroom"): "counted under a pattern; hands out no row",
    ("reviews/selectors/round_report.py", "RoundVisitor"): "told in numbers; by name to whoever may know who visits",
    ("reviews/selectors/round_report.py", "Membership"): "from how many academies visitors came; no name",
    ("academies/selectors/draft.py", "Draft"): "the database gives whoever holds the ticket their own, and no other",
    ("toolkit/forms/practice.py", "User"): "who may own a practice: offered to those who keep the toolkit",
    ("toolkit/selectors/practice_page.py", "Membership"): "who writes in the toolkit today; hands out no row",
    ("toolkit/selectors/practice_page.py", "User"): "whom a writer may ask to review, by name",
    ("toolkit/selectors/trial.py", "Membership"): "whether who wrote it still works there; hands out no row",
    ("toolkit/selectors/search_words.py", "SearchWord"): "words that are like one; told where an entry holds them",
    ("dashboards/todos.py", "GapRun"): "who reads a figure may know when it was computed",
    ("dashboards/selectors/gaps.py", "GapRun"): "who reads a figure may know when it was computed",
    ("reviews/selectors/gathering.py", "ReviewMember"): "who was on the team once is told why they write no more",
    ("reviews/selectors/gathering.py", "Review"): "what is visible, and where the person was on the team once",
    ("reviews/views/gathering.py", "ReviewNote"): "what is visible, and one's own",
    ("coaching/selectors/colleagues.py", "Membership"): "colleagues of the trust, found by whoever knows their name",
    ("reviews/views/file.py", "ReviewFile"): "what is visible, and one's own",
    ("reviews/selectors/file.py", "ReviewFile"): "counted, for whoever may know of the review",
    ("reviews/selectors/file.py", "ReviewNote"): "counted, for whoever may know of the review",
    ("stewardship/selectors/history.py", "Membership"): "the roles of who changed a record that the person may read",
    ("stewardship/selectors/history.py", "User"): "names who changed a record, for who reads its history",
    ("checkpoints/selectors/intervention.py", "FollowUp"): "those of interventions that the caller narrows",
    ("checkpoints/selectors/people.py", "Membership"): "who may decide for an academy, offered to those who name them",
    ("checkpoints/todos/checkpoints.py", "HandIn"): "whether the academy has handed in; hands out no row",
    ("checkpoints/todos/checkpoints.py", "CheckpointDecision"): "whether it was decided; hands out no row",
    ("checkpoints/todos/checkpoints.py", "CheckpointPlace"): "which checkpoint asks about one’s interventions; a title",
    ("checkpoints/todos/checkpoints.py", "FollowUp"): "whether it was said already; hands out no row",
}

# Who opens every pupil row (docs/adr/0003-row-security-by-scope.md). No page does.
EVERY_ROW = {
    "academies/row_scope.py",
    "dashboards/demo/load.py",
    "dashboards/gaps/run.py",
    "pupils/imports/run.py",
    "pupils/management/commands/import_file.py",
    "pupils/services/coverage.py",
    "pupils/services/imports.py",
}


def unscoped(module: ast.Module) -> list[tuple[str, int]]:
    """`Model.objects.filter(...)` and the like: (model, line) of each that does not begin by narrowing."""
    found = []
    for node in ast.walk(module):
        if not (isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name)):
            continue
        step = next(
            (outer.attr for outer in ast.walk(module) if isinstance(outer, ast.Attribute) and outer.value is node),
            "",
        )
        if step not in NARROWING:
            found.append((node.value.id, node.lineno))
    return found


def writes(module: ast.Module) -> list[tuple[str, int]]:
    return [
        (node.func.attr, node.lineno)
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        # form.save(commit=False) and the session are not the database.
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id in {"form", "session", "messages"})
    ]


def test_pages_read_through_visible_to():
    found = {
        (name(path), model): line
        for path in files(".py")
        if is_room(path, *READERS)
        for model, line in unscoped(tree(path))
    }
    beyond = {
        f"{path}:{line} {model}.objects" for (path, model), line in found.items() if (path, model) not in UNSCOPED
    }
    assert not beyond, f"Read through visible_to(user) or editable_by(user): {sorted(beyond)}"
    stale = set(UNSCOPED) - set(found)
    assert not stale, f"No longer needed in UNSCOPED: {stale}"


def test_views_write_through_services():
    found = [
        f"{name(path)}:{line} .{what}()"
        for path in files(".py")
        if is_room(path, "views", "selectors", "tables", "filters")
        for what, line in writes(tree(path))
    ]
    assert not found, f"Write through a service: {found}"


def test_every_pupil_row_is_opened_by_few_and_by_no_page():
    callers = {
        name(path)
        for path in files(".py")
        if not name(path).startswith(("tests/", "bench/"))
        and any(isinstance(node, ast.Name) and node.id == "every_row" for node in ast.walk(tree(path)))
    } | {"academies/row_scope.py"}
    assert callers == EVERY_ROW, "Who opens every row? Say so in EVERY_ROW, or open the scope of some academies."


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Academy.objects.all()", 1),
        ("get_object_or_404(Academy, pk=1); Academy.objects.filter(pk=1)", 1),
        ("f(Academy.objects)", 1),
        ("Academy.objects.visible_to(u).filter(pk=1)", 0),
        ("Academy.objects.editable_by(u)", 0),
    ],
)
def test_an_unscoped_read_is_found(code, found):
    assert len(unscoped(ast.parse(code))) == found


@pytest.mark.parametrize(("code", "found"), [("academy.save()", 1), ("A.objects.create(x=1)", 1), ("form.save()", 0)])
def test_a_write_is_found(code, found):
    assert len(writes(ast.parse(code))) == found
