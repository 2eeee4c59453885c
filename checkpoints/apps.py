"""Checkpoints that the trust sets, what academies hand in, and what was decided for each."""

from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    name = "checkpoints"
    verbose_name = "Checkpoints"

    def ready(self) -> None:
        from academies.providers import answers, records
        from celt.ui import nav
        from checkpoints.navigation import items
        from checkpoints.records.interventions import INTERVENTION, intervention_answers, intervention_records

        nav.register(items)
        records.register(INTERVENTION, intervention_records)
        answers.register(intervention_answers)
