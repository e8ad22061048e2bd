"""What the machine looks at before a person does. Each rule says what it found; none decides."""

from vendors.checks.rules import HARD, LABELS, RULES, Found, Rule, run_all

__all__ = ["HARD", "LABELS", "RULES", "Found", "Rule", "run_all"]
