from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "marketplace.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self) -> None:
        """The two papers whose fields stand in this package's page have their presenters here."""
        from marketplace.documents.presenters import handover_report, purchase_letter  # noqa: F401
