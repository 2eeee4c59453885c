from django.urls import path

from academies.views import letter

urlpatterns = [
    path("letters/", letter.letter_choices, name="letter_choices"),
    path("letters/stop/<str:token>/", letter.letter_stop, name="letter_stop"),
    path("letters/astray/", letter.letter_astray, name="letter_astray"),
    path("letters/astray/send/", letter.letter_resend, name="letter_resend"),
]
