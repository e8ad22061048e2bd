"""What follows in this package from its own events."""

from marketplace.kernel.outbox.worker import talks_outside
from vendors.events import VendorSubmitted
from vendors.services import ask_registries


@talks_outside
def look_up_numbers(event: VendorSubmitted) -> None:
    """Ask the registries whether NIB and NPWP exist. Safe to run twice."""
    ask_registries(vendor_id=event.vendor_id, round_number=event.round, at=event.at)
