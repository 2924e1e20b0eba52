"""Law packs: one TOML file a law, its rules checked one by one at start, a bad file refused and the others kept.

A file stands in ``data/law``; a file of the same name in the ``law`` folder of an organisation's own data
(``RECITAL_DATA``) overrides it rule by rule and adds to it. Files with a dot in their name (``gdpr.clocks.toml``) hold
other dated rows of the same law and are read elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from governance import vocabulary
from governance.errors import BadData, GovernanceError
from governance.law import examples
from governance.law.predicate import columns_of, read_ahead
from governance.law.rules import Pack, Rule
from governance.law.views import ROWS, Subject, subjects
from governance.model.fields import by_name
from governance.model.kinds import kind_of
from governance.vocabulary.loading import checked, read_toml

PACKAGED = Path(__file__).resolve().parents[2] / "data" / "law"
NOT_PACKS = frozenset({"views", "holidays", "readability"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Say that a file was refused: its name, the rule, and the error that says why."""

    file: str
    rule: str
    error: GovernanceError


@dataclass(frozen=True, slots=True)
class Law:
    """Hold everything that could be read: packs by name, the files refused, and every rule by its id."""

    packs: Mapping[str, Pack]
    refusals: tuple[Refusal, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return every rule, pack by pack."""
        return tuple(rule for pack in self.packs.values() for rule in pack.rules)

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule called ``rule_id``, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def law() -> Law:
    """Return the packs of this installation, read once."""
    return _law(os.environ.get("RECITAL_DATA"))


@cache
def _law(own: str | None) -> Law:
    return load(PACKAGED, *((Path(own) / "law",) if own else ()))


def load(*folders: Path) -> Law:
    """Return the packs of ``folders``, later ones over earlier ones rule by rule; a bad file is refused whole."""
    files: dict[str, list[Path]] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.toml")):
            if file.stem not in NOT_PACKS and "." not in file.stem:
                files.setdefault(file.stem, []).append(file)
    packs: dict[str, Pack] = {}
    refusals: list[Refusal] = []
    taken: dict[str, str] = {}
    for name, paths in files.items():
        try:
            pack = _pack(name, paths)
            _refuse_twice(pack, taken)
            _refuse_wrong_examples(pack)
        except GovernanceError as error:
            refusals.append(Refusal(paths[-1].name, str(error.context.get("term", "")), error))
            continue
        packs[name] = pack
        taken |= {rule.id: name for rule in pack.rules}
    return Law(packs, tuple(refusals))


def _refuse_twice(pack: Pack, taken: Mapping[str, str]) -> None:
    twice = [rule.id for rule in pack.rules if rule.id in taken]
    if twice:
        raise BadData("law_rule_twice", file=f"{pack.name}.toml", term=twice[0], reason=taken[twice[0]])


def _refuse_wrong_examples(pack: Pack) -> None:
    try:
        wrong = examples.faults(pack.rules)
    except duckdb.Error:
        _refuse_broken(pack)
        raise
    if wrong:
        rule_id, which = wrong[0]
        raise BadData("law_example_wrong", file=f"{pack.name}.toml", term=rule_id, reason=which)


def _refuse_broken(pack: Pack) -> None:
    """Ask rule by rule which predicate cannot be computed, so that the error names it."""
    for rule in pack.rules:
        try:
            examples.judge(rule, [])
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise BadData(
                "law_predicate_broken", file=f"{pack.name}.toml", term=rule.id, reason=reason
            ) from error


def _pack(name: str, files: Sequence[Path]) -> Pack:
    heading: dict[str, Any] = {}
    rules: dict[str, dict[str, Any]] = {}
    for path in files:
        content = read_toml(path)
        listed = _listed(path, content.pop("rule", []))
        heading |= content
        rules |= {rule_id: rules.get(rule_id, {}) | given for rule_id, given in listed.items()}
    texts = [rule.get("breach", "") for rule in rules.values() if isinstance(rule.get("breach"), str)]
    read_ahead([*texts, *(_applies(heading, rule) for rule in rules.values())])
    file = files[-1].name
    shared: dict[str, Any] = {key: heading[key] for key in ("law", "source", "checked_on") if key in heading}
    read = tuple(_rule(file, heading, shared | given) for given in rules.values())
    return checked(Pack, file, name, {**heading, "name": name, "rules": read})


def _listed(file: Path, given: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for rule in given if isinstance(given, list) else [given]:
        rule_id = str(rule.get("id", "")) if isinstance(rule, Mapping) else ""
        if not rule_id or rule_id in found:
            raise BadData("law_rule_twice", file=file.name, term=rule_id or "?", reason=file.name)
        found[rule_id] = dict(rule)
    return found


def _rule(file: str, heading: Mapping[str, Any], given: dict[str, Any]) -> Rule:
    rule_id = str(given.get("id"))
    for language in ("en", "zh"):
        if not isinstance(given.get(language), Mapping):
            raise BadData("law_untranslated", file=file, term=rule_id, reason=language)
    rule = checked(Rule, file, rule_id, given)
    subject = subjects().get(rule.on)
    if subject is None:
        raise BadData("law_subject_unknown", file=file, term=rule.id, reason=rule.on)
    _check_codes(file, rule)
    _check_field(file, rule, subject)
    known = subject.by_name()
    for example in (rule.passing, rule.failing):
        for column in example.keys() - known.keys():
            raise BadData("law_column_unknown_in", file=file, term=rule.id, reason=column)
    applies = _applies(heading, given)
    return rule.model_copy(update={"applies": applies, "facts": _columns(file, rule, applies, known)})


def _applies(heading: Mapping[str, Any], rule: Mapping[str, Any]) -> str:
    """Return when the rule applies: its own condition and that of its pack, where that can be asked of its subject."""
    shared, own = str(heading.get("applies", "true")), str(rule.get("applies", "true"))
    subject = subjects().get(str(rule.get("on")))
    # A department or an action is under no law: there the pack's condition has no column to look at.
    asked = (
        shared != "true"
        and subject is not None
        and (not shared.isidentifier() or shared in subject.by_name())
    )
    return f"({shared}) AND ({own})" if asked else own


def _columns(file: str, rule: Rule, applies: str, known: Mapping[str, Any]) -> tuple[str, ...]:
    try:
        found = [*columns_of(rule.breach, known), *columns_of(applies, known)]
    except GovernanceError as error:
        raise BadData(error.code, **{**error.context, "file": file, "term": rule.id}) from error
    return tuple(dict.fromkeys(found))


def _check_codes(file: str, rule: Rule) -> None:
    named = [("severity", rule.severity), ("principle", rule.principle)]
    named += [("stage", stage) for stage in rule.stages]
    named += [("required_document", rule.document)] if rule.document else []
    for name, code in named:
        if vocabulary.term(name, code) is None:
            raise BadData("law_code_unknown", file=file, term=rule.id, reason=f"{name}: {code}")


def _check_field(file: str, rule: Rule, subject: Subject) -> None:
    fields = by_name(kind_of(subject.kind).model)
    if rule.on in ROWS:
        row = fields[ROWS[rule.on]].row
        fields = {**(by_name(row) if row else {}), **fields}
    if rule.field.split("/")[0] not in fields:
        raise BadData("law_field_unknown", file=file, term=rule.id, reason=rule.field)
