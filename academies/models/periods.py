"""Ranges of days for exclusion constraints."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class Days(Func):
    """daterange(first, last, '[]'): both ends count."""

    function = "DATERANGE"
    output_field = DateRangeField()
