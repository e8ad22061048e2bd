"""One site answering requests in its own process, without a network: what `bench.pages` talks to over pipes.

python -m bench.page_process    reads {"path": ..., "times": n} a line, answers with figures a line
"""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.wsgi import get_wsgi_application
from django.db import connection

#: What a first visit fetches besides the page: styles, scripts and icon sprites, each once. Pictures of goods are not.
ASSETS = re.compile(rb"""(?:href|src)=["']([^"'#?]+\.(?:css|js|svg|woff2))""")


class Site:
    """Requests through the whole WSGI application, middleware and all."""

    def __init__(self) -> None:
        self.application: Callable[..., Any] = get_wsgi_application()
        self.visitors = 0

    def get(self, path: str) -> tuple[int, bytes]:
        status: list[int] = []
        response = self.application(self._environment(path), lambda line, _headers: status.append(int(line[:3])))
        try:
            body = b"".join(response)
        finally:
            response.close()
        return status[0], body

    def _environment(self, path: str) -> dict[str, Any]:
        self.visitors += 1
        address = urlsplit(path)
        environment: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(address.path),
            "QUERY_STRING": address.query,
            # Another visitor each time: one alone may search only about once a second.
            "REMOTE_ADDR": f"10.{self.visitors >> 16 & 255}.{self.visitors >> 8 & 255}.{self.visitors & 255}",
            "wsgi.input": io.BytesIO(),
        }
        setup_testing_defaults(environment)
        return environment | {"HTTP_HOST": "localhost"}

    def timed(self, path: str, times: int, seconds: float) -> list[float]:
        """Milliseconds of each request; at most `times` of them, and none is begun after `seconds`."""
        taken: list[float] = []
        until = time.monotonic() + seconds
        while len(taken) < times and (not taken or time.monotonic() < until):
            began = time.perf_counter()
            self.get(path)
            taken.append((time.perf_counter() - began) * 1000)
        return taken

    def described(self, path: str) -> dict[str, Any]:
        """What one answer is made of, apart from time."""
        queries: list[str] = []

        def noted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            queries.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(noted):
            status, body = self.get(path)
        assets = {found.decode() for found in ASSETS.findall(body)}
        compressed = len(gzip.compress(body, 6))
        return {
            "status": status,
            "queries": len(queries),
            "raw": len(body),
            "compressed": compressed,
            "first_visit": compressed + sum(_weight(one) for one in assets if "/illustrations/" not in one),
        }


@cache
def _weight(address: str) -> int:
    """Compressed bytes of a static file; fonts are compressed already."""
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    if not found:
        return 0
    content = Path(str(found)).read_bytes()
    return len(content) if address.endswith("woff2") else len(gzip.compress(content, 6))


def main() -> None:
    django.setup()
    site = Site()
    for line in sys.stdin:
        asked = json.loads(line)
        if asked.get("times"):
            answer: Any = site.timed(asked["path"], asked["times"], asked["seconds"])
        else:
            answer = site.described(asked["path"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
