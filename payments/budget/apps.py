from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetConfig(AppConfig):
    name = "payments.budget"
    label = "budget"
    verbose_name = _("Anggaran")

    def ready(self) -> None:
        # Which refusal stands for which constraint is known once the errors are imported.
        from payments.budget import errors  # noqa: F401
