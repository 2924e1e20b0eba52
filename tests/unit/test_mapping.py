"""Headers, citations, mappings and three-way merges, each by itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.exchange.importing import toml
from governance.exchange.importing.citations import cited
from governance.exchange.importing.findings import Finding
from governance.exchange.importing.finish import opening
from governance.exchange.importing.headers import recognise
from governance.exchange.importing.mapping import MappingUnreadable, load
from governance.exchange.importing.merging import three_way
from governance.exchange.importing.targets import IDENTITY, SIBLINGS, WRITTEN, targets
from governance.exchange.importing.words import known_paths, on_behalf
from governance.language import catalog
from governance.vocabulary import header_fields

SOURCE = Path(__file__).resolve().parents[2] / "governance" / "exchange" / "importing"


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        (("Zwecke der Verarbeitung (Art. 30 Abs. 1 S. 2 lit. b DSGVO)",), "purposes.name"),
        (("3. Kategorien betroffener Personen",), "data.subjects"),
        (("处理目的 / Purpose of processing",), "purposes.name"),
        (("保存期限（年）",), "data.retention"),
        (("Retention schedule (if possible) *",), "data.retention"),
        (("dataDisclosed", "storage", "temporal", "ttl"), "data.retention"),
        (("purposes", "legal_basis"), "purposes.bases_gdpr"),
        (("personal_data", "retention"), "data.retention"),
        (("meta", "name"), "name"),
        (("controller", "name"), "organisations"),
    ],
)
def test_headers_known_exactly(parts: tuple[str, ...], field: str) -> None:
    """Numbering, remarks, citations, a second language and the place in a nested file do not hide a known header."""
    found = recognise("activity", parts)
    assert (found.field, found.by) == (field, "exact")


@pytest.mark.parametrize(
    "parts",
    [
        ("controller", "country"),
        ("meta", "created"),
        ("rightToInformation", "description"),
        ("recipients", "country"),
        ("Quux",),
    ],
)
def test_headers_of_other_things(parts: tuple[str, ...]) -> None:
    """A common word below something else is not taken for a field."""
    assert recognise("activity", parts).field is None


def test_similar_headers_are_only_offered() -> None:
    """A header with a slip of the pen is found, but not as certain."""
    found = recognise("activity", ("Catgories of personal data",))
    assert (found.field, found.by) == ("data.category", "similar")
    assert found.confidence < 0.95


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Art. 6 Abs. 1 lit. a der Verordnung (EU) 2016/679)", ["consent"]),
        ("Rechtsgrundlage:\nArt. 6 (1) f DSGVO (berechtigtes Interesse)", ["legitimate_interests"]),
        ("Art. 6(1)(a), (b) and (f) GDPR", ["consent", "contract", "legitimate_interests"]),
        ("Art. 6 Abs. 1 S. 1 lit. b DSGVO", ["contract"]),
        ("GDPR-6-1-c", ["legal_obligation"]),
        ("《个人信息保护法》第十三条第一款第（二）项", ["contract_or_hr"]),
        ("Art. 9 Abs. 2 lit. b DSGVO, § 26 BDSG", ["employment"]),
        ("Art. 6 Abs. 1 lit. c BDSG", []),
        ("Article 16(1)(a)", []),
        ("Regulation 5 (s251)", []),
    ],
)
def test_citations(text: str, codes: list[str]) -> None:
    """Provisions of the two laws are found in a text, those of other laws are not taken for them."""
    assert [code for _, code in cited(text)] == codes


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text breaks the readers of headers and citations."""
    cited(text)
    assert len(opening(text)) <= 121
    if text:
        recognise("activity", (text,))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Processing of expenses on behalf of Alpha Ltd.", "Alpha Ltd."),
        ("Lohnabrechnung im Auftrag der Beta GmbH, monatlich", "Beta GmbH"),
        ("受甲公司委托处理工资", "甲公司"),
    ],
)
def test_controller_served(text: str, name: str) -> None:
    """The controller a purpose speaks of is found in several languages."""
    found = on_behalf().search(text)
    assert found
    assert found["controller"] == name


def test_listed_headers_lead_to_fields() -> None:
    """Every path of the header list and of nested files is a field an import can fill."""
    known = targets("activity")
    assert {path for path in header_fields() if path not in known} == set()
    assert {path for path in known_paths().values() if path and path not in known} == set()
    assert {*WRITTEN, *SIBLINGS} <= known.keys()
    assert {f"{group}.{name}" for group, names in IDENTITY.items() for name in names} <= known.keys()


def test_three_way_takes_each_side() -> None:
    """Changed in the file only, here only, on both sides, and stated as none here while the file fills it."""
    base = {"name": "A", "description": "old", "method": "m", "stated": {"recipients": "none"}}
    here = {**base, "method": "ours", "description": "ours"}
    file = {"name": "A", "description": "theirs", "method": "m", "recipients": [{"key": "r", "name": "X"}]}
    merged = three_way("activity", base, here, file)
    assert merged.content["recipients"] == [{"key": "r", "name": "X"}]
    assert "stated" not in merged.content
    assert (merged.content["method"], merged.content["description"]) == ("ours", "ours")
    assert [conflict.path for conflict in merged.conflicts] == ["description"]
    assert merged.base["description"] == "old"
    chosen = three_way("activity", base, here, file, {"description": "file"})
    assert (chosen.content["description"], chosen.base["description"], chosen.conflicts) == (
        "theirs",
        "theirs",
        (),
    )


VALUES = st.recursive(
    st.text(max_size=20) | st.booleans() | st.integers(-(2**53), 2**53),
    lambda inner: (
        st.dictionaries(st.text(min_size=1, max_size=10), inner, max_size=4)
        | st.lists(st.text(max_size=9), max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(min_size=1, max_size=12), VALUES, max_size=5))
def test_toml_reads_back(content: dict[str, object]) -> None:
    """What is written as TOML reads back the same, whatever the text."""
    assert tomllib.loads(toml.dumps(content)) == content


def test_unreadable_mapping(tmp_path: Path) -> None:
    """A file that is no mapping is one error that names it."""
    file = tmp_path / "mapping.toml"
    file.write_text("source = 'x'\nsurprise = 1\n", "utf-8")
    with pytest.raises(MappingUnreadable) as raised:
        load(file)
    assert (raised.value.context["file"], raised.value.context["place"]) == ("mapping.toml", "surprise")


def test_every_finding_has_words() -> None:
    """Each code the import uses has a sentence in both languages whose placeholders it fills."""
    text = "".join(file.read_text("utf-8") for file in SOURCE.glob("*.py"))
    codes = {code for code in catalog("en") if code.startswith("error.import_")}
    used = {
        f"error.{word}"
        for word in text.replace('"', " ").split()
        if word.startswith("import_") and word.isidentifier()
    }
    assert used - codes <= {"error.import_date_", "error.import_refused"}
    context = {
        "as": "x",
        "limit": 1,
        "field": "f",
        "problem": "p",
        "columns": "c",
        "place": "p",
        "reason": "r",
    }
    for language in ("en", "zh"):
        for code in codes:
            message = Finding("file", code.removeprefix("error."), "s", 1, "c", "v", context=context).message(
                language
            )
            assert "{" not in message, code
