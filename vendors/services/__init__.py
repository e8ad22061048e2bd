"""What can be done with vendors: one file per verb."""

from vendors.services.record_performance import record_performance

__all__ = ["record_performance"]
