"""The ground every page stands on: formats, forms, figures, pagination and template tags."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """No models, no rules: how things look and read."""

    name = "marketplace.ui"
    label = "ui"
