from oscar.core.application import OscarConfig


class PartnerConfig(OscarConfig):
    """Oscar's partner app with our strategy and availability. Oscar's stock-alert receiver is not connected."""

    name, label = "marketplace.oscar_forks.partner", "partner"
