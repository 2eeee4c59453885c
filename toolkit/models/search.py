"""The index of the toolkit's search: an entry for each thing that readers are told of, and the words that occur.

An entry says what its thing says, never who may read it: that is asked of the thing itself each time somebody searches.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from academies.models import Trust
from accounts.models import User
from toolkit.models.about import Strand
from toolkit.models.expertise import Offer
from toolkit.models.library import Piece
from toolkit.models.practice import Practice
from toolkit.models.story import Story, StoryStatus
from toolkit.models.theory import Theory

# English stems, and letters without their accents: made by the migration of this file's models.
CONFIG = "toolkit_words"


class SearchKind(models.TextChoices):
    PRACTICE = "practice", "Practice"
    PIECE = "piece", "Library"
    THEORY = "theory", "Theory of action"
    STORY = "story", "Story"
    OFFER = "offer", "Expertise"


def told(kind: str) -> models.QuerySet[Any]:
    """The rows of a kind that stand in the index: what was published, taken or offered, and not put away since."""
    rows: dict[str, models.QuerySet[Any]] = {
        SearchKind.PRACTICE: Practice.objects.in_use(),
        SearchKind.PIECE: Piece.objects.published(),
        SearchKind.THEORY: Theory.objects.in_use(),
        SearchKind.STORY: Story.objects.filter(status=StoryStatus.TAKEN),
        SearchKind.OFFER: Offer.objects.standing(),
    }
    return rows[kind]


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, user: User) -> SearchEntryQuerySet:
        """Entries of what the person may open and readers are told of now, whatever the index still holds."""
        seen = Q()
        for kind in SearchKind.values:
            rows: Any = told(kind)
            seen |= Q(Exists(rows.visible_to(user).filter(pk=OuterRef(kind))), kind=kind)
        return self.filter(seen)


WEIGHTS = (("title", "A"), ("known_as", "B"), ("lead", "B"), ("body", "C"), ("rest", "D"))


def _document() -> Any:
    """Weighted by where a word stands: name, what it is in short, what one does, and the rest."""
    parts: list[Any] = [SearchVector(field, weight=weight, config=CONFIG) for field, weight in WEIGHTS]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole


class SearchEntry(models.Model):
    """`kind` says which of the five it is of. `phases` and `subjects` empty: for any."""

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=SearchKind)
    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    piece = models.OneToOneField(Piece, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    theory = models.OneToOneField(Theory, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    story = models.OneToOneField(Story, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True, help_text="What stands beside the title: its kind, its place.")
    known_as = models.CharField(max_length=100, blank=True, help_text="Other words for it: those of its address.")
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    rest = models.TextField(blank=True)
    strand = models.CharField(max_length=13, choices=Strand, blank=True)
    phases = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    subjects = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    document = models.GeneratedField(expression=_document(), output_field=SearchVectorField(), db_persist=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entry of the search"
        verbose_name_plural = "entries of the search"
        ordering = ("title", "pk")
        indexes = (
            # Which entries hold these words.
            GinIndex(fields=["document"], name="search_document"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(strand="") | Q(strand__in=Strand.values), name="search_strand_known"),
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(kind=kind, **{f"{each}__isnull": each != kind for each in SearchKind.values})
                        for kind in SearchKind.values
                    ),
                    _connector=Q.OR,
                ),
                name="search_entry_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word as it is written somewhere in a trust's index: what a typing error may have meant. It says nothing of
    where it stands, and is offered to nobody who may open no entry that holds it."""

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=40)

    class Meta:
        ordering = ("word",)
        indexes = (
            # Words that look like one that is not known.
            GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="search_word_like"),
        )
        constraints = (models.UniqueConstraint(fields=["trust", "word"], name="search_word_once"),)

    def __str__(self) -> str:
        return self.word
