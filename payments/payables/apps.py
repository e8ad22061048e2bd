from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PayablesConfig(AppConfig):
    name = "payments.payables"
    label = "payables"
    verbose_name = _("Tagihan belanja")

    def ready(self) -> None:
        # Which refusal stands for which constraint is known once the errors are imported.
        from payments.payables import errors  # noqa: F401
