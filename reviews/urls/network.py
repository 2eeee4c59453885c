from django.urls import path

from reviews.views import network

urlpatterns = [
    path("reviews/rounds/networks/", network.network_list, name="network_list"),
    path("reviews/rounds/networks/new/", network.network_new, name="network_new"),
    path("reviews/rounds/networks/<int:pk>/", network.network_edit, name="network_edit"),
    path("reviews/rounds/networks/<int:pk>/end/", network.network_end, name="network_end"),
]
