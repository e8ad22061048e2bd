from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Who is told what, by which channel, in which words. Reads everything, commands nothing."""

    name = "marketplace.notices"
    label = "notices"
    verbose_name = "Pemberitahuan"
