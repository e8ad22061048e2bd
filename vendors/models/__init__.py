"""Who may sell, what proves it, and who looked at the proof."""

from vendors.models.accounts import BankAccount
from vendors.models.applicants import LegalForm, Principal, PrincipalRole, Scale, Vendor, VendorHistory
from vendors.models.evidence import Evidence, EvidenceKind
from vendors.models.lists import BlacklistEntry, Kbli, VendorKBLI
from vendors.models.performance import PerformanceRecord
from vendors.models.reviews import CheckResult, Review

__all__ = [
    "BankAccount",
    "BlacklistEntry",
    "CheckResult",
    "Evidence",
    "EvidenceKind",
    "Kbli",
    "LegalForm",
    "PerformanceRecord",
    "Principal",
    "PrincipalRole",
    "Review",
    "Scale",
    "Vendor",
    "VendorHistory",
    "VendorKBLI",
]
