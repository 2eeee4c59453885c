"""What Celery beat starts, and when: the one table of everything that runs by itself.

Settings read it, so it imports nothing of Django. Times are those of `CELERY_TIMEZONE`. What belongs to the night is
told in hours after the night run, so that an installation that moves its night moves all of it.
"""

from typing import Any

from celery.schedules import crontab


def beat_table(night_run_hour: int) -> dict[str, dict[str, Any]]:
    """Beat's entries by their name in words; each names the task by its path."""

    def after_night(hours: int, minute: int) -> crontab:
        return crontab(hour=str((night_run_hour + hours) % 24), minute=str(minute))

    return {
        # What says that beat and a worker live (celt/health.py).
        "heartbeat": {"task": "celt.heartbeat", "schedule": 60.0},
        "gaps every night": {"task": "dashboards.tasks.compute_every_night", "schedule": after_night(0, 4)},
        # A message that was lost with Redis, or a worker that was killed, costs minutes and not a night.
        "runs left undone": {"task": "dashboards.tasks.resume_runs", "schedule": 300.0},
        "imports left undone": {"task": "pupils.tasks.resume_imports", "schedule": 300.0},
        # After the night's run, so that it has the newest figures.
        "plans at a term's end": {"task": "plans.tasks.keep_at_term_end", "schedule": after_night(3, 34)},
        "sessions of who left": {"task": "academies.tasks.close_for_leavers", "schedule": after_night(1, 4)},
        "what its time has run out for": {
            "task": "stewardship.tasks.carry_out_retention",
            "schedule": after_night(2, 24),
        },
        "coaching that somebody left": {"task": "coaching.tasks.close_for_leavers", "schedule": after_night(1, 14)},
        "coaching that waits": {
            "task": "coaching.tasks.remind_by_mail",
            "schedule": crontab(hour="6", minute="40", day_of_week="mon-fri"),
        },
        # Again through the day, for a Monday on which beat began late: nobody is written to twice.
        "letters each Monday": {
            "task": "academies.tasks.weekly_letters",
            "schedule": crontab(hour="6,7,8,10,12,15", minute="20", day_of_week="mon"),
        },
        "reminders": {"task": "academies.tasks.reminders", "schedule": crontab(hour="7,8,10,12", minute="50")},
        "letters left unsent": {"task": "academies.tasks.letters_left", "schedule": 900.0},
    }
