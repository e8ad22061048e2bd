"""Every address of the site and who may open it, read from the decorators (T-14)."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from marketplace.accounts.access import access_of

FILE = settings.PROJECT / "docs" / "url-roles.csv"
#: Namespaces that authenticate each operation by themselves.
OWN_ACCESS = frozenset({"api"})
UNDECLARED = "UNDECLARED"


@dataclass(frozen=True, order=True)
class Line:
    """One address: its route, its name, and public, signed_in, the role codes, or the package that decides."""

    route: str
    name: str
    access: str


def lines() -> list[Line]:
    """All addresses in alphabetical order."""
    return sorted(_walk(get_resolver(), "/", ()))


def as_csv() -> str:
    """The file that stands in the repository."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["route", "name", "access"])
    writer.writerows((line.route, line.name, line.access) for line in lines())
    return text.getvalue()


def _walk(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Line]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield Line(route, ":".join((*namespaces, pattern.name or "")), _access(pattern, namespaces))


def _access(pattern: URLPattern, namespaces: tuple[str, ...]) -> str:
    declared = access_of(pattern.callback)
    if declared is not None:
        return declared.describe()
    own = OWN_ACCESS & {namespace.split("-")[0] for namespace in namespaces}
    return next(iter(own), UNDECLARED)
