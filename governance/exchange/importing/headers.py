"""Find the field a column fills: by exact spelling, by its place in a nested file, or by similarity as an offer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from governance.exchange.importing.mapping import FoundBy
from governance.exchange.importing.targets import targets
from governance.exchange.importing.words import contexts, known_paths, pattern, words
from governance.model.kinds import kind_of
from governance.vocabulary import field_for, header_fields, spelling

SIMILAR = 86
STRIPPED = 0.95
NESTED = 0.9
LONGEST_PATH = 4

_BRACKETS = re.compile(r"\(([^()]*)\)|（([^（）]*)）|\[([^\[\]]*)\]")
_NUMBERING = re.compile(
    r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)、:：]?|\(?[a-zA-Z][.)]|[（(]?[一二三四五六七八九十]{1,2}[)）、.])\s*(?=\S)"
)
_CITED = re.compile(
    r"[\s,;:–-]*(?:gem(?:äß|\.)|nach|according to|under|pursuant to|selon)?\s*(?:art(?:\.|icle|ikel|ículo)?|§)\s*\d.*$",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(r"\s*(?:/|\||\n|｜)\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """Say which field a column fills (None = text is kept), how that was found and how surely."""

    field: str | None
    by: FoundBy
    confidence: float


NOTHING = Found(None, "none", 0.0)


def recognise(kind: str, parts: tuple[str, ...]) -> Found:
    """Find the field for a column whose path, from the outside in, is ``parts``; never a guess unless by similarity."""
    known = targets(kind)
    found = _nested(kind, parts) if len(parts) > 1 else _exact(kind, parts[0])
    if found.field is not None and found.field not in known:
        return NOTHING
    return found if found.by != "none" or len(parts) > 1 else _similar(kind, parts[0])


@cache
def _exact(kind: str, header: str) -> Found:
    """Find a header listed as it stands, or without numbering, remarks and citations, or in each of two languages."""
    field = _listed(kind, header)
    if field:
        return Found(field, "exact", 1.0)
    for bare in _bare(header):
        field = _listed(kind, bare)
        if field:
            return Found(field, "exact", STRIPPED)
    fields = (
        {_listed(kind, part) for part in _ALTERNATIVE.split(header) if part.strip()}
        if _ALTERNATIVE.search(header)
        else set()
    )
    known = fields - {None}
    return Found(known.pop(), "exact", STRIPPED) if len(known) == 1 else NOTHING


def _bare(header: str) -> Iterator[str]:
    """Yield the header with ever more taken away that only comments on it."""
    remark = pattern("headers", "remark")
    plain = _BRACKETS.sub(
        lambda m: "" if remark.search(m.group()) or not m.group()[1:-1].strip() else m.group(), header
    )
    plain = plain.strip(" *:：")
    yield plain
    unnumbered = _NUMBERING.sub("", plain)
    yield unnumbered
    yield _CITED.sub("", unnumbered)


def _listed(kind: str, header: str) -> str | None:
    if not spelling(header):
        return None
    field = field_for(header) if kind == "activity" else None
    return field or _labels(kind).get(spelling(header))


@cache
def _labels(kind: str) -> dict[str, str]:
    """Return the path of each label and code that the declarations of ``kind`` themselves give to one field only."""
    found: dict[str, set[str]] = {}
    for path, target in targets(kind).items():
        if target.declared is None or target.shape == "key":
            continue
        spec = target.declared.spec
        prefix = f"{kind_of(kind).model.model_fields[target.group].title} " if target.group else ""
        for label in {spec.en, spec.zh, path, f"{prefix}{spec.en}"}:
            found.setdefault(spelling(label), set()).add(path)
    plain = {label: {path for path in paths if "." not in path} or paths for label, paths in found.items()}
    return {label: min(paths) for label, paths in plain.items() if len(paths) == 1}


@cache
def _nested(kind: str, parts: tuple[str, ...]) -> Found:
    """Find a field by the whole path, by the end of a known path, or by what the parent is about."""
    whole = _known_end(parts)
    if whole is not None:
        return Found(whole or None, "exact", 1.0 if whole else 0.0)
    spelled = " ".join(parts)
    listed = field_for(spelled) if kind == "activity" else None
    if listed:
        return Found(listed, "exact", 1.0)
    above, leaf = parts[:-1], parts[-1]
    if {spelling(part) for part in above} & words("technical") and spelling(leaf) not in words(
        "technical_leaves"
    ):
        return NOTHING
    above = tuple(part for part in above if spelling(part) not in words("neutral"))
    if not above:
        return _exact(kind, leaf)
    return _within(kind, above, leaf)


def _known_end(parts: tuple[str, ...]) -> str | None:
    for start in range(max(0, len(parts) - LONGEST_PATH), len(parts) - 1):
        field = known_paths().get(spelling(" ".join(parts[start:])))
        if field is not None:
            return field
    return None


def _within(kind: str, above: tuple[str, ...], leaf: str) -> Found:
    parent = next((field for part in reversed(above) if (field := _context(kind, part))), None)
    if parent is None:
        found = _exact(kind, leaf)
        return NOTHING if spelling(leaf) in words("generic") else found
    group = parent.split(".")[0] if "." in parent else ""
    return _in_group(kind, parent, group, leaf) if group else _about(parent, leaf)


def _context(kind: str, part: str) -> str | None:
    """Say what an outer step of a path is about."""
    return contexts().get(spelling(part)) or _exact(kind, part).field


def _about(parent: str, leaf: str) -> Found:
    """Take the name of a thing for the thing; its other facts are kept as text."""
    return Found(parent, "exact", NESTED) if spelling(leaf) in words("name") else NOTHING


def _in_group(kind: str, parent: str, group: str, leaf: str) -> Found:
    spelled = spelling(leaf)
    if spelled in words("key"):
        return Found(f"{group}.key", "exact", NESTED)
    if spelled in words("name"):
        named = f"{group}.name"
        return Found(named if named in targets(kind) else parent, "exact", NESTED)
    own = {spelling(path.partition(".")[2]): path for path in targets(kind) if path.startswith(f"{group}.")}
    if spelled in own:
        return Found(own[spelled], "exact", NESTED)
    found = _exact(kind, leaf)
    if found.field and found.field.startswith(f"{group}."):
        return Found(found.field, "exact", NESTED)
    return found if found.field and "." in found.field and spelled not in words("generic") else NOTHING


@cache
def _similar(kind: str, header: str) -> Found:
    """Offer the field whose listed header is most alike; only an offer, used when a person accepts it."""
    listed = _spellings(kind)
    spelled = spelling(header)
    if len(spelled) < 4 and spelled.isascii():
        return NOTHING
    best = process.extractOne(spelled, listed.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR)
    if best is None:
        best = process.extractOne(
            spelled, [each for each in listed if len(each) > 8], scorer=fuzz.token_set_ratio, score_cutoff=95
        )
    return Found(listed[best[0]], "similar", round(best[1] / 100 * 0.9, 2)) if best else NOTHING


@cache
def _spellings(kind: str) -> dict[str, str]:
    found = dict(_labels(kind))
    if kind == "activity":
        found |= {spelling(header): path for path, headers in header_fields().items() for header in headers}
    return {header: path for header, path in found.items() if path in targets(kind)}
