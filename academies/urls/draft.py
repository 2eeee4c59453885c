from django.urls import path

from academies.views import draft

urlpatterns = [
    path("drafts/", draft.draft_list, name="draft_list"),
    path("drafts/save/", draft.draft_save, name="draft_save"),
    path("drafts/kept/", draft.draft_kept, name="draft_kept"),
    path("drafts/discard/", draft.draft_discard, name="draft_discard"),
]
