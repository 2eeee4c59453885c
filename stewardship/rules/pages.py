"""The page of a record, for the way back from its history: a name of an address, and what of the record stands in it.

A part leads to its whole's page nowhere: whoever reads its history came from there.
"""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from plans.models import Plan
from plans.rules.year import year_slug

PAGES = {
    "academies.Academy": ("academies:academy_detail", "slug"),
    "academies.CategoryDecision": ("academies:decision_show", "pk"),
    "academies.CategoryScheme": ("academies:scheme_show", "pk"),
    "academies.Concern": ("academies:concern_show", "pk"),
    "academies.Deployment": ("academies:deployment_show", "pk"),
    "academies.Inspection": ("academies:inspection_show", "pk"),
    "academies.SupportPromise": ("academies:promise_show", "pk"),
    "checkpoints.Intervention": ("checkpoints:intervention_show", "pk"),
    "checkpoints.TrustCheckpoint": ("checkpoints:checkpoint_show", "pk"),
    "dashboards.GapRun": ("dashboards:run_show", "pk"),
    "plans.Action": ("plans:action_show", "pk"),
    "plans.Enquiry": ("plans:enquiry_show", "pk"),
    "plans.LearningTeam": ("plans:team_show", "pk"),
    "plans.Priority": ("plans:priority_show", "pk"),
    "plans.SelfEvaluation": ("plans:evaluation_show", "pk"),
    "plans.Tour": ("plans:tour_show", "pk"),
    "pupils.ImportBatch": ("pupils:batch_show", "pk"),
    "readers.Edition": ("readers:edition_show", "pk"),
    "reviews.Framework": ("reviews:framework_show", "pk"),
    "reviews.Review": ("reviews:review_show", "pk"),
    "reviews.Round": ("reviews:round_show", "pk"),
    "stewardship.Erasure": ("stewardship:erasure_show", "pk"),
    "toolkit.Piece": ("toolkit:piece_show", "pk"),
    "toolkit.Practice": ("toolkit:practice_show", "slug"),
    "toolkit.Story": ("toolkit:story_show", "pk"),
    "toolkit.Theory": ("toolkit:theory_show", "pk"),
}


def page_of(record: models.Model) -> str:
    """Empty for what has no page of its own."""
    if isinstance(record, Plan):
        return reverse("plans:plan_year", args=[record.academy.slug, year_slug(record.academic_year)])
    if record._meta.label in PAGES:
        address, key = PAGES[record._meta.label]
        return reverse(address, args=[getattr(record, key)])
    return ""
