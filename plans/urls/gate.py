from django.urls import path

from plans.views import gate

urlpatterns = [
    path("academies/<slug:slug>/stages/gate/", gate.gate_ask, name="gate_ask"),
    path("gates/<int:pk>/", gate.gate_answer, name="gate_answer"),
    path("gates/<int:pk>/take-back/", gate.gate_withdraw, name="gate_withdraw"),
]
