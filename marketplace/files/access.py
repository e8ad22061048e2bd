"""Who may see a private file: asked of the packages that use it.

    access.register("vendors.evidence", may_see)      # may_see(actor, subject_id) -> bool

Packages register in their AppConfig.ready. A file without any use is seen by its uploader and organisation only.
"""

from collections.abc import Callable

from marketplace.kernel.actors import Actor

Checker = Callable[[Actor, str], bool]
_CHECKERS: dict[str, Checker] = {}


def register(kind_of_subject: str, checker: Checker) -> None:
    _CHECKERS[kind_of_subject] = checker


def subject_open_to(kind_of_subject: str, subject_id: str, actor: Actor) -> bool:
    """No where nobody registered: a use that nobody answers for opens nothing."""
    checker = _CHECKERS.get(kind_of_subject)
    return checker is not None and checker(actor, subject_id)
