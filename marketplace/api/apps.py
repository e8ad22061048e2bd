from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The door for programs: the same selectors and use cases as the pages, with tokens, and refusals as JSON."""

    name = "marketplace.api"
    label = "api"
    verbose_name = "API"
