from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Ground under everything: money, refusals, states, dated law, numbers, the log and the outbox."""

    name = "marketplace.kernel"
    label = "kernel"
    verbose_name = "Kernel"
