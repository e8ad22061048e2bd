"""HTTP on loopback: reads a request, lets the planned faults strike the connection, and answers."""

import hmac
import json
import socket
import struct
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from .desk import Desk
from .exchange import INTERNAL_ERROR, exchange
from .faults import Fault
from .forms import parse_form
from .routing import Answer, ApiError, error_body

LOOPBACK = "127.0.0.1"
LARGEST_BODY = 20_000_000


class Server(ThreadingHTTPServer):
    """Threads per connection; counts requests in flight so that stopping can wait for them."""

    daemon_threads = True
    request_queue_size = 256
    allow_reuse_address = True

    def __init__(self, port: int, desk: Desk) -> None:
        super().__init__((LOOPBACK, port), Handler)
        self.desk = desk
        self.stopping = threading.Event()
        self._in_flight = 0
        self._idle = threading.Condition()

    def enter(self) -> None:
        with self._idle:
            self._in_flight += 1

    def leave(self) -> None:
        with self._idle:
            self._in_flight -= 1
            self._idle.notify_all()

    def drain(self, *, seconds: int) -> None:
        """Accept nothing new and let the running requests end."""
        self.stopping.set()
        self.shutdown()
        with self._idle:
            self._idle.wait_for(lambda: self._in_flight == 0, timeout=seconds)
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DasaranBank"
    sys_version = ""
    timeout = 120
    disable_nagle_algorithm = True
    wbufsize = -1  # one write per answer
    server: Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are logged as JSON lines by `_serve`."""

    def _serve(self) -> None:
        self.server.enter()
        started = time.monotonic()
        status = 0
        try:
            status = self._serve_with_faults()
        finally:
            self.server.leave()
            self.server.desk.log(
                "request",
                method=self.command,
                path=urlsplit(self.path).path,
                status=status,
                ms=round((time.monotonic() - started) * 1000),
                key=self.headers.get("Idempotency-Key"),
            )

    def _serve_with_faults(self) -> int:
        """The status sent, or 0 when the connection was broken on purpose."""
        address = urlsplit(self.path)
        body = self._read_body()
        faults = self.server.desk.faults
        request = f"{self.command} {address.path}"
        own = address.path.startswith("/_")
        before = None if own else faults.strikes("down", "timeout_before", "reset_before", "late", request=request)
        if before:
            self._silence(before)
            if before.kind != "late":
                return self._break(before)
        answer = self._answer(address.path, address.query, body)
        after = None if own else faults.strikes("timeout", "reset_after", request=request)
        if after:
            self._silence(after)
            return self._break(after)
        self._send(answer)
        return answer.status

    def _answer(self, path: str, query: str, body: bytes) -> Answer:
        desk = self.server.desk
        if not self._authorised(path):
            return Answer(401, error_body("invalid_request_error", "Invalid API Key provided."))
        try:
            params = self._params(query, body)
            return exchange(
                desk, method=self.command, path=path, params=params, key=self.headers.get("Idempotency-Key")
            )
        except ApiError as error:
            return error.answer
        except Exception:  # noqa: BLE001 the last line of defence of a server: tell the client, keep the trace
            desk.log("defect", path=path, trace=traceback.format_exc())
            return Answer(500, INTERNAL_ERROR)

    def _authorised(self, path: str) -> bool:
        """Money addresses want a key; the test bench's own do not, the server listens on loopback only."""
        if path.startswith("/_"):
            return True
        scheme, _, given = self.headers.get("Authorization", "").partition(" ")
        wanted = self.server.desk.api_key
        if scheme.lower() != "bearer" or not given:
            return False
        return not wanted or hmac.compare_digest(given.encode(), wanted.encode())

    def _params(self, query: str, body: bytes) -> Any:
        params: Any = parse_form(query)
        if not body:
            return params
        try:
            text = body.decode()
            if self.headers.get("Content-Type", "").startswith("application/json"):
                decoded = json.loads(text)
                return params | decoded if isinstance(decoded, dict) else decoded
        except ValueError as error:
            raise ApiError(400, "invalid_request_error", "The body could not be read.") from error
        return params | parse_form(text)

    def _read_body(self) -> bytes:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            return b""
        return self.rfile.read(length)

    def _send(self, answer: Answer) -> None:
        text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        content = text.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Request-Id", f"req_{time.monotonic_ns():x}")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if self.server.stopping.is_set():
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def _silence(self, fault: Fault) -> None:
        if fault.kind in ("timeout", "timeout_before", "late"):
            self.server.stopping.wait(fault.seconds)

    def _break(self, fault: Fault) -> int:
        """Close without an answer; a reset is sent as RST."""
        self.close_connection = True
        if fault.kind.startswith("reset"):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)
        return 0
