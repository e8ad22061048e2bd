"""Writes into one form of a finished page what a person had typed into it before. Rare, so it may read a page twice.

`refill(html, page="/persetujuan/", action="/persetujuan/X/", typed={"note": ["Harga ..."]})` looks for the one POST
form that sends to `action` and has all the names of `typed`; without exactly one, nothing changes. Hidden fields,
files, passwords and buttons stay as the page made them: a form keeps its own tokens, keys and facts. Every value is
escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = list[tuple[str, str | None]]
_BUTTONS = frozenset({"submit", "button", "image", "reset"})
_LEFT = _BUTTONS | {"hidden", "file", "password"}


@dataclass
class _Form:
    action: str
    names: set[str] = field(default_factory=set)
    hidden: dict[str, str] = field(default_factory=dict)


def refill(html: str, *, page: str, action: str, typed: Mapping[str, Sequence[str]]) -> str:
    """The page with the form filled in, or as it was."""
    look = _Look(page)
    look.feed(html)
    fields = {name for name in typed if name not in look.buttons}
    fitting = [n for n, form in enumerate(look.forms) if form.action == action and fields <= form.names]
    if len(fitting) > 1:  # the same step for several things: the hidden fields say for which
        fitting = [n for n in fitting if _same_hidden(look.forms[n], typed)]
    if len(fitting) != 1:
        return html
    pen = _Pen(html, page, fitting[0], typed)
    pen.feed(html)
    return pen.finished()


def _same_hidden(form: _Form, typed: Mapping[str, Sequence[str]]) -> bool:
    return all(list(typed[name]) == [value] for name, value in form.hidden.items() if name in typed)


class _Look(HTMLParser):
    """Which POST forms a page has, where they send to, and what they are made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.buttons = page, [], set()  # type: tuple[str, list[_Form], set[str]]
        self.open: _Form | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        facts = {name: value or "" for name, value in attrs}
        name, kind = facts.get("name", ""), facts.get("type", "").lower()
        if tag == "form":
            self.open = None
            if facts.get("method", "").lower() == "post":
                self.open = _Form(urlsplit(urljoin(self.page, facts.get("action", ""))).path)
                self.forms.append(self.open)
        elif tag == "button" or (tag == "input" and kind in _BUTTONS):
            self.buttons.add(name)
        elif self.open is not None and name and tag in ("input", "textarea", "select"):
            self.open.names.add(name)
            if kind == "hidden":
                self.open.hidden[name] = facts.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


class _Pen(HTMLParser):
    """Copies the page as it came, but for the fields of one form."""

    def __init__(self, html: str, page: str, chosen: int, typed: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.html, self.chosen = html, chosen
        self.left = {name: list(values) for name, values in typed.items()}
        self.typed = typed
        self.forms, self.inside, self.select, self.area = -1, False, "", False
        self.written: list[str] = []
        self.copied = 0
        self.lines = [0]
        for line in html.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)

    def finished(self) -> str:
        return "".join(self.written) + self.html[self.copied :]

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms += facts.get("method", "").lower() == "post"
            self.inside = facts.get("method", "").lower() == "post" and self.forms == self.chosen
        elif not self.inside:
            return
        elif tag == "select":
            self.select = facts.get("name", "")
        elif tag == "option" and self.select in self.typed:
            self._mark(tag, attrs, "selected", facts.get("value", "") in self.typed[self.select])
        elif tag == "input":
            self._input(attrs, facts.get("name", ""), facts.get("type", "text").lower(), facts.get("value", "on"))
        elif tag == "textarea" and self.left.get(facts.get("name", "")):
            self.area = True
            self._copy(self._start + len(self.get_starttag_text() or ""))
            self.written.append("\n" + escape(self.left[facts["name"]].pop(0)))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area:
            self.area, self.copied = False, self._start

    def _input(self, attrs: Attributes, name: str, kind: str, value: str) -> None:
        if not name or kind in _LEFT:
            return
        if kind == "checkbox" or (kind == "radio" and name in self.typed):
            self._mark("input", attrs, "checked", value in self.typed.get(name, ()))
        elif kind != "radio" and self.left.get(name):
            kept: Attributes = [one for one in attrs if one[0] != "value"]
            self._rewrite("input", [*kept, ("value", self.left[name].pop(0))])

    def _mark(self, tag: str, attrs: Attributes, mark: str, wanted: bool) -> None:
        kept: Attributes = [one for one in attrs if one[0] != mark]
        self._rewrite(tag, [*kept, (mark, None)] if wanted else kept)

    def _rewrite(self, tag: str, attrs: Attributes) -> None:
        self._copy(self._start)
        words = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs)
        self.written.append(f"<{tag}{words}>")
        self.copied = self._start + len(self.get_starttag_text() or "")

    def _copy(self, end: int) -> None:
        self.written.append(self.html[self.copied : end])
        self.copied = end

    @property
    def _start(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column
