"""The demonstration organisation: large enough, with believable faults, the same at every build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta

from governance import vocabulary
from governance.exchange import demo
from governance.exchange.demo_diary import Diary, diary
from governance.exchange.demo_files import Story
from governance.register.reader import Reader
from governance.register.store import Register
from governance.register.verify import verify

TODAY = date(2026, 11, 23)
# Signatures and editions name hashes, which differ with the salts of each build.
HASHES = '"(content_hash|chain_hash|edition_hash)": ?"[^"]*"'
ENTRIES = (
    "SELECT revision, recorded_at, actor, reason, kind, record_id, record_version, operation, status,"
    f" regexp_replace(content, '{HASHES}', '', 'g') FROM journal ORDER BY revision"
)
# Holders in force on the day of the lens who have not left.
HELD = (
    "SELECT a.post FROM appointment a LEFT JOIN person p ON p.id = a.person"
    " WHERE a.starts_on <= $today AND (a.ends_on IS NULL OR a.ends_on > $today)"
    " AND (p.left_on IS NULL OR p.left_on > $today)"
)
ROLES = (
    "SELECT a.id, a.department, s.stage, r.letter, r.post FROM activity a,"
    " unnest(a.stages) t(s), unnest(s.roles) u(r) WHERE a.status NOT IN ('void', 'retired')"
)


def _build(path: Path) -> Path:
    demo.build(path, TODAY)
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration built once for this module."""
    return _build(tmp_path_factory.mktemp("demo") / "register.duckdb")


@pytest.fixture(scope="module")
def register(built: Path) -> Iterator[Register]:
    """The built register, open for reading."""
    opened = Register.open(built)
    yield opened
    opened.close()


@pytest.fixture
def reader(register: Register) -> Iterator[Reader]:
    """A reader of everything, on the day of the demonstration."""
    with register.read(register.lens(effective_on=TODAY)) as reading:
        yield reading


@pytest.fixture(scope="module")
def later() -> Diary:
    """The same story told four months later, on the last day of a month."""
    return diary(Story.told(date(2027, 3, 31)))


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("organisation", 3),
        ("department", 12),
        ("person", 40),
        ("post", 30),
        ("appointment", 40),
        ("activity", 70),
        ("system", 20),
        ("party", 25),
        ("policy", 20),
        ("evidence", 150),
        ("risk", 40),
        ("commitment", 5),
        ("notice", 6),
        ("consent", 8),
        ("assessment", 14),
        ("request", 14),
        ("incident", 5),
        ("action", 12),
        ("training", 4),
        ("opinion", 3),
        ("waiver", 2),
        ("campaign", 1),
        ("approval", 50),
        ("attestation", 5),
        ("edition", 1),
    ],
)
def test_there_is_enough_of_every_kind(reader: Reader, kind: str, least: int) -> None:
    """Each kind has at least the number of records the demonstration promises."""
    assert reader.value(f"SELECT count(*) FROM {kind} WHERE status <> 'void'") >= least


def test_the_companies_are_in_europe_and_china(reader: Reader) -> None:
    """Three legal entities stand under both laws."""
    countries = {row["country"] for row in reader.rows("SELECT country FROM organisation")}

    assert countries == {"DE", "IE", "CN"}


@pytest.mark.parametrize(
    "kind",
    [
        *("organisation", "department", "person", "post", "activity", "system", "evidence"),
        *(
            "notice",
            "consent",
            "assessment",
            "request",
            "incident",
            "action",
            "training",
            "opinion",
            "waiver",
        ),
    ],
)
def test_every_name_is_there_in_both_languages(reader: Reader, kind: str) -> None:
    """No record lacks its Chinese name, and the English name holds no Chinese."""
    rows = reader.rows(f"SELECT id, name, name_zh FROM {kind}")

    assert [row["id"] for row in rows if not row["name_zh"] or _chinese(row["name"])] == []


def _chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_every_application_role_is_granted(reader: Reader) -> None:
    """Somebody can be chosen for each role, a team member within departments."""
    rows = reader.rows("""SELECT role, departments FROM "grant" WHERE status NOT IN ('void', 'retired')""")

    assert {row["role"] for row in rows} == {term.code for term in vocabulary.terms("application_role")}
    assert all(row["departments"] for row in rows if row["role"] == "team_member")


