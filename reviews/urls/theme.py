from django.urls import path

from reviews.views import strength_story, theme

urlpatterns = [
    path("reviews/themes/", theme.themes, name="themes"),
    path("reviews/themes/report.pdf", theme.theme_pdf, name="theme_pdf"),
    path("reviews/themes/report.csv", theme.theme_csv, name="theme_csv"),
    path("reviews/findings/<int:pk>/story/", strength_story.strength_offer, name="strength_offer"),
]
