from django.urls import path

from academies.views import search

urlpatterns = [path("search/", search.search, name="search")]
