from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews and instructional rounds"

    def ready(self) -> None:
        from academies.providers import academy_ways, answers, events, records, timeline, todo
        from academies.providers.search import searches
        from celt.ui import nav
        from reviews.happenings.together import visiting_events
        from reviews.hits import KINDS, visiting_hits
        from reviews.moments.across import visiting_changes
        from reviews.moments.together import visiting_moments
        from reviews.navigation import items
        from reviews.practice_uses import practices_looked_at
        from reviews.records.finding import FINDING, finding_records
        from reviews.records.promises import review_answers
        from reviews.records.round import NEXT_WORK, ROUND, next_work_records, round_records
        from reviews.subjects import name_subjects
        from reviews.todos.together import visiting_todos
        from reviews.ways import review_ways
        from toolkit.providers import practice_uses

        nav.register(items)
        searches.register(KINDS, visiting_hits)
        name_subjects()
        if review_ways not in academy_ways:
            academy_ways.append(review_ways)
        records.register(FINDING, finding_records)
        records.register(ROUND, round_records)
        records.register(NEXT_WORK, next_work_records)
        answers.register(review_answers)
        events.register(visiting_events)
        practice_uses.register(practices_looked_at)
        timeline.register(visiting_moments, across=visiting_changes)
        todo.register(visiting_todos)
