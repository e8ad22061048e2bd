"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages: who acts, what is open to them, what stands around every page."""

    name = "marketplace.web"
    label = "web"
