from django.urls import path

from plans.views import target

urlpatterns = [
    path("plans/priorities/<int:pk>/target/", target.target_edit, name="target_edit"),
    path("plans/priorities/<int:pk>/meaning/", target.meaning_add, name="meaning_add"),
]
