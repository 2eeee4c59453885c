from academies.access import Permission
from tests.access.routes.shape import Route

VIEW = Permission.VIEW_ACADEMY
ROUTES: tuple[Route, ...] = (
    Route("academies:academy_list", VIEW),
    Route("academies:academy_list", VIEW, query="?phase=primary&needs=any&watched=1&sort=-tier"),
    Route("academies:academy_csv", VIEW),
)
