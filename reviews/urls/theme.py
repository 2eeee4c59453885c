from django.urls import path

from reviews.views import theme

urlpatterns = [
    path("reviews/themes/", theme.themes, name="themes"),
    path("reviews/themes/report.pdf", theme.theme_pdf, name="theme_pdf"),
    path("reviews/themes/report.csv", theme.theme_csv, name="theme_csv"),
]
