from django.urls import path

from reviews.views import file

urlpatterns = [
    path("reviews/<int:pk>/files/add/", file.file_add, name="file_add"),
    path("reviews/files/<int:pk>/", file.file_show, name="file_show"),
    path("reviews/files/<int:pk>/small/", file.file_thumb, name="file_thumb"),
    path("reviews/files/<int:pk>/about/", file.file_caption, name="file_caption"),
    path("reviews/files/<int:pk>/strike/", file.file_strike, name="file_strike"),
]
