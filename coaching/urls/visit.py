from django.urls import path

from coaching.views import feedback, step, visit, word, worker

urlpatterns = [
    path("visits/worker.js", worker.visit_worker, name="visit_worker"),
    path("<int:pk>/visits/start/", visit.visit_start, name="visit_start"),
    path("visits/<int:pk>/", visit.visit_show, name="visit_show"),
    path("visits/<int:pk>/observe/", visit.visit_observe, name="visit_observe"),
    path("visits/<int:pk>/notes/add/", visit.note_add, name="note_add"),
    path("visits/<int:pk>/stop/", visit.visit_stop, name="visit_stop"),
    path("notes/<int:pk>/", visit.note_edit, name="note_edit"),
    path("notes/<int:pk>/strike/", visit.note_strike, name="note_strike"),
    path("visits/<int:pk>/feedback/", feedback.visit_feedback, name="visit_feedback"),
    path("visits/<int:pk>/save/", feedback.visit_save, name="visit_save"),
    path("visits/<int:pk>/give/", feedback.visit_give, name="visit_give"),
    path("steps/<int:pk>/set-aside/", step.step_set_aside, name="step_set_aside"),
    path("steps/<int:pk>/take-up/", step.step_take_up, name="step_take_up"),
    path("visits/<int:pk>/words/add/", word.word_add, name="word_add"),
    path("words/<int:pk>/strike/", word.word_strike, name="word_strike"),
]
