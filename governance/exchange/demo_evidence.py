"""The evidence of the demonstration: series of the files spread over systems, departments, parties and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from governance.exchange.demo_days import chance, day, opening, workday
from governance.exchange.demo_files import Content, Story

ROUND = 45  # days between two of the rounds in which a person collects evidence
LAST_DAYS = 3
SCOPES = {"systems": "system", "departments": "department", "parties": "party"}


@dataclass(frozen=True)
class EvidenceTale:
    """Tell one piece of evidence: what it proves, for what it counts, who recorded it and why."""

    id: str
    content: Content
    proves: tuple[str, ...]
    scope: str
    about: str
    issued: date
    recorded: date
    by: str
    why: str
    kind: str = "evidence"

    def on(self, on_day: date) -> Content | None:
        """Return the content on ``on_day``."""
        return self.content if on_day >= self.recorded else None


def evidence_tales(story: Story) -> list[EvidenceTale]:
    """Return every piece of a series that was issued and recorded before today, oldest first.

    Their numbers follow those of the evidence the files write out one by one.
    """
    found = [
        piece
        for series in story.files["series"]
        for scope in SCOPES
        for place, about in enumerate(series.get(scope, []))
        for piece in _pieces(story, series, scope, about, place)
    ]
    found.sort(key=lambda piece: (piece["recorded"], piece["content"]["name"]))
    return [
        EvidenceTale(id=f"EVI-{number:05d}", **_with_link(piece, number))
        for number, piece in enumerate(found, 1 + len(story.rows("evidence")))
    ]


def _with_link(piece: dict[str, Any], number: int) -> dict[str, Any]:
    link = f"https://records.aldersee.example/evidence/{piece['issued'].year}/{number:04d}"
    return {**piece, "content": {**piece["content"], "url": link}}


def _pieces(story: Story, series: Content, scope: str, about: str, place: int) -> list[dict[str, Any]]:
    made = []
    by = _recorder(story, scope, about)
    for told in series["issued"]:
        issued = workday(story.day(told) + timedelta(days=place * series.get("late", 0)))
        recorded = _recorded(story, by, issued)
        if recorded is not None:
            made.append(
                {
                    "content": _content(story, series, scope, about, issued),
                    "proves": tuple(series["proves"]),
                    "scope": scope,
                    "about": about,
                    "issued": issued,
                    "recorded": recorded,
                    "by": by,
                    "why": series["why"][0 if story.speaks(by) == "en" else 1],
                }
            )
    return made


def _recorded(story: Story, by: str, issued: date) -> date | None:
    """Return the day of the person's next round, at least three days after the issue; None when not yet."""
    last = workday(story.today - timedelta(days=LAST_DAYS))
    earliest = max(issued, opening(story.today)) + timedelta(days=3)
    if earliest > last:
        return None
    gone = (earliest - opening(story.today)).days
    wait = (chance(ROUND, "round", by) - gone) % ROUND
    found = workday(earliest + timedelta(days=wait))
    return min(max(found, workday(issued) + timedelta(days=1)), last)


def _recorder(story: Story, scope: str, about: str) -> str:
    if scope == "parties":
        return "su" if story.row("party", about).get("country") == "CN" else "becker"
    department = about if scope == "departments" else story.row("system", about)["department"]
    return str(story.files["department_ways"][department]["collector"])


def _content(story: Story, series: Content, scope: str, about: str, issued: date) -> Content:
    kind = SCOPES[scope]
    en, zh = story.row(kind, about)["name"]
    of_en, of_zh = en.split(",")[0] if kind == "system" else en, zh
    content: Content = {
        "name": f"{series['name'][0].format(of=of_en)}, {issued:%Y-%m}",
        "name_zh": f"{series['name'][1].format(of=of_zh)}（{issued.year}年{issued.month}月）",
        "evidence_kind": series["evidence_kind"],
        "proves": [story.id(code, "measure") for code in series["proves"]],
        "owner": story.id(_owner(story, kind, about), "post"),
        "issued_on": issued.isoformat(),
    }
    return content | _lasts(series.get("lasts"), issued)


def _owner(story: Story, kind: str, about: str) -> str:
    row = story.row(kind, about)
    if kind == "system":
        return str(row["owner"])
    if kind == "department":
        return str(row["head"])
    return "privacy_cn" if row.get("country") == "CN" else "privacy_eu"


def _lasts(lasts: str | None, issued: date) -> Content:
    if lasts is None:
        return {}
    if lasts == "always":
        return {"stated": {"expires_on": "none"}}
    return {"expires_on": (day(f"+{lasts}", issued) - timedelta(days=1)).isoformat()}
