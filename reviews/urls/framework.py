from django.urls import URLPattern, path

from reviews.views import framework, framework_part

urlpatterns: list[URLPattern] = [
    path("reviews/frameworks/", framework.framework_list, name="framework_list"),
    path("reviews/frameworks.csv", framework.framework_csv, name="framework_csv"),
    path("reviews/frameworks/start/", framework.framework_start, name="framework_start"),
    path("reviews/frameworks/new/", framework.framework_new, name="framework_new"),
    path("reviews/frameworks/<int:pk>/", framework.framework_show, name="framework_show"),
    path("reviews/frameworks/<int:pk>/next/", framework.framework_next, name="framework_next"),
    path("reviews/frameworks/<int:pk>/edit/", framework.framework_edit, name="framework_edit"),
    path("reviews/frameworks/<int:pk>/use/", framework.framework_use, name="framework_use"),
    path("reviews/frameworks/<int:pk>/retire/", framework.framework_retire, name="framework_retire"),
    path("reviews/frameworks/<int:pk>/discard/", framework.framework_discard, name="framework_discard"),
    path("reviews/frameworks/<int:pk>/parts/new/", framework_part.section_add, name="section_add"),
    path("reviews/frameworks/parts/<int:pk>/", framework_part.section_edit, name="section_edit"),
    path("reviews/frameworks/parts/<int:pk>/move/", framework_part.section_move, name="section_move"),
    path("reviews/frameworks/parts/<int:pk>/remove/", framework_part.section_remove, name="section_remove"),
    path("reviews/frameworks/parts/<int:pk>/questions/new/", framework_part.prompt_add, name="prompt_add"),
    path("reviews/frameworks/questions/<int:pk>/", framework_part.prompt_edit, name="prompt_edit"),
    path("reviews/frameworks/questions/<int:pk>/move/", framework_part.prompt_move, name="prompt_move"),
    path("reviews/frameworks/questions/<int:pk>/remove/", framework_part.prompt_remove, name="prompt_remove"),
]