def test_the_journal_runs_from_eighteen_months_ago_to_yesterday(register: Register) -> None:
    """The first entry is eighteen months old, the last of the day before, and their moments never go back."""
    with register.cursor() as cursor:
        moments = [
            row[0] for row in cursor.execute("SELECT recorded_at FROM journal ORDER BY revision").fetchall()
        ]

    assert moments[0].date() == TODAY - relativedelta(months=18)
    assert moments[-1].date() == TODAY - timedelta(days=1)
    assert moments == sorted(moments)


def test_the_journal_verifies(register: Register) -> None:
    """Every hash holds and the end is the one noted outside the file."""
    assert verify(register).ok


def test_the_story_has_many_writers_and_working_moments(register: Register) -> None:
    """At least ten people write, in at least two hundred and fifty commands."""
    with register.cursor() as cursor:
        counted = cursor.execute(
            "SELECT count(DISTINCT command_id), count(DISTINCT actor) FROM journal"
        ).fetchone()

    assert counted is not None
    assert counted[0] >= 250
    assert counted[1] >= 10


def test_people_give_their_reasons_in_their_own_language(register: Register) -> None:
    """Reasons of the coordinator in China are Chinese, those of the coordinator in Europe are not."""
    story = Story.told(TODAY)
    with register.cursor() as cursor:
        reasons = cursor.execute("SELECT DISTINCT actor, reason FROM journal").fetchall()

    assert all(_chinese(reason) for actor, reason in reasons if actor == story.id("su", "person"))
    assert not any(_chinese(reason) for actor, reason in reasons if actor == story.id("becker", "person"))


def test_two_builds_tell_the_same(built: Path, register: Register, tmp_path: Path) -> None:
    """Built again for the same day, every entry but its salt and hashes is the same."""
    again = Register.open(_build(tmp_path / "again.duckdb"))
    try:
        with register.cursor() as first, again.cursor() as second:
            assert first.execute(ENTRIES).fetchall() == second.execute(ENTRIES).fetchall()
    finally:
        again.close()


def test_another_day_shifts_the_whole_story(later: Diary) -> None:
    """Told four months later, every line and every piece of evidence lies in the eighteen months before that day."""
    days = [line.day for line in later.lines]

    assert min(days) == date(2025, 10, 1)
    assert max(days) == date(2027, 3, 30)
    contents = [tale.on(date(2027, 3, 30)) for tale in later.tales.values() if tale.kind == "evidence"]
    assert all(content and content["issued_on"] <= "2027-03-30" for content in contents)


def test_the_register_grows(register: Register) -> None:
    """A year ago fewer activities had a stage looked at than today, and at the start there was none."""
    assessed = []
    for months in (18, 12, 6, 0):
        day = TODAY - relativedelta(months=months)
        lens = register.lens(known_at=register.end_of(day), effective_on=day)
        with register.read(lens) as reading:
            assessed.append(reading.value("SELECT count(*) FROM activity WHERE len(stages) > 0"))

    assert assessed[0] == 0
    assert assessed == sorted(set(assessed))


# ---- believable faults


