"""What practices and pieces of the library are about: their strand and phases, and how strong the evidence is."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Strand(models.TextChoices):
    LITERACY = "literacy", "Reading, writing and talk"
    METACOGNITION = "metacognition", "Metacognition and self-regulation"
    ENGAGEMENT = "engagement", "Engagement and belonging"
    EXPLAINING = "explaining", "Explaining and modelling"
    QUESTIONING = "questioning", "Questioning and checking"
    MEMORY = "memory", "Memory and practice"
    FEEDBACK = "feedback", "Feedback"
    CULTURE = "culture", "Routines and culture"


class TaughtPhase(models.TextChoices):
    """The phases of teaching, which are not those of academies: an all-through academy teaches in several."""

    EARLY_YEARS = "early_years", "Early years"
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    SIXTEEN_PLUS = "sixteen_plus", "16 plus"


class Strength(models.TextChoices):
    STRONG = "strong", "Strong: many good studies agree"
    PROMISING = "promising", "Promising: several studies, with gaps"
    MIXED = "mixed", "Mixed: studies disagree"
    EARLY = "early", "Early: few studies, or from elsewhere"


def phases_field() -> Any:
    return ArrayField(models.CharField(max_length=12, choices=TaughtPhase), verbose_name="phases")


def lines_field(verbose_name: str, help_text: str = "") -> Any:
    """Short lines, one thing each."""
    return ArrayField(models.CharField(max_length=300), default=list, blank=True, verbose_name=verbose_name,
                      help_text=help_text)  # fmt: skip
