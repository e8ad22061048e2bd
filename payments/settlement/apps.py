from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """From the bank's statement to the repaid card: DPR, DPT, NPD, SPP, SPM, SP2D, repayment."""

    name = "payments.settlement"
    label = "settlement"
    verbose_name = "Pelunasan kartu"
