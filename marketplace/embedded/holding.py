"""The page a visitor sees while the tables are being made: one small server on the site's own socket.

    python -m marketplace.embedded.holding FD PROGRESS_FILE

It answers 503 with Retry-After, so that a machine does not take it for the site.
"""

from __future__ import annotations

import html
import http.server
import signal
import socket
import sys
from pathlib import Path

PAGE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2">
<title>Menyiapkan situs · Dasaran</title>
<style>
body {{ font: 1.0625rem/1.6 system-ui, sans-serif; margin: 0; background: #f7f5f0; color: #22201c }}
main {{ max-width: 34rem; margin: 16vh auto 0; padding: 0 1.25rem }}
h1 {{ font-size: 1.5rem; margin: 0 0 .5rem }}
p {{ margin: .25rem 0 }}
progress {{ width: 100%; height: .75rem; margin: 1rem 0; accent-color: #0f5c4d }}
@media (prefers-color-scheme: dark) {{ body {{ background: #171512; color: #efeae0 }} }}
</style>
</head>
<body>
<main>
<h1>Menyiapkan situs …</h1>
<p>Basis data sedang dibuat. Halaman ini memuat ulang sendiri.</p>
<progress max="100" value="{percent}" aria-label="Kemajuan">{percent}%</progress>
<p>{text}</p>
<p lang="en">The database is being made. This page reloads by itself.</p>
</main>
</body>
</html>
"""


def progress_of(path: Path) -> tuple[int, str]:
    """Percent and a line of text, as the supervisor last wrote them."""
    try:
        percent, _, text = path.read_text().partition(" ")
        return int(percent), text
    except (OSError, ValueError):
        return 0, ""


def make_handler(progress: Path) -> type[http.server.BaseHTTPRequestHandler]:
    class Holding(http.server.BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            percent, text = progress_of(progress)
            body = PAGE.format(percent=percent, text=html.escape(text)).encode()
            self.send_response(503)
            for name, value in (
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(body))),
                ("Retry-After", "2"),
                ("Cache-Control", "no-store"),
                ("X-Dasaran-Holding", "1"),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        do_HEAD = do_POST = do_GET  # noqa: N815  names of the standard library

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads a log of waiting."""

    return Holding


def main(arguments: list[str]) -> int:
    descriptor, progress = int(arguments[0]), Path(arguments[1])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = http.server.ThreadingHTTPServer(("", 0), make_handler(progress), bind_and_activate=False)
    server.socket.close()
    server.socket = socket.socket(fileno=descriptor)
    server.serve_forever(poll_interval=0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
