"""A registry for the demonstration and for tests: answers at once, the same for the same number."""

from vendors.registries.base import Answer, Standing

#: Numbers ending so are unknown to it, so that both answers can be seen.
UNKNOWN_ENDING = "404"


class FakeRegistry:
    """Everything well formed exists, except what ends in 404."""

    def nib(self, number: str) -> Answer:
        return self._answer(number, "OSS")

    def npwp(self, number: str) -> Answer:
        return self._answer(number, "DJP")

    def _answer(self, number: str, source: str) -> Answer:
        if number.endswith(UNKNOWN_ENDING):
            return Answer(Standing.INVALID, reference=f"SIM-{source}-{number[-4:]}")
        return Answer(Standing.VALID, reference=f"SIM-{source}-{number[-4:]}")
