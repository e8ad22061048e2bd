from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    """A province to walk through: seed, sign-in cards. On top of everything; no rule lives here."""

    name = "marketplace.demo"
    label = "demo"
    verbose_name = "Demo"

    def ready(self) -> None:
        if settings.DASARAN_DEMO:
            from marketplace.accounts import demo_cards
            from marketplace.demo.cast import sign_in_cards

            demo_cards.register(sign_in_cards)
