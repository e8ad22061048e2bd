"""Tests of the budget hold money for invented orders."""

from tests.invented_orders import orders_are_invented as orders_are_invented
