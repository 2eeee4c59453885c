from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews and instructional rounds"

    def ready(self) -> None:
        from celt.ui import nav
        from reviews.navigation import items

        nav.register(items)
