from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "celt.ui"
    label = "ui"
