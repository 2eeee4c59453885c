from django.urls import path

from academies.views import term

urlpatterns = [
    path("terms/", term.term_list, name="term_list"),
    path("terms/<int:year>/", term.term_edit, name="term_edit"),
]