FAULTS: dict[str, str] = {
    "evidence expired": "SELECT count(*) FROM evidence WHERE expires_on < $today",
    "evidence expires within ninety days": (
        "SELECT count(*) FROM evidence WHERE expires_on BETWEEN $today AND $today + INTERVAL 90 DAY"
    ),
    "evidence says nothing of its end": "SELECT count(*) FROM evidence WHERE expires_on IS NULL AND len(map_keys(coalesce(stated, MAP {}))) = 0",
    "evidence has no end": "SELECT count(*) FROM evidence WHERE stated['expires_on'] = 'none'",
    "policy not in force yet": "SELECT count(*) FROM policy WHERE in_force_from IS NULL OR in_force_from > $today",
    "policy no longer in force": "SELECT count(*) FROM policy WHERE in_force_to <= $today",
    "policy review overdue": "SELECT count(*) FROM policy WHERE review_by < $today AND in_force_to IS NULL",
    "high risk untreated": (
        "SELECT count(*) FROM risk WHERE likelihood_before * impact_before >= 15 AND treatment IS NULL"
    ),
    "risk overdue": "SELECT count(*) FROM risk WHERE due_on < $today AND closed_on IS NULL AND accepted_on IS NULL",
    "risk accepted": "SELECT count(*) FROM risk WHERE accepted_on <= $today AND acceptance IS NOT NULL",
    "risk closed": "SELECT count(*) FROM risk WHERE closed_on <= $today",
    "transfer with lapsed mechanism": (
        "SELECT count(*) FROM activity a, unnest(a.transfers) t(r) WHERE r.valid_to < $today"
    ),
    "transfer without mechanism": (
        "SELECT count(*) FROM activity a, unnest(a.transfers) t(r)"
        " WHERE r.mechanism IS NULL AND r.pipl_route IS NULL"
    ),
    "retention only in words": (
        "SELECT count(*) FROM activity a, unnest(a.data) t(d)"
        " WHERE d.retention_text IS NOT NULL AND d.retention_amount IS NULL"
    ),
    "stated as not known": "SELECT count(*) FROM activity WHERE list_contains(map_values(stated), 'unknown')",
    "stated that there are none": "SELECT count(*) FROM activity WHERE list_contains(map_values(stated), 'none')",
    "stage that does not take place": (
        "SELECT count(*) FROM activity a, unnest(a.stages) t(s)"
        " WHERE s.applicable = 'not_applicable' AND s.reason IS NOT NULL"
    ),
    "stage nobody looked at": "SELECT count(*) FROM activity WHERE len(stages) BETWEEN 1 AND 5",
    "measure only planned": (
        "SELECT count(*) FROM activity a, unnest(a.stages) t(s), unnest(s.measures) u(m) WHERE m.state = 'planned'"
    ),
    "measure missing": (
        "SELECT count(*) FROM activity a, unnest(a.stages) t(s), unnest(s.measures) u(m)"
        " WHERE m.state = 'not_in_place'"
    ),
    "contract lapsed": "SELECT count(*) FROM party p, unnest(p.contracts) t(c) WHERE c.valid_to < $today",
    "certificate lapsed": "SELECT count(*) FROM party p, unnest(p.certificates) t(c) WHERE c.expires_on < $today",
    "activity ended": "SELECT count(*) FROM activity WHERE ends_on <= $today AND status = 'draft'",
    "activity void": "SELECT count(*) FROM activity WHERE status = 'void'",
    "activity retired": "SELECT count(*) FROM activity WHERE status = 'retired'",
    "empty draft": "SELECT count(*) FROM activity WHERE purposes IS NULL AND department IS NULL",
    "processor of others": (
        "SELECT count(*) FROM activity WHERE role IN ('processor', 'entrusted_party') AND len(controllers) > 0"
    ),
    "the register itself": (
        "SELECT count(*) FROM activity a, unnest(a.purposes) t(p) WHERE p.category = 'privacy_governance'"
    ),
    "children": "SELECT count(*) FROM activity a, unnest(a.data) t(d) WHERE d.minors",
    "people who left": "SELECT count(*) FROM person WHERE left_on <= $today",
    "officer without publication": (
        "SELECT count(*) FROM appointment a JOIN post p ON p.id = a.post"
        " WHERE p.role IN ('gdpr_dpo', 'pipl_officer', 'pipl_representative')"
        " AND a.published_where IS NULL AND a.ends_on IS NULL"
    ),
    "external data protection officer": "SELECT count(*) FROM appointment WHERE party IS NOT NULL AND ends_on IS NULL",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fault_is_there(reader: Reader, fault: str) -> None:
    """The page that shows this fault has at least one to show."""
    sql = FAULTS[fault]
    bound: dict[str, Any] = {"today": TODAY} if "$today" in sql else {}

    assert reader.value(sql, **bound) > 0


def test_two_posts_are_accountable_for_one_stage(reader: Reader) -> None:
    """Some stage has two A."""
    assert reader.rows(
        f"SELECT id, stage FROM ({ROLES}) WHERE letter = 'accountable' GROUP BY ALL HAVING count(*) > 1"
    )


def test_an_accountable_post_is_vacant(reader: Reader) -> None:
    """Some A is a post that nobody was ever, or is any more, appointed to."""
    sql = (
        f"SELECT DISTINCT post FROM ({ROLES}) WHERE letter = 'accountable' AND post NOT IN"
        " (SELECT post FROM appointment WHERE starts_on <= $today AND (ends_on IS NULL OR ends_on > $today))"
    )

    assert len(reader.rows(sql, today=TODAY)) >= 2


def test_an_accountable_person_has_left(reader: Reader) -> None:
    """Some A is a post whose holder left while the appointment was never ended."""
    sql = (
        f"SELECT DISTINCT r.post FROM ({ROLES}) r JOIN appointment a ON a.post = r.post AND a.ends_on IS NULL"
        " JOIN person p ON p.id = a.person AND p.left_on <= $today WHERE r.letter = 'accountable'"
        f" AND r.post NOT IN ({HELD})"
    )

    assert reader.rows(sql, today=TODAY)


def test_an_officer_is_accountable_or_responsible(reader: Reader) -> None:
    """Some A and some R is a data protection or protection officer, which the law does not allow."""
    sql = (
        f"SELECT DISTINCT r.letter FROM ({ROLES}) r JOIN post p ON p.id = r.post"
        " WHERE p.role IN ('gdpr_dpo', 'deputy_dpo', 'pipl_officer')"
    )

    assert {"accountable", "responsible"} <= {row["letter"] for row in reader.rows(sql)}


def test_some_accountability_is_only_inherited_and_some_is_missing(reader: Reader) -> None:
    """Some assessed stages name nobody: a department above answers for the one, nobody for the other."""
    unnamed = {
        row["department"]
        for row in reader.rows(
            "SELECT DISTINCT a.department FROM activity a, unnest(a.stages) t(s) WHERE s.applicable = 'applicable'"
            " AND len(list_filter(coalesce(s.roles, []), lambda r: r.letter = 'accountable')) = 0"
        )
    }
    departments = {row["id"]: row for row in reader.rows("SELECT id, parent, stage_roles FROM department")}

    inherited = {each for each in unnamed if _inherits(departments, each)}
    assert inherited
    assert unnamed - inherited


def _inherits(departments: dict[str, dict[str, Any]], department: str | None) -> bool:
    while department:
        row = departments[department]
        if any(role["letter"] == "accountable" for role in row["stage_roles"] or []):
            return True
        department = row["parent"]
    return False


def test_a_company_was_without_data_protection_officer_for_a_time(reader: Reader) -> None:
    """Between two holders of the post in Dublin lie at least two months."""
    ends, starts = _terms(reader, "Data protection officer, Aldersee Digital Services")

    assert starts[1] - ends[0] > timedelta(days=60)


def test_two_officers_overlap_during_the_hand_over(reader: Reader) -> None:
    """The old and the new officer of the parent company hold the post together for a month."""
    ends, starts = _terms(reader, "Data protection officer, Aldersee Group SE")

    assert starts[1] < ends[0]


def _terms(reader: Reader, post: str) -> tuple[list[date], list[date]]:
    rows = reader.rows(
        "SELECT a.starts_on, a.ends_on FROM appointment a JOIN post p ON p.id = a.post WHERE p.name = $post"
        " ORDER BY a.starts_on",
        post=post,
    )
    return [row["ends_on"] for row in rows], [row["starts_on"] for row in rows]


def test_no_entry_knows_the_future(register: Register) -> None:
    """No entry tells of something done, issued, signed or closed after the day it was written."""
    told = ("issued_on", "closed_on", "accepted_on", "last_restore_test", "last_supervised", "last_reviewed")
    paths = " OR ".join(f"(content ->> '$.{name}') > CAST(recorded_at AS DATE)::VARCHAR" for name in told)
    with register.cursor() as cursor:
        found = cursor.execute(f"SELECT revision FROM journal WHERE {paths}").fetchall()

    assert found == []


def test_a_build_cut_short_leaves_nothing_in_its_place(tmp_path: Path) -> None:
    """Where the register is to stand there is none until it is whole, so the next start builds it anew."""
    path = tmp_path / "register.duckdb"

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        demo.build(path, TODAY, stop)

    assert not path.exists()


# ---- law, clocks and workflow


LAW: dict[str, str] = {
    "notice out of date": "SELECT count(*) FROM notice WHERE in_force_to <= $today",
    "notice silent on transfers": "SELECT count(*) FROM notice WHERE NOT list_contains(contents, 'transfers')",
    "activity with a notice": "SELECT count(*) FROM activity WHERE len(notices) > 0",
    "activity with a text only": "SELECT count(*) FROM activity WHERE notice IS NOT NULL AND len(coalesce(notices, [])) = 0",
    "box ticked beforehand": "SELECT count(*) FROM consent WHERE pre_ticked",
    "consent bundled": "SELECT count(*) FROM consent WHERE NOT unbundled",
    "consent without proof": "SELECT count(*) FROM consent WHERE proof IS NULL",
    "assessment run out": "SELECT count(*) FROM assessment WHERE valid_to < $today",
    "assessment without verdicts": "SELECT count(*) FROM assessment WHERE len(coalesce(verdicts, [])) = 0",
    "question not met": (
        "SELECT count(*) FROM assessment a, unnest(a.verdicts) t(v) WHERE v.verdict = 'not_met'"
    ),
    "request extended": "SELECT count(*) FROM request WHERE extended_on <= $today AND answered_on IS NULL",
    "request paused": "SELECT count(*) FROM request WHERE len(pauses) > 0",
    "request overdue": (
        "SELECT count(*) FROM request WHERE received_on + INTERVAL 1 MONTH < $today"
        " AND answered_on IS NULL AND extended_on IS NULL"
    ),
    "request refused": "SELECT count(*) FROM request WHERE outcome = 'refused' AND refusal_reason IS NOT NULL",
    "request to be erased": "SELECT count(*) FROM request WHERE delete_after < $today",
    "72 hours running": (
        "SELECT count(*) FROM incident WHERE authority_told_on IS NULL AND closed_on IS NULL"
        " AND aware_on + CAST(aware_time AS TIME) + INTERVAL 72 HOUR > CAST($today AS TIMESTAMP)"
    ),
    "incident reported late": "SELECT count(*) FROM incident WHERE delay_reason IS NOT NULL",
    "people told of an incident": "SELECT count(*) FROM incident WHERE people_told_on <= $today",
    "incident graded": "SELECT count(*) FROM incident WHERE severity_cn IS NOT NULL",
    "action done without proof": (
        'SELECT count(*) FROM "action" WHERE done_on IS NOT NULL AND len(coalesce(evidence, [])) = 0'
    ),
    "action overdue": 'SELECT count(*) FROM "action" WHERE due_on < $today AND done_on IS NULL',
    "opinion unanswered": "SELECT count(*) FROM opinion WHERE reply IS NULL AND given_on < $today - INTERVAL 19 DAY",
    "opinion not followed": "SELECT count(*) FROM opinion WHERE reply = 'not_followed'",
    "waiver in force": "SELECT count(*) FROM waiver WHERE status = 'approved' AND ends_on > $today",
    "waiver ended": "SELECT count(*) FROM waiver WHERE status = 'approved' AND ends_on <= $today",
    "activity handed in": "SELECT count(*) FROM activity WHERE status = 'submitted'",
    "two counts of people exported": (
        "SELECT count(*) FROM organisation o WHERE len(list_filter(o.counts, lambda c: c.about = 'exported')) >= 2"
    ),
}


@pytest.mark.parametrize("fact", LAW)
def test_the_fact_of_law_is_there(reader: Reader, fact: str) -> None:
    """The page that shows this fact has at least one to show."""
    sql = LAW[fact]
    bound: dict[str, Any] = {"today": TODAY} if "$today" in sql else {}

    assert reader.value(sql, **bound) > 0


def test_about_half_of_the_live_activities_are_approved(reader: Reader) -> None:
    """Between four and seven in ten are approved; a few approvals lapsed by a later edit."""
    share = reader.value(
        "SELECT count(*) FILTER (WHERE status = 'approved') / count(*) FROM activity"
        " WHERE status NOT IN ('void', 'retired')"
    )
    lapsed = reader.value(
        "SELECT count(DISTINCT a.id) FROM activity a JOIN approval p ON p.record = a.id WHERE a.status = 'draft'"
    )

    assert 0.4 <= share <= 0.7
    assert lapsed >= 2


def test_nobody_approves_what_they_wrote(register: Register) -> None:
    """No approval is by somebody who wrote to the record before it."""
    with register.cursor() as cursor:
        found = cursor.execute(
            "SELECT a.record_id FROM journal a JOIN journal w ON w.record_id = a.record_id"
            " AND w.actor = a.actor AND w.revision < a.revision AND w.operation IN ('create', 'update')"
            " WHERE a.operation = 'approve'"
        ).fetchall()

    assert found == []


def test_every_link_of_the_new_kinds_leads_somewhere(reader: Reader) -> None:
    """Notices, consents, and what assessments, actions, requests and incidents are about all exist."""
    links = (
        ("unnest(notices)", "activity", "notice"),
        ("unnest(activities)", "assessment", "activity"),
        ("unnest(activities)", "request", "activity"),
        ("unnest(activities)", "incident", "activity"),
        ("unnest(evidence)", "assessment", "evidence"),
        ("unnest(proof_evidence)", "consent", "evidence"),
        ("notice", "consent", "notice"),
    )
    for field, kind, target in links:
        sql = f"SELECT * FROM (SELECT {field} AS target FROM {kind}) WHERE target NOT IN (SELECT id FROM {target})"
        assert reader.rows(sql) == [], (field, kind)
