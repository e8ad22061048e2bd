"""A small, strict Elasticsearch: real HTTP with the product header, and an error for every key it does not know.

It serves the part of the interface that the adapter uses and computes real answers, so the same contract tests run
on it and on a real node (`TEST_ELASTICSEARCH_URL`).
"""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Strange(Exception):
    """A request that this stub does not understand: the adapter has used something new."""


class Node:
    """The indices, their documents and the alias."""

    def __init__(self) -> None:
        self.indices: dict[str, dict[str, tuple[int, dict[str, Any]]]] = {}
        self.aliases: dict[str, str] = {}
        self.lock = threading.Lock()

    def index_of(self, name: str) -> dict[str, tuple[int, dict[str, Any]]] | None:
        return self.indices.get(self.aliases.get(name, name))

    # ---- searching

    def search(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        documents = self.index_of(name)
        if documents is None:
            raise LookupError(name)
        only(
            body, "query", "post_filter", "aggs", "sort", "from", "size", "track_total_hits", "track_scores", "_source",
            "collapse",
        )  # fmt: skip
        scored = [(score(body["query"], source | {"_id": key}), key, source) for key, (_, source) in documents.items()]
        matched = [row for row in scored if row[0] is not None]
        shown = [row for row in matched if "post_filter" not in body or holds(body["post_filter"], row[2])]
        for sort in reversed(body["sort"]):
            shown.sort(key=lambda row, sort=sort: sort_key(sort, row), reverse=is_descending(sort))
        total = len(shown)  # as the real one: not of what is left of it
        if "collapse" in body:
            only(body["collapse"], "field")
            seen: dict[Any, Any] = {}
            for row in shown:
                seen.setdefault(row[2][body["collapse"]["field"]], row)
            shown = list(seen.values())
        cut = shown[body["from"] : body["from"] + body["size"]]
        return {
            "took": 1,
            "timed_out": False,
            "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
            "hits": {
                "total": {"value": min(total, body["track_total_hits"]), "relation": "eq"},
                "max_score": None,
                "hits": [{"_index": name, "_id": key, "_score": points} for points, key, _ in cut],
            },
            "aggregations": {
                key: aggregate(value, [row[2] for row in matched]) for key, value in body.get("aggs", {}).items()
            },
        }

    # ---- writing

    def bulk(self, lines: list[dict[str, Any]]) -> dict[str, Any]:
        items, rest = [], iter(lines)
        for action in rest:
            ((verb, meta),) = action.items()
            only(meta, "_index", "_id", "version", "version_type")
            documents = self.index_of(meta["_index"])
            if documents is None:
                raise Strange(f"bulk into {meta['_index']}, which does not exist")
            if verb == "delete":
                status = 200 if documents.pop(meta["_id"], None) else 404
            elif verb == "index":
                source = next(rest)
                if meta["version_type"] != "external_gte":
                    raise Strange(str(meta))
                held = documents.get(meta["_id"], (0, {}))[0]
                status = 409 if held > meta["version"] else 201
                if status == 201:
                    documents[meta["_id"]] = (meta["version"], source)
            else:
                raise Strange(verb)
            items.append({verb: {"_index": meta["_index"], "_id": meta["_id"], "status": status}})
        return {"took": 1, "errors": False, "items": items}

    def update_aliases(self, actions: list[dict[str, Any]]) -> None:
        for action in actions:
            ((verb, what),) = action.items()
            if verb == "add":
                only(what, "index", "alias", "is_write_index")
                self.aliases[what["alias"]] = what["index"]
            elif verb == "remove_index":
                del self.indices[what["index"]]
            else:
                raise Strange(verb)


def only(given: dict[str, Any], *known: str) -> None:
    if set(given) - set(known):
        raise Strange(f"unknown: {sorted(set(given) - set(known))}")


def score(query: dict[str, Any], source: dict[str, Any]) -> float | None:
    ((kind, body),) = query.items()
    if kind == "match_all":
        return 1.0
    if kind != "bool":
        raise Strange(kind)
    only(body, "must", "filter")
    if not all(holds(clause, source) for clause in listed(body.get("filter", []))):
        return None
    points = 0.0
    for clause in listed(body.get("must", [])):
        found = text_points(clause["multi_match"], source)
        if found is None:
            return None
        points += found
    return points


def text_points(clause: dict[str, Any], source: dict[str, Any]) -> float | None:
    only(clause, "query", "fields", "type", "operator", "fuzziness", "prefix_length")
    if clause["fields"] != ["name^3", "more"]:
        raise Strange(str(clause["fields"]))
    words = clause["query"].split()
    fields = {"name": source["name"].split(), "more": source["more"].split()}
    near = "fuzziness" in clause

    def points_of(word: str, names: tuple[str, ...]) -> int:
        hits = {name: any(alike(word, one, near) for one in fields[name]) for name in names}
        return 3 * hits.get("name", False) + hits.get("more", False)

    per_field = [("name",), ("more",)] if clause["type"] == "best_fields" else [("name", "more")]
    best = None
    for names in per_field:
        found = [points_of(word, names) for word in words]
        if all(found) if clause["operator"] == "and" else any(found):
            best = max(best or 0, sum(found))
    return best


def alike(word: str, other: str, near: bool) -> bool:
    if word == other:
        return True
    allowed = 0 if not near or len(word) < 3 else 1 if len(word) < 6 else 2
    return bool(allowed) and word[:1] == other[:1] and distance(word, other) <= allowed


def distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row, before = [i], row
        for j, b in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
    return row[-1]


def holds(clause: dict[str, Any], source: dict[str, Any]) -> bool:
    ((kind, body),) = clause.items()
    if kind == "match_all":
        return True
    if kind == "bool":
        only(body, "filter", "must", "must_not")
        if any(holds(one, source) for one in listed(body.get("must_not", []))):
            return False
        return all(holds(one, source) for one in [*listed(body.get("filter", [])), *listed(body.get("must", []))])
    ((name, wanted),) = body.items()
    if kind == "ids":
        only(body, "values")
        return source["_id"] in wanted
    if kind == "term":
        return source[name] == wanted
    if kind == "terms":
        return source[name] in wanted
    if kind == "range":
        only(wanted, "gte", "lte")
        return wanted.get("gte", source[name]) <= source[name] <= wanted.get("lte", source[name])
    raise Strange(kind)


def aggregate(body: dict[str, Any], sources: list[dict[str, Any]]) -> dict[str, Any]:
    only(body, "filter", "aggs", "terms", "cardinality")
    if "filter" in body:
        inside = [source for source in sources if holds(body["filter"], source)]
        return {"doc_count": len(inside)} | {name: aggregate(one, inside) for name, one in body["aggs"].items()}
    if "terms" in body:
        counts: dict[str, int] = {}
        for source in sources:
            counts[source[body["terms"]["field"]]] = counts.get(source[body["terms"]["field"]], 0) + 1
        return {"buckets": [{"key": key, "doc_count": number} for key, number in counts.items()]}
    return {"value": len({source[body["cardinality"]["field"]] for source in sources})}


def sort_key(sort: Any, row: tuple[float, str, dict[str, Any]]) -> Any:
    name = sort if isinstance(sort, str) else next(iter(sort))
    return row[0] if name == "_score" else row[2][name]


def is_descending(sort: Any) -> bool:
    return sort == "_score" or (isinstance(sort, dict) and next(iter(sort.values()))["order"] == "desc")


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    node: Node

    def answer(self, status: int, body: Any = None) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        raw = self.rfile.read(length).decode()
        path = urlsplit(self.path).path
        with self.node.lock:
            try:
                status, body = self.route(path, raw)
            except LookupError as missing:
                status, body = (
                    404,
                    {"error": {"type": "index_not_found_exception", "reason": str(missing)}, "status": 404},
                )
            except Strange as strange:
                status, body = 400, {"error": {"type": "parsing_exception", "reason": str(strange)}, "status": 400}
        self.answer(status, body)

    def route(self, path: str, raw: str) -> tuple[int, Any]:
        node = self.node
        if found := re.fullmatch(r"/_alias/([\w-]+)", path):
            index = node.aliases.get(found[1])
            if self.command == "HEAD":
                return (200 if index else 404), None
            if index is None:
                raise LookupError(found[1])
            return 200, {index: {"aliases": {found[1]: {}}}}
        if path == "/_aliases":
            node.update_aliases(json.loads(raw)["actions"])
            return 200, {"acknowledged": True}
        if path == "/_bulk":
            return 200, node.bulk([json.loads(line) for line in raw.splitlines() if line])
        if found := re.fullmatch(r"/([\w-]+)/_search", path):
            return 200, node.search(found[1], json.loads(raw))
        if found := re.fullmatch(r"/([\w-]+)/_refresh", path):
            return 200, {"_shards": {"total": 1, "successful": 1, "failed": 0}}
        if (found := re.fullmatch(r"/([\w-]+)", path)) and self.command == "PUT":
            mapping = json.loads(raw)["mappings"]["properties"]
            if any(kind["type"] not in ("long", "keyword", "text", "date") for kind in mapping.values()):
                raise Strange(f"mapping {mapping}")
            if found[1] in node.indices:
                raise Strange("resource_already_exists_exception")
            node.indices[found[1]] = {}
            return 200, {"acknowledged": True, "index": found[1]}
        if found and self.command == "DELETE":
            return (200, {"acknowledged": True}) if node.indices.pop(found[1], None) is not None else (404, {})
        raise Strange(f"{self.command} {path}")

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815  the names that http.server calls

    def log_message(self, *args: Any) -> None:
        """Quiet."""


class StubServer:
    """The stub on a free port of the loopback."""

    def __init__(self) -> None:
        self.node = Node()
        handler = type("BoundHandler", (Handler,), {"node": self.node})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
