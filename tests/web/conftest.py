"""Pages are asked for by people of the accounts tests."""

from tests.accounts.conftest import people

__all__ = ["people"]
