"""What can be done with vendors: one file per verb."""

from vendors.services.add_evidence import add_evidence
from vendors.services.approve_bank_account import approve_bank_account, refuse_bank_account
from vendors.services.ask_registries import ask_registries
from vendors.services.decide import ask_fix, reject, verify
from vendors.services.propose_bank_account import propose_bank_account
from vendors.services.record_performance import record_performance
from vendors.services.save_principal import remove_principal
from vendors.services.save_step import save_step
from vendors.services.second_verify import second_refuse, second_verify
from vendors.services.start_application import start_application
from vendors.services.submit_application import submit_application
from vendors.services.suspend import reinstate, suspend
from vendors.services.take_review import take_review
from vendors.services.update_shop import update_shop

__all__ = [
    "add_evidence",
    "approve_bank_account",
    "ask_fix",
    "ask_registries",
    "propose_bank_account",
    "record_performance",
    "refuse_bank_account",
    "reinstate",
    "reject",
    "remove_principal",
    "save_step",
    "second_refuse",
    "second_verify",
    "start_application",
    "submit_application",
    "suspend",
    "take_review",
    "update_shop",
    "verify",
]
