"""Read this file to know what runs when. Tasks are named as strings; `celery.py` gives the table to beat."""

from datetime import timedelta
from typing import Any

from celery.schedules import crontab

SCHEDULES: dict[str, dict[str, Any]] = {
    # The sweeper behind the fast path: whatever was published and not delivered is picked up here.
    "deliver-outbox": {"task": "marketplace.tasks.deliver_outbox", "schedule": timedelta(seconds=5)},
    "send-notice-mail": {"task": "marketplace.notices.tasks.send_notice_mail", "schedule": timedelta(minutes=1)},
    # Paid prices grow older than twelve months by themselves; ranges and counts of words are made anew each night.
    "refresh-prices": {"task": "catalog.tasks.refresh_prices", "schedule": crontab(hour=2, minute=40)},
    # Holds of budget and goods that nobody answered in time; paid orders that nobody judged in time.
    "expire-orders": {"task": "orders.tasks.expire_due_orders", "schedule": timedelta(minutes=5)},
    "complete-orders": {"task": "orders.tasks.complete_paid_orders", "schedule": timedelta(hours=1)},
    # Charges and payouts without an answer are looked up, and asked again with the same key, until there is one.
    "resolve-payments": {"task": "payments.cards.tasks.resolve_payments", "schedule": timedelta(minutes=1)},
    # The same for repayments to the issuing bank.
    "resolve-repayments": {"task": "payments.settlement.tasks.resolve_repayments", "schedule": timedelta(minutes=1)},
    # Temporary rises, holds and cards whose last day has passed.
    "end-card-terms": {"task": "payments.cards.tasks.end_card_terms", "schedule": crontab(hour=0, minute=5)},
    # Cards whose bill was not repaid by the bank's day.
    "suspend-overdue-cards": {
        "task": "payments.settlement.tasks.suspend_overdue_cards",
        "schedule": crontab(hour=0, minute=15),
    },
    "check-integrity": {"task": "marketplace.oversight.tasks.check_integrity", "schedule": timedelta(minutes=30)},
    # Questions for auditors about what is known by then.
    "raise-red-flags": {"task": "marketplace.oversight.tasks.raise_red_flags", "schedule": crontab(hour=3, minute=10)},
    # The public dashboard's read table: figures are at most five minutes old.
    "refresh-spending": {"task": "marketplace.transparency.tasks.refresh_spending", "schedule": timedelta(minutes=5)},
}
