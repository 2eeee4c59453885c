from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    name = "toolkit"
    verbose_name = "Toolkit"

    def ready(self) -> None:
        from academies.providers import timeline
        from academies.providers.search import searches
        from celt.ui import nav
        from toolkit.hits import KINDS, further_in_toolkit, toolkit_hits
        from toolkit.moments.across import toolkit_changes
        from toolkit.navigation import items
        from toolkit.subjects import name_subjects

        nav.register(items)
        timeline.register(across=toolkit_changes)
        name_subjects()
        searches.register(tuple(KINDS.values()), toolkit_hits)
        if further_in_toolkit not in searches.further:
            searches.further.append(further_in_toolkit)
