"""Night runs: what was computed when, how each measure went, and the button that starts one."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.lib.sentences import counted
from celt.ui.parts import Link
from celt.ui.tables import configured
from dashboards.models import GapRun, RunStatus
from dashboards.services import request_run
from dashboards.tables import RunMeasureTable, RunTable

RUNS_A_PAGE = 30


@require_safe
@needs(Permission.VIEW_RUNS)
def run_list(request: SignedInRequest) -> HttpResponse:
    runs = GapRun.objects.visible_to(request.user).filter(trust=request.person.trust).select_related("by")
    latest = next((run for run in runs[:RUNS_A_PAGE] if run.published_at), None)
    answer = (
        f"The figures were last computed on {latest.published_at:%-d %B %Y at %H:%M}."
        if latest and latest.published_at
        else "No figures have been computed yet."
    )
    return render(
        request,
        "dashboards/run_list.html",
        {
            "answer": answer,
            "table": configured(request, RunTable(runs), per_page=RUNS_A_PAGE),
            "may_run": request.person.can_trust_wide(Permission.RUN_GAPS),
            "running": any(run.status in (RunStatus.WAITING, RunStatus.RUNNING) for run in runs[:RUNS_A_PAGE]),
        },
    )


@require_safe
@needs(Permission.VIEW_RUNS)
def run_show(request: SignedInRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(GapRun.objects.visible_to(request.user).select_related("by"), pk=pk)
    failed = [measure for measure in run.measures if measure.get("error")]
    return render(
        request,
        "dashboards/run_show.html",
        {
            "run": run,
            "answer": _answer(run, len(failed)),
            "table": RunMeasureTable(run.measures),
            "failed": failed,
            "crumbs": [Link("Night runs", "../"), Link(str(run))],
        },
    )


def _answer(run: GapRun, failed: int) -> str:
    if run.status == RunStatus.WAITING:
        return "This run waits for a worker. The figures before it stand."
    if run.status == RunStatus.RUNNING:
        return f"This run is {run.progress}% done. The figures before it stand until it is whole."
    if run.status == RunStatus.PUBLISHED:
        return f"This run published {counted(run.figures, 'figure')} of {counted(len(run.measures), 'measure')}."
    if run.status == RunStatus.PARTLY:
        return f"This run published all but {counted(failed, 'measure')}, whose earlier figures stand."
    return "This run published nothing. The figures before it stand."


@require_POST
@needs(Permission.RUN_GAPS, whole_trust=True)
def run_start(request: SignedInRequest) -> HttpResponseBase:
    assert request.person.trust is not None
    request_run(trust=request.person.trust, by=request.user)
    messages.success(request, "A run has been asked for. The figures change when it is whole, and not before.")
    return redirect("dashboards:run_list")
