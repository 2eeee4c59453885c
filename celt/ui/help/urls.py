from django.urls import path

from celt.ui.help import views

app_name = "help"
urlpatterns = [
    path("", views.index, name="index"),
    path("glossary/", views.glossary_page, name="glossary"),
    path("reading-a-gap/", views.reading_a_gap, name="reading_a_gap"),
    path("reading-a-gap/<slug:card>.<slug:form>", views.reading_a_gap_file, name="reading_a_gap_file"),
    path("first-ten-minutes/<slug:role>/", views.first_ten_minutes, name="first_ten_minutes"),
]
