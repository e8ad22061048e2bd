from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Reads everything, commands nothing: invariants, the audit room, and later the red flags."""

    name = "marketplace.oversight"
    label = "oversight"
    verbose_name = "Pengawasan"
