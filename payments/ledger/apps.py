from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "payments.ledger"
    label = "ledger"
    verbose_name = _("Buku besar")

    def ready(self) -> None:
        # Which refusal stands for which constraint is known once the errors are imported.
        from payments.ledger import errors  # noqa: F401
