from tests.access.routes.shape import Route

ROUTES: tuple[Route, ...] = ()
