from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Improvement plans"

    def ready(self) -> None:
        from academies.providers import academy_ways
        from celt.ui import nav
        from plans.navigation import items
        from plans.ways import plan_ways

        nav.register(items)
        if plan_ways not in academy_ways:
            academy_ways.append(plan_ways)
