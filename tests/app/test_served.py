"""The server as a whole: health, answers of ours, the log, the backup route, an orderly start and end."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.session import session
from governance.language import LANGUAGES, text
from governance.operations import owner
from governance.register import backup_check, manifest, verify
from governance.register.store import Register
from tests.command_line import Run
from tests.disks import mounted
from tests.served import Served, serving
from tests.small_register import ADMINISTRATOR, build

HEADERS = ("content-security-policy", "x-content-type-options", "x-frame-options")
PERSONAL = (
    "Anna",
    "Berg",
    "anna@",
    "陈薇",
    "Tom",
    "Hahn",
    "Newsletter",
    "电子期刊",
    "Payroll",
    "工资",
    "Nordhafen",
)
TYPED = "4711-geheim"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a small register."""
    path = tmp_path_factory.mktemp("served") / "register.duckdb"
    build(path)
    with serving(path) as found:
        yield found


def test_process_and_register_say_that_they_are_well(served: Served) -> None:
    """Both addresses answer 200 while all is well."""
    assert served.ask("/healthz").json == {"status": "ok"}
    assert served.ask("/readyz").json == {"status": "ready"}


@pytest.mark.parametrize(
    "path", ["/", "/search", "/nothing", "/export/none", "/assets/i18n.js", "/favicon.png", "/healthz"]
)
def test_every_answer_carries_a_number_and_the_headers(served: Served, path: str) -> None:
    """Pages, files, refusals: each has a number of its own, found in the log, and the headers that protect it."""
    first, second = served.ask(path), served.ask(path)

    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert all(name in first.headers for name in HEADERS)


def test_number_of_a_request_is_ours(served: Served) -> None:
    """A number sent along is not taken over: it could say anything."""
    assert served.ask("/", X_Request_Id=TYPED).headers["x-request-id"] != TYPED


@pytest.mark.parametrize("path", ["/nothing", "/search/deeper", "/record_old", "/nothing.php", "/.env"])
def test_address_without_a_page_is_answered_in_both_languages(served: Served, path: str) -> None:
    """The answer is 404 and ours, as a page for a browser and as JSON for a program, and names the first page."""
    page = served.ask(path, Accept="text/html,*/*;q=0.8")
    program = served.ask(path, Accept="application/json")

    assert (page.status, program.status) == (404, 404)
    for language in LANGUAGES:
        assert text("answer.missing", language) in page.body.decode()
        assert program.json["said"][language] == text("answer.missing", language)
    assert page.headers["x-request-id"] in page.body.decode()
    assert b'href="/?lang=zh"' in page.body


def test_command_line_lets_the_server_make_the_backup(served: Served, tmp_path: Path) -> None:
    """While a server owns the file the command makes the same verified backup through it, and copies it where asked."""
    run = Run("backup", "--register", served.register, "--out", tmp_path / "out", "--json")

    assert run.code == 0, run.err
    made = Path(run.json["backup"])
    assert made.parent == tmp_path / "out"
    assert backup_check.check(made).ok
    assert manifest.read(made).head.revision == run.json["revision"]
    alone = Run("backup", "--register", served.register, "--out", tmp_path / "journal.jsonl")
    assert alone.code == 0, alone.err
    assert verify.verify_file(tmp_path / "journal.jsonl").revisions == run.json["revision"]


def test_backup_route_is_closed_to_everybody_else(served: Served) -> None:
    """Without the token, with another, or through a proxy there is nothing at that address."""
    token = owner.found(served.register)
    assert token
    before = len(list((served.register.parent / "backups").glob("register-*")))
    right = f"Bearer {token.token}"
    asked = [
        served.ask("/api/backup", "POST"),
        served.ask("/api/backup", "POST", Authorization="Bearer "),
        served.ask("/api/backup", "POST", Authorization=f"Bearer {token.token[:-1]}"),
        served.ask("/api/backup", "POST", Authorization=token.token),
        served.ask("/api/backup", "POST", Authorization=right, X_Forwarded_For="10.0.0.1"),
        served.ask("/api/backup", "POST", Authorization=right, Host="recital.example"),
        served.ask("/api/backup", "GET", Authorization=right),
    ]

    assert all(each.status in (403, 404, 405) for each in asked), [each.status for each in asked]
    assert len(list((served.register.parent / "backups").glob("register-*"))) == before


def test_note_of_the_server_is_for_its_account_only(served: Served) -> None:
    """Token and port lie beside the register, readable by nobody else."""
    assert stat.S_IMODE(owner.note_of(served.register).stat().st_mode) == 0o600


async def _walk(url: str) -> list[str]:
    failures: list[str] = []
    async with session(url, ADMINISTRATOR) as visit:
        await visit.run("")
        for page, query in (
            ("search", f"q=Newsletter+{TYPED}"),
            ("record", "id=ACT-00001"),
            ("record", f"id={TYPED}"),
            ("activities", f"view={TYPED}"),
            ("settings", ""),
            ("journal", ""),
        ):
            failures += (await visit.run(page, query)).failures
    return failures


