from django.urls import URLPattern, path

from toolkit.views import playbook, search

urlpatterns: list[URLPattern] = [
    path("search/", search.search, name="search"),
    path("search/search.csv", search.search_csv, name="search_csv"),
    path("playbook/", playbook.playbook, name="playbook"),
    path("playbook/playbook.pdf", playbook.playbook_pdf, name="playbook_pdf"),
]
