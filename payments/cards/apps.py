from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CardsConfig(AppConfig):
    name = "payments.cards"
    label = "cards"
    verbose_name = _("Kartu kredit pemerintah daerah")

    def ready(self) -> None:
        # Which refusal stands for which constraint is known once the errors are imported.
        from payments.cards import errors  # noqa: F401
