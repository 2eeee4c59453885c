from django.urls import URLPattern, path

from toolkit.views import story

urlpatterns: list[URLPattern] = [
    path("stories/", story.story_list, name="story_list"),
    path("stories/stories.csv", story.story_csv, name="story_csv"),
    path("stories/<int:pk>/", story.story_show, name="story_show"),
    path("stories/<int:pk>/answer/", story.story_answer, name="story_answer"),
]
