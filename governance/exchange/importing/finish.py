"""The last step of a record: fields within their limits, a name, states, kept texts; nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from governance.exchange.importing.rows import Made
from governance.exchange.importing.targets import limit, row_fields, target, targets
from governance.model.canonical import digest
from governance.model.fields import SHORT_LIMIT

if TYPE_CHECKING:
    from governance.exchange.importing.build import Assembly
    from governance.exchange.importing.grouping import Piece

KEPT_LIMIT = 30_000
CODE_LIMIT = 80
NAME_SHOWN = 120
PARTY_FIELDS = {"recipients": "name", "controllers": "name"}
ELLIPSIS = "…"


@dataclass(slots=True)
class Finisher:
    """Turn what was gathered for one record into content."""

    assembly: Assembly
    made: dict[str, list[Made]]
    result: dict[str, Any] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Return the kind of record in hand."""
        return self.assembly.builder.mapping.kind

    def content(self) -> dict[str, Any] | None:
        """Return the content, or None when nothing says what the record is."""
        for path, pieces in self.assembly.scalars.items():
            self._scalar(path, pieces)
        for group, rows in self.made.items():
            if rows:
                self.result[group] = [self._row(group, row) for row in rows]
        name = self._name()
        if name is None:
            self.assembly.say("import_no_name", "error", value=self._anything())
            return None
        self.result["name"] = name
        role = self.assembly.builder.mapping.role
        if role and "role" in targets(self.kind):
            self.result.setdefault("role", role)
        self._states()
        kept = self._kept()
        if kept:
            self.result["kept"] = kept
        return self.result

    def _anything(self) -> str:
        return next(
            (leaf.value for row in self.assembly.rows for leaf in row.leaves if isinstance(leaf.value, str)),
            "",
        )

    # -- fields of the record itself

    def _scalar(self, path: str, pieces: list[Piece]) -> None:
        aim = target(self.kind, path)
        if aim is None:
            return
        if aim.shape == "codes":
            self.result[aim.name] = list(
                dict.fromkeys(code for piece in pieces for code in self._codes(piece))
            )
        elif aim.link_kinds or aim.vocabulary:
            self._single(aim.name, [(piece, code) for piece in pieces for code in self._codes(piece)])
        elif aim.shape == "text" and not aim.name.startswith("name"):
            self._text(aim.name, pieces)
        else:
            self._single(
                aim.name,
                [(piece, piece.meaning.value) for piece in pieces if piece.meaning.value is not None],
            )
        if self.result.get(aim.name) in ([], None):
            self.result.pop(aim.name, None)

    def _codes(self, piece: Piece) -> list[str]:
        found = [code for path, code in piece.meaning.codes if path == piece.target.path]
        for name in piece.meaning.names:
            record = self.assembly.link(piece.target, name)
            if record:
                found.append(record)
            else:
                kinds = ", ".join(piece.target.link_kinds)
                self.assembly.say("import_no_record", "note", piece.column, name, kinds=kinds)
                self.assembly.keep(piece.column, piece.target.name, name)
        return found

    def _single(self, name: str, values: list[tuple[Piece, Any]]) -> None:
        """Take the first value; other values of the lines are kept as text and reported."""
        for piece, value in values:
            held = self.result.setdefault(name, value)
            if held != value:
                self.assembly.say("import_several_values", "warning", piece.column, piece.meaning.text)
                self.assembly.keep(piece.column, name, piece.meaning.text)
        if isinstance(self.result.get(name), str):
            declared = target(self.kind, name)
            longest = SHORT_LIMIT if name == "name" else limit(declared.declared if declared else None)
            self.result[name] = self._fit(name, self.result[name], longest)

    def _text(self, name: str, pieces: list[Piece]) -> None:
        """Put several texts for one field below each other, each under its header where there are several columns."""
        columns = dict.fromkeys(piece.column for piece in pieces)
        several = len(columns) > 1 and name != "contact"
        blocks = []
        for column in columns:
            texts = list(dict.fromkeys(piece.meaning.text for piece in pieces if piece.column == column))
            blocks.append(f"{column}: {'; '.join(texts)}" if several else "\n".join(texts))
        aim = target(self.kind, name)
        joined = (", " if name == "contact" else "\n\n").join(blocks)
        self.result[name] = self._fit(name, joined, limit(aim.declared if aim else None))

    def _fit(self, about: str, text: str, longest: int) -> str:
        """Shorten a text to its field; the whole of it is kept beside the record."""
        if len(text) <= longest:
            return text
        self.assembly.keep("", about, text)
        self.assembly.say("import_shortened", "note", value=text, field=about, limit=longest)
        return text[: longest - 1].rstrip() + ELLIPSIS

    # -- nested rows

    def _row(self, group: str, row: Made) -> dict[str, Any]:
        declared = row_fields(self.kind, group)
        self._describe(group, row)
        fields = {"key": row.key}
        for name, value in row.fields.items():
            about = f"{group}/{row.key}/{name}"
            fields[name] = self._fit(about, value, limit(declared[name])) if isinstance(value, str) else value
        if row.durations:
            fields |= self._retention(group, row)
        self._party(group, fields)
        for name, state in row.states.items():
            if name not in fields:
                self.stated[f"{group}/{row.key}/{name}"] = state
        for column, name, text in row.kept:
            self.assembly.keep(column, f"{group}/{row.key}/{name}", text)
        return fields

    def _describe(self, group: str, row: Made) -> None:
        """Move a text too long for a name to the description of the row, where it has one."""
        name = row.fields.get("name")
        if (
            isinstance(name, str)
            and len(name) > SHORT_LIMIT
            and "description" in row_fields(self.kind, group)
        ):
            more = row.fields.get("description")
            row.fields["description"] = f"{name}\n\n{more}" if more else name
            row.fields["name"] = opening(name)

    def _retention(self, group: str, row: Made) -> dict[str, Any]:
        """Give amount, unit and start where all texts that can be computed agree; the text stays as written."""
        texts = list(dict.fromkeys(text for text, _ in row.durations))
        computed = {(found["amount"], found["unit"]) for _, found in row.durations if "amount" in found}
        starts = {found["start"] for _, found in row.durations if "start" in found}
        about = f"{group}/{row.key}/retention_text"
        fields: dict[str, Any] = {"retention_text": self._fit(about, "; ".join(texts), 32_000)}
        if len(computed) == 1:
            fields["retention_amount"], fields["retention_unit"] = computed.pop()
        if len(starts) == 1:
            fields["retention_start"] = starts.pop()
        return fields

    def _party(self, group: str, fields: dict[str, Any]) -> None:
        """Link a recipient or controller to the party of exactly its name."""
        name = fields.get(PARTY_FIELDS.get(group, ""))
        if not name or "category" in fields or self.kind != "activity":
            return
        record = self.assembly.builder.linker.find(("party", "organisation"), name)
        if record:
            fields["party"] = record

    # -- name, states, kept texts

    def _name(self) -> str | None:
        """Return the name, or what the record is for when it has none; numbers alone name nothing."""
        held = self.result.get("name")
        if held:
            return str(held)
        found = self._named_by()
        if found is None:
            return None
        text = opening(found)
        reference = self.result.get("reference")
        named = f"{reference} – {text}" if reference and text.endswith(ELLIPSIS) else text
        self.assembly.say("import_name_made", "note", value=named)
        return named[:SHORT_LIMIT]

    def _named_by(self) -> str | None:
        for group, field_name in (("purposes", "name"), ("controllers", "processing")):
            for row in self.result.get(group, []):
                if row.get(field_name):
                    return str(row.get("description") or row[field_name])
        description = self.result.get("description")
        return str(description) if description else None

    def _states(self) -> None:
        self.stated |= {
            name: state
            for name, state in self.assembly.states.items()
            if not self.result.get(name) and self.result.get(name) is not False
        }
        if self.stated:
            self.result["stated"] = dict(sorted(self.stated.items()))

    def _kept(self) -> list[dict[str, str]]:
        """Return the kept texts, those of one column and field together, in parts that fit."""
        texts: dict[tuple[str, str], list[str]] = {}
        for column, about, text in self.assembly.kept:
            if text.strip():
                texts.setdefault((column, about), []).append(text)
        return [
            self._kept_row(column, about, piece, part)
            for (column, about), held in texts.items()
            for part, piece in enumerate(cut("\n".join(held)))
        ]

    def _kept_row(self, column: str, about: str, text: str, part: int) -> dict[str, str]:
        source = self.assembly.builder.source
        key = f"t-{digest(f'{source}|{column}|{about}|{part}')[:12]}"
        row = {
            "key": key,
            "source": source[:SHORT_LIMIT],
            "column": column[:SHORT_LIMIT],
            "about": about[:CODE_LIMIT],
            "text": text,
        }
        return {name: value for name, value in row.items() if value}


def cut(text: str) -> Iterator[str]:
    """Yield a text in parts that fit; no part begins or ends with a space, which storing would take away."""
    start = 0
    while len(text) - start > KEPT_LIMIT:
        end = start + KEPT_LIMIT
        while end > start + 1 and (text[end - 1].isspace() or text[end].isspace()):
            end -= 1
        yield text[start:end]
        start = end
    yield text[start:]


def opening(text: str) -> str:
    """Return a text of at most about a line: itself, or its first sentence, or its first words."""
    line = " ".join(text.split())
    if len(line) <= NAME_SHOWN:
        return line
    sentence = next(
        (
            line[: at + 1]
            for at in range(20, NAME_SHOWN)
            if line[at] in ".!?。" and line[at + 1 : at + 2] in (" ", "")
        ),
        "",
    )
    if sentence:
        return sentence.rstrip(". ") + ELLIPSIS
    cut = line[:NAME_SHOWN]
    return (cut[: cut.rfind(" ")] if " " in cut[60:] else cut).rstrip(" ,;:") + ELLIPSIS
