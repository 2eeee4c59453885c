from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "dashboards"
    verbose_name = "Dashboards"

    def ready(self) -> None:
        from academies.access import Permission
        from academies.providers import academy_ways, facts, profile_parts, records, standing, todo
        from academies.providers.search import searches
        from celt.ui import nav
        from dashboards.facts import FIGURE_KINDS, figure_facts
        from dashboards.hits import MEASURED, measure_hits
        from dashboards.navigation import items, parts_of, ways_from
        from dashboards.readings import figure_readings
        from dashboards.records import GAP, gap_records
        from dashboards.subjects import name_subjects
        from dashboards.tasks import after_import
        from dashboards.todos import figure_todos, run_todos
        from plans.providers import readings
        from pupils import providers

        nav.register(items)
        name_subjects()
        todo.register(run_todos)
        standing.register(figure_todos, needs=Permission.VIEW_FIGURES)
        facts.register(FIGURE_KINDS, figure_facts)
        records.register(GAP, gap_records)
        readings.register(figure_readings)
        searches.register((MEASURED,), measure_hits)
        if ways_from not in academy_ways:
            academy_ways.append(ways_from)
        if parts_of not in profile_parts:
            profile_parts.append(parts_of)
        if after_import not in providers.after_import:
            providers.after_import.append(after_import)
