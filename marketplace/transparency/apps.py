from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """What everybody may read without an account: figures, orders, open data. Reads everything, commands nothing."""

    name = "marketplace.transparency"
    label = "transparency"
    verbose_name = "Transparansi"
