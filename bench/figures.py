"""Medians, the machine, and one plain table per bench."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles


@dataclass(frozen=True)
class Table:
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = field(default_factory=tuple)

    def __str__(self) -> str:
        cells = [list(self.columns), *[list(row) for row in self.rows]]
        widths = [max(len(row[place]) for row in cells) for place in range(len(self.columns))]
        head, *body = ["| " + " | ".join(_padded(row, widths)) + " |" for row in cells]
        rule = "|" + "|".join("-" * (width + 1) + (":" if place else "-") for place, width in enumerate(widths)) + "|"
        return "\n".join([f"### {self.title}", "", head, rule, *body, "", *self.notes])


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def middle(values: Sequence[float]) -> float:
    return median(values)


def ninety_fifth(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %"


def spread_of(values: Sequence[float]) -> str:
    """Median, with the lowest and highest round."""
    return f"{number(median(values))} ({number(min(values))}-{number(max(values))})"


def machine() -> str:
    """What stands above every run: cores, load by others, Python."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    model = next(
        (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine()
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores ({model}), load {load:.1f} at the start, Python {platform.python_version()}"


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []
