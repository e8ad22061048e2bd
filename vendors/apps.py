from django.apps import AppConfig


class VendorsConfig(AppConfig):
    name = "vendors"
    label = "vendors"
    verbose_name = "Vendors"

    def ready(self) -> None:
        """Papers of a vendor are opened by the verifiers who may look at it."""
        from marketplace.files import access
        from vendors.selectors import evidence_open_to

        access.register("vendors.evidence", evidence_open_to)
