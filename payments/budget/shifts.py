"""Who must approve a budget shift, read off the two account codes.

Source  PP 12/2019 art. 163-164 [sure]; Permendagri 77/2020 ch. VI D [sure, secondary text]; item changes [likely].
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.reference import normalise_account_code


class ShiftApprover(models.TextChoices):
    BUDGET_USER = "pa", _("Pengguna Anggaran")
    FINANCE_MANAGER = "ppkd", _("PPKD")
    REGIONAL_SECRETARY = "sekda", _("Sekretaris Daerah")
    AMENDMENT = "perubahan_apbd", _("Perubahan APBD (Perda)")


#: Account levels that the two codes share -> who approves. Three levels are akun, kelompok and jenis.
_BY_SHARED_LEVELS = {
    6: ShiftApprover.BUDGET_USER,  # inside one sub rincian objek: text, volume or price of an item
    5: ShiftApprover.FINANCE_MANAGER,  # between sub rincian objek of one rincian objek
    4: ShiftApprover.FINANCE_MANAGER,  # between rincian objek of one objek
    3: ShiftApprover.REGIONAL_SECRETARY,  # between objek of one jenis
}


def shift_approver(from_code: str, to_code: str, *, same_sub_activity: bool = True) -> ShiftApprover:
    """Who approves a shift between two accounts: the longer the part they share, the lower the approver.

    Between sub activities, or between jenis, only an amendment of the budget by regional law will do.
    No page asks it yet (vector T35).
    Raises  BadAccountCode.
    """
    if not same_sub_activity:
        return ShiftApprover.AMENDMENT
    pairs = zip(normalise_account_code(from_code).split("."), normalise_account_code(to_code).split("."), strict=True)
    shared = 0
    for one, other in pairs:
        if one != other:
            break
        shared += 1
    return _BY_SHARED_LEVELS.get(shared, ShiftApprover.AMENDMENT)
