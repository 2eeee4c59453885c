from academies.access import Permission
from tests.access.routes.shape import Route, name_of, slug

ROUTES: tuple[Route, ...] = (
    Route("academies:academy_facts", Permission.VIEW_ACADEMY, args=slug, shows=name_of),
    Route("academies:academy_timeline", Permission.VIEW_ACADEMY, args=slug, shows=name_of),
    Route("dashboards:academy_like", Permission.VIEW_FIGURES, args=slug, shows=name_of),
)
