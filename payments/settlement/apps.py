from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """From the bank's statement to the repaid card: DPR, DPT, NPD, SPP, SPM, SP2D, repayment."""

    name = "payments.settlement"
    label = "settlement"
    verbose_name = "Pelunasan kartu"

    def ready(self) -> None:
        """Proof about a held-back line is opened by whoever may see the line."""
        from marketplace.files import access
        from payments.settlement.selectors.cases import held_line_open_to

        access.register("settlement.held_line", held_line_open_to)
