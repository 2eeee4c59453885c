from django.urls import path

from reviews.views import survey, survey_question, survey_share, voice, voice_preview

urlpatterns = [
    path("reviews/<int:pk>/voice/new/", survey.survey_new, name="survey_new"),
    path("reviews/voice/<int:pk>/", survey.survey_show, name="survey_show"),
    path("reviews/voice/<int:pk>/results.csv", survey.survey_csv, name="survey_csv"),
    path("reviews/voice/<int:pk>/change/", survey.survey_edit, name="survey_edit"),
    path("reviews/voice/<int:pk>/step/<slug:step>/", survey.survey_step, name="survey_step"),
    path("reviews/voice/<int:pk>/give-out/", survey_share.survey_share, name="survey_share"),
    path("reviews/voice/<int:pk>/poster.pdf", survey_share.survey_poster, name="survey_poster"),
    path("reviews/voice/<int:pk>/look/", voice_preview.survey_preview, name="survey_preview"),
    path("reviews/voice/<int:pk>/questions/add/", survey_question.question_add, name="survey_question_add"),
    path("reviews/voice/<int:pk>/note/<int:number>/", survey_question.question_note, name="survey_note"),
    path("reviews/voice/questions/<int:pk>/", survey_question.question_edit, name="survey_question_edit"),
    path("reviews/voice/questions/<int:pk>/move/", survey_question.question_move, name="survey_question_move"),
    path("reviews/voice/questions/<int:pk>/remove/", survey_question.question_remove, name="survey_question_remove"),
    path("voice/<slug:token>/", voice.voice, name="voice"),
    path("voice/<slug:token>/thanks/", voice.voice_thanks, name="voice_thanks"),
]
