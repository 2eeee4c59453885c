from django.urls import path

from reviews.views import network

urlpatterns = [
    path("reviews/networks/", network.network_list, name="network_list"),
    path("reviews/networks/new/", network.network_new, name="network_new"),
    path("reviews/networks/<int:pk>/", network.network_edit, name="network_edit"),
    path("reviews/networks/<int:pk>/end/", network.network_end, name="network_end"),
]
