"""Everything that moves a budget. Others import from here: `from payments.budget import services as budget`."""

from payments.budget.charges import Charge, Moved
from payments.budget.services.close_year import Lapsed, close_year, require_year_over
from payments.budget.services.commit import commit
from payments.budget.services.import_external_use import import_external_use
from payments.budget.services.lock_lines import lock_lines
from payments.budget.services.move_reserve import move_reserve
from payments.budget.services.obligate import obligate
from payments.budget.services.open_document import open_document
from payments.budget.services.open_line import open_line
from payments.budget.services.realise import realise
from payments.budget.services.release import release
from payments.budget.services.release_commitment import release_commitment
from payments.budget.services.release_funds import release_funds
from payments.budget.services.release_obligation import release_obligation
from payments.budget.services.reserve import reserve, reserve_with_the_act
from payments.budget.services.set_last_days import set_last_days
from payments.budget.services.shift_budget import shift_budget
from payments.budget.services.unrealise import unrealise

__all__ = [
    "Charge",
    "Lapsed",
    "Moved",
    "close_year",
    "commit",
    "import_external_use",
    "lock_lines",
    "move_reserve",
    "obligate",
    "open_document",
    "open_line",
    "realise",
    "release",
    "release_commitment",
    "release_funds",
    "release_obligation",
    "require_year_over",
    "reserve",
    "reserve_with_the_act",
    "set_last_days",
    "shift_budget",
    "unrealise",
]
