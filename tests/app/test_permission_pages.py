"""Pages by role: what the permission table opens is drawn, what it does not is refused, and nothing of others leaks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.insight.catalogue import DEFINITIONS
from governance.language import LANGUAGES, Language, text
from governance.model.kinds import KINDS
from governance.register import access_log, permissions
from governance.register.permissions import Granted
from governance.register.tied import LIMITED
from governance.ui.navigation import ENTRIES, Entry
from tests import two_departments as two
from tests.drawn import drawn, frame, visit

ENTRIES_BY_NAME = {entry.name: entry for entry in ENTRIES}
HIDDEN = (two.MARK.encode(), two.CONTACT.encode())
PEOPLE = {role: person for person, role in two.ROLES.items() if person != two.OTHER} | {
    "administrator": two.ADMIN
}
LIMITED_TO_HERE = (two.TEAM, two.OWNER)


@pytest.fixture(scope="module", autouse=True)
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The process's register is that of two departments for this module."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    two.build(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
        bootstrap.close()
        yield
        _sessions.cache_clear()
        bootstrap.close()


@cache
def _sessions(person: str) -> AppTest:
    return frame(person)


def _grants(person: str) -> tuple[Granted, ...]:
    opened = bootstrap.opened()
    with opened.cursor() as cursor:
        return opened.grants(cursor, person)


def _refused(test: AppTest, entry: Entry, language: Language = "en") -> bool:
    """Tell whether the page drew the sentence of its refusal, and nothing beside it."""
    start = text("page.refused", language, roles="§", who="§").split("§")[0]
    told = [each.value for each in test.warning if each.value.startswith(start)]
    return bool(told) and [each.value for each in test.title] == [text(f"page.{entry.name}", language)]


def _last_refusal() -> tuple[str, str, str]:
    opened = bootstrap.opened()
    opened.access.flush()
    with opened.read(opened.lens()) as reader:
        rows, _ = access_log.listed(reader, event="refused", limit=1)
    return rows[0]["person"], rows[0]["kind"], rows[0]["record_id"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_is_drawn_or_refused_as_the_table_says(role: str, entry: Entry) -> None:
    """A page the role opens runs; any other says so in a sentence, and the refusal is noted."""
    person = PEOPLE[role]

    test = visit(_sessions(person), entry.name)

    assert not test.exception
    opens = permissions.may_open(_grants(person), entry.name)
    assert _refused(test, entry) != opens
    if not opens:
        assert _last_refusal() == (person, "page", entry.name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_names_who_can_help(language: Language) -> None:
    """The sentence names the role, and the administrator to ask."""
    test = visit(frame(two.TEAM, language), "settings")

    assert _refused(test, ENTRIES_BY_NAME["settings"], language)
    assert "Anna Berg" in test.warning[0].value


@pytest.mark.parametrize("person", LIMITED_TO_HERE)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_no_page_shows_another_department(entry: Entry, person: str) -> None:
    """Nothing a page sends to the browser holds a text or a contact of the other department."""
    test = visit(_sessions(person), entry.name)

    assert not test.exception
    assert [each for each in HIDDEN if each in drawn(test)] == []


@pytest.mark.parametrize("page", ["activities", "official", "journal", "flows", "risks", "exposure"])
def test_the_other_department_is_there_to_be_found(page: str) -> None:
    """The officer, who reads everything, meets the text on pages that list records: the test above can fail."""
    assert two.MARK.encode() in drawn(visit(_sessions(two.DPO), page))


@pytest.mark.parametrize("kind", LIMITED)
def test_a_record_of_another_department_does_not_open(kind: str) -> None:
    """Its address says that it may not be seen, and nothing of it."""
    record = two.linked(two.THERE, "00002")[kind]

    for query in ({"id": record}, {"id": record, "edit": "1"}, {"id": record, "tab": "history"}):
        test = visit(_sessions(two.TEAM), "record", **query)
        assert not test.exception
        assert test.error
        assert [each for each in HIDDEN if each in drawn(test)] == []


@pytest.mark.parametrize("kind", [kind for kind in LIMITED if not KINDS[kind].signed])
def test_own_records_open(kind: str) -> None:
    """The record of the own department opens, with what it is called."""
    record = two.linked(two.HERE, "00001")[kind]

    test = visit(_sessions(two.TEAM), "record", id=record)

    assert not test.exception
    assert two.OWN.encode() in drawn(test)


DEEPER = (
    *(("records", {"kind": kind}) for kind in KINDS),
    *(("figures", {"figure": figure}) for figure in DEFINITIONS),
    *(("posture", {"figure": figure}) for figure in DEFINITIONS),
    *(("search", {"q": word}) for word in (two.MARK, two.CONTACT, two.MARK[:4].lower())),
    *(("journal", {"q": two.MARK}), ("journal", {"kind": "person"}), ("journal", {"kind": "grant"})),
    *(("heatmap", {"department": two.THERE}), ("heatmap", {"activity": "ACT-00002", "stage": "collect"})),
    *(("matrix", {"view": view}) for view in ("department", "person", "obligation")),
    *(("twolaws", {"activity": "ACT-00002"}), ("cascade", {"evidence": "EVI-00002"})),
)


@pytest.mark.parametrize(("page", "query"), DEEPER, ids=str)
def test_no_address_digs_another_department_up(page: str, query: dict[str, str]) -> None:
    """Lists of kinds, rows behind figures, searches and cells asked for by address hold nothing of the other side."""
    session = frame(two.TEAM) if "q" in query else _sessions(two.TEAM)  # a box keeps what was typed
    typed = query.get("q", "\0").encode()

    test = visit(session, page, **query)

    assert not test.exception
    assert [each for each in HIDDEN if each in drawn(test).replace(typed, b"")] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_executives_see_no_contact(entry: Entry) -> None:
    """Contact details of either department are masked on every page."""
    test = visit(_sessions(two.EXECUTIVE), entry.name)

    assert [each for each in (two.CONTACT, two.OWN_CONTACT) if each.encode() in drawn(test)] == []


@pytest.mark.parametrize("kind", [kind for kind in LIMITED if not KINDS[kind].signed])
def test_executives_see_no_contact_in_a_record(kind: str) -> None:
    """Nor in a record, opened to read or, by address, to edit, nor in its history."""
    record = two.linked(two.HERE, "00001")[kind]

    for query in ({"id": record}, {"id": record, "edit": "1"}, {"id": record, "tab": "history"}):
        test = visit(_sessions(two.EXECUTIVE), "record", **query)
        assert [each for each in (two.CONTACT, two.OWN_CONTACT) if each.encode() in drawn(test)] == []


def test_colleagues_elsewhere_keep_their_contacts() -> None:
    """The directory names everybody; e-mail and telephone are for the own department."""
    test = visit(_sessions(two.TEAM), "record", id=two.OTHER)

    assert b"Ben" in drawn(test)
    assert two.CONTACT.encode() not in drawn(test)


def test_the_log_is_read_in_words() -> None:
    """Who may read the log sees the refusal in a sentence of the table, with the person's name."""
    visit(_sessions(two.TEAM), "settings")

    test = visit(_sessions(two.AUDITOR), "accesslog")

    rows = test.dataframe[0].value
    assert "Tom" in set(rows["who"])
    assert text("access.page", "en", page=text("page.settings", "en")) in set(rows["what"])