def test_log_says_who_did_what_when_and_nothing_they_wrote(served: Served) -> None:
    """After a walk through pages with names, e-mails and words typed into addresses none of them is in the log."""
    asyncio.run(_walk(served.url))
    served.ask(f"/search?q={TYPED}&person=Anna%20Berg")
    served.ask(f"/{TYPED}/Anna")
    served.ask(f"/export/{TYPED}")
    time.sleep(0.5)

    log = served.log.read_text("utf-8")
    assert [each for each in (*PERSONAL, TYPED, "Bearer", "recital_browser") if each in log] == []
    token = owner.found(served.register)
    assert token
    assert token.token not in log
    lines = served.lines()
    runs = [each for each in lines if each["event"] == "run"]
    assert {each["route"] for each in runs} >= {"/search", "/record", "/activities", "/settings"}
    assert {each["person"] for each in runs} == {ADMINISTRATOR}
    assert all(each["request"] and each["ms"] >= 0 and each["outcome"] for each in runs)
    assert any(each["event"] == "websocket" and each["person"] == ADMINISTRATOR for each in lines)
    assert any(
        each["event"] == "http" and each["route"] == "/export/…" and each["status"] == 404 for each in lines
    )


async def _stay(url: str, served: Served, number: signal.Signals) -> tuple[int, float]:
    async with session(url, ADMINISTRATOR) as visit:
        await visit.run("")
        return await asyncio.to_thread(served.stop, number)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_ends_in_order(tmp_path: Path, number: signal.Signals) -> None:
    """With people connected it ends within seconds, exit code 0, the register whole in its one file, no note left."""
    path = tmp_path / "register.duckdb"
    build(path)
    with serving(path) as served:
        code, seconds = asyncio.run(_stay(served.url, served, number))

    assert code == 0
    assert seconds < 5
    assert not path.with_name("register.duckdb.wal").exists()
    assert not owner.note_of(path).exists()
    assert served.lines()[-1]["event"] == "stopped"
    opened = Register.open(path)
    assert verify.verify(opened).ok
    opened.close()


def test_server_with_a_cut_journal_does_not_start(tmp_path: Path) -> None:
    """It ends with an exit code and one sentence in each language, which name the way out; no trace of the program."""
    path = tmp_path / "register.duckdb"
    build(path)
    head = path.with_name("register.duckdb.head")
    said = Register.open(path)
    revision = said.head().revision
    said.head_file.write(type(said.head())(revision + 1, "f" * 64))
    said.close()

    with serving(path, wait=False) as served:
        code = served.process.wait(60)

    log = served.log.read_text("utf-8")
    assert code not in (0, None)
    assert "Traceback" not in log
    critical = [each for each in served.lines() if each["level"] == "critical"]
    assert [each["code"] for each in critical] == ["register_behind"] * len(LANGUAGES)
    assert head.exists()
    assert not owner.note_of(path).exists()


def test_server_with_a_wrong_configuration_does_not_start(tmp_path: Path) -> None:
    """The field and the reason are named, and nothing is opened."""
    path = tmp_path / "register.duckdb"
    build(path)
    with serving(path, wait=False, RECITAL_PORT="many") as served:
        code = served.process.wait(60)

    assert code not in (0, None)
    assert "port" in served.log.read_text("utf-8")
    assert "Traceback" not in served.log.read_text("utf-8")


def test_full_disk_is_not_ready_until_there_is_space(tmp_path: Path) -> None:
    """Whoever balances the load is told by 503 and the code, and again when people can save."""
    with mounted(tmp_path / "disk", 96) as disk:
        path = disk.folder / "register.duckdb"
        build(path)
        with serving(path) as served:
            disk.fill(leave=1 << 20)
            refused = _ask_until(served, 503)
            disk.free()
            ready = _ask_until(served, 200)
            assert served.ask("/healthz").status == 200
            served.stop()

    assert json.loads(refused) == {"status": "unavailable", "code": "disk_full"}
    assert json.loads(ready) == {"status": "ready"}


def _ask_until(served: Served, status: int) -> bytes:
    for _ in range(100):
        answer = served.ask("/readyz")
        if answer.status == status:
            return answer.body
        time.sleep(0.2)
    pytest.fail(f"never {status}")


def test_command_line_names_a_server_that_is_silent(tmp_path: Path) -> None:
    """When the owner does not answer, the file, the port and what to look at are said."""
    path = tmp_path / "register.duckdb"
    build(path)
    with serving(path) as served:
        os.kill(served.process.pid, signal.SIGSTOP)
        note = owner.found(path)
        assert note
        owner.note_of(path).unlink()
        run = Run("backup", "--register", path)
        os.kill(served.process.pid, signal.SIGCONT)

    assert run.code == 1
    assert str(path) in run.err
    assert re.search(r"server|服务", run.err)
