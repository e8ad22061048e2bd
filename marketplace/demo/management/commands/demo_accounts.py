from django.core.management.base import BaseCommand

from marketplace.demo.cast import PASSWORD, sign_in_cards


class Command(BaseCommand):
    help = "The demo's accounts: sign-in name, TOTP secret, and what to try. One password for all."

    def handle(self, **options):
        self.stdout.write(f"  Accounts of the demo; the password of all is {PASSWORD}")
        self.stdout.write("  The TOTP secret goes into an authenticator app; the sign-in page shows the present code.")
        for group in sign_in_cards():
            self.stdout.write(f"\n  {group.title}")
            for card in group.cards:
                self.stdout.write(f"    {card.login:<34} {card.totp_secret:<33} {card.label}: {card.try_this}")
