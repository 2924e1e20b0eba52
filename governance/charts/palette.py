"""Colours for light and dark, each with the ink that reads on it (contrast of at least 4.5 to 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

FONTS = "'Source Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"
CLEAR = "rgba(0,0,0,0)"


class Paint(NamedTuple):
    """Hold a background and the ink on it."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Hold the colours of one theme. ``shares`` go from nothing to everything in equal steps."""

    ink: str
    muted: str
    line: str
    surface: str
    states: dict[str, Paint]
    letters: dict[str, Paint]
    shares: tuple[Paint, ...]
    risks: tuple[Paint, ...]
    bars: dict[str, str]
    lines: tuple[str, ...]
    empty: Paint


LIGHT = Palette(
    ink="#14213a",
    muted="#51607a",
    line="#dde4ef",
    surface="#ffffff",
    states={
        "covered": Paint("#bfe3cf", "#0d3b28"),
        "partial": Paint("#fbe3a3", "#4d3700"),
        "gap": Paint("#f3b6ae", "#5c120b"),
        "not_assessed": Paint("#e3e8f0", "#33415c"),
        "not_applicable": Paint("#f7f9fc", "#5a6780"),
    },
    letters={
        "accountable": Paint("#1d4ed8", "#ffffff"),
        "responsible": Paint("#bfd5fb", "#10295f"),
        "consulted": Paint("#fbe3a3", "#4d3700"),
        "informed": Paint("#e3e8f0", "#33415c"),
        "fault": Paint("#f3b6ae", "#5c120b"),
    },
    shares=(
        Paint("#e58074", "#3d0905"),
        Paint("#f0a987", "#452008"),
        Paint("#f6d08a", "#443000"),
        Paint("#dcdf98", "#333a00"),
        Paint("#aed6a4", "#123f1c"),
        Paint("#7fc39c", "#06351f"),
    ),
    risks=(
        Paint("#bfe3cf", "#0d3b28"),
        Paint("#fbe3a3", "#4d3700"),
        Paint("#f6b98c", "#4a2203"),
        Paint("#ec8f84", "#430b06"),
    ),
    bars={
        "gdpr_dpo": "#1d4ed8",
        "deputy_dpo": "#6098fa",
        "pipl_officer": "#0f766e",
        "eu_representative": "#7c3aed",
        "pipl_representative": "#a16207",
        "gap": "#dc5448",
        "overlap": "#e0a100",
        "ended": "#94a3b8",
    },
    lines=("#1d4ed8", "#c2590a", "#0f766e", "#7c3aed", "#be185d"),
    empty=Paint("#eef1f6", "#5a6780"),
)
DARK = Palette(
    ink="#e6ecf6",
    muted="#a9b6cc",
    line="#2a3953",
    surface="#162237",
    states={
        "covered": Paint("#1d5a41", "#e3f7ec"),
        "partial": Paint("#6b5214", "#fff1cc"),
        "gap": Paint("#7d2a22", "#ffe5e1"),
        "not_assessed": Paint("#2b3a54", "#d5deec"),
        "not_applicable": Paint("#131d2e", "#9aa7be"),
    },
    letters={
        "accountable": Paint("#2f63d4", "#ffffff"),
        "responsible": Paint("#1d3b73", "#dfeaff"),
        "consulted": Paint("#6b5214", "#fff1cc"),
        "informed": Paint("#2b3a54", "#d5deec"),
        "fault": Paint("#7d2a22", "#ffe5e1"),
    },
    shares=(
        Paint("#8f332a", "#ffe8e5"),
        Paint("#87492a", "#ffeadd"),
        Paint("#755618", "#fff2d0"),
        Paint("#565c1e", "#f5f8d2"),
        Paint("#2f6339", "#e2f6e4"),
        Paint("#1c6b4b", "#ddf7ea"),
    ),
    risks=(
        Paint("#1d5a41", "#e3f7ec"),
        Paint("#6b5214", "#fff1cc"),
        Paint("#7a431c", "#ffe9d8"),
        Paint("#86302a", "#ffe5e1"),
    ),
    bars={
        "gdpr_dpo": "#7fb0ff",
        "deputy_dpo": "#4c79c9",
        "pipl_officer": "#4fc3b0",
        "eu_representative": "#b79cff",
        "pipl_representative": "#e2c15d",
        "gap": "#ff8f85",
        "overlap": "#f2d172",
        "ended": "#64748b",
    },
    lines=("#7fb0ff", "#f2a65a", "#4fc3b0", "#b79cff", "#f28ab8"),
    empty=Paint("#1a2639", "#9aa7be"),
)


def palette(*, dark: bool) -> Palette:
    """Return the colours of the theme."""
    return DARK if dark else LIGHT


def of_share(share: float | None, *, dark: bool) -> Paint:
    """Return the paint of a share from 0 to 1; only everything gets the last step, None the colour of no data."""
    colours = palette(dark=dark)
    if share is None:
        return colours.empty
    steps = len(colours.shares) - 1
    return colours.shares[-1 if share >= 1 else int(share * steps)]


def of_score(score: int, *, dark: bool) -> Paint:
    """Return the paint of a risk score from 1 to 25: low, middle (5), considerable (10) or high (15)."""
    return palette(dark=dark).risks[sum(score >= step for step in (5, 10, 15))]
