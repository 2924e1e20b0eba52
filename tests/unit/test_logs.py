"""The log: what it may say, in both forms, and what it never says."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO

import anyio
import anyio.lowlevel
import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from governance.config import LogConfig
from governance.errors import GovernanceError, RegisterRefused
from governance.language import LANGUAGES, explain, text
from governance.operations import logs
from governance.ui.headers import FIXED, SecurityHeaders
from governance.ui.observing import Failures, Observed, route_of

NAME = "Zebulon Quirk"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Every logger is what it was before, for the other tests."""
    ours = logging.getLogger(logs.OURS)
    before = (list(ours.handlers), ours.level, ours.propagate, logging.getLogRecordFactory())
    yield
    ours.handlers[:], ours.propagate = before[0], before[2]
    ours.setLevel(before[1])
    logging.setLogRecordFactory(before[3])
    logs.bind()


def _log(form: str) -> StringIO:
    """Configure the log and return what is written."""
    logs.configure(LogConfig.model_validate({"format": form}))
    sink = StringIO()
    handler = logging.getLogger(logs.OURS).handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(sink)
    return sink


def _break() -> None:
    try:
        dict[str, str]()[NAME]
    except KeyError as error:
        raise GovernanceError("id_taken", record_id=NAME) from error


@pytest.mark.parametrize("form", ["json", "text"])
def test_exception_is_told_without_its_words(form: str) -> None:
    """Class, code, cause and the places are written; the message, which may hold what was typed, is not."""
    sink = _log(form)
    try:
        _break()
    except GovernanceError:
        logging.getLogger("recital.test").exception("failed", extra={"reference": "AB12"})

    said = sink.getvalue()
    assert NAME not in said
    assert all(
        each in said
        for each in ("failed", "AB12", "GovernanceError id_taken", "KeyError", "test_logs.py", "_break")
    )


def test_exception_of_other_loggers_is_told_without_its_words() -> None:
    """A handler of Streamlit or the server writes the same safe lines, whatever its own form."""
    _log("text")
    sink = StringIO()
    logger = logging.getLogger("another.library")
    logger.addHandler(logging.StreamHandler(sink))
    try:
        _break()
    except GovernanceError as error:
        logger.critical("uncaught", exc_info=error)

    assert "id_taken" in sink.getvalue()
    assert NAME not in sink.getvalue()


def test_only_named_fields_are_written() -> None:
    """What is handed over beside them is dropped, so that nobody logs a name by accident."""
    sink = _log("json")
    logs.bind(request="R1", person="PER-00001", name=NAME)
    logging.getLogger("recital.test").info("event", extra={"status": 200, "record_name": NAME})

    event = json.loads(sink.getvalue())
    assert event["request"] == "R1"
    assert event["person"] == "PER-00001"
    assert event["status"] == 200
    assert NAME not in sink.getvalue()


@pytest.mark.parametrize("text_", [NAME, "anna@example.org", "PER-1\nfake", "", None, "PER-0000000001"])
def test_person_is_an_id_or_nothing(text_: str | None) -> None:
    """A cookie that holds anything else is not written."""
    assert logs.person_of(text_) is None
    assert logs.person_of("PER-00007") == "PER-00007"


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"), ("/search", "/search"), ("/export/secret-token", "/export/…"), (f"/{NAME}", "/…"),
        ("/search/Anna", "/search"), ("//Anna", "/…"), ("/static/js/a.js", "/static/…"),
    ],
)  # fmt: skip
def test_route_says_no_more_than_its_first_step(path: str, route: str) -> None:
    """Tokens and whatever people put into an address stay out."""
    assert route_of(path) == route


def _get(app: Starlette, accept: str = "*/*") -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/export/x", headers={"Accept": accept})

    return anyio.run(ask)


def _broken(error: Exception) -> Starlette:
    async def handler(_request: Request) -> StreamingResponse:
        await anyio.lowlevel.checkpoint()
        raise error

    stack = [
        Middleware(Observed),
        Middleware(SecurityHeaders, policy="default-src 'self'"),
        Middleware(Failures),
    ]
    return Starlette(routes=[Route("/export/x", handler)], middleware=stack)


def test_route_that_breaks_answers_with_number_and_headers() -> None:
    """The answer has every header, both languages and the number under which the log has the error; no detail."""
    sink = _log("json")
    answer = _get(_broken(ValueError(NAME)), "text/html")

    assert answer.status_code == 500
    assert all(name in answer.headers for name in [*FIXED, "Content-Security-Policy"])
    assert all(text("answer.failed", language) in answer.text for language in LANGUAGES)
    assert NAME not in answer.text + sink.getvalue()
    number = answer.headers["X-Request-Id"]
    assert number in answer.text
    failed = next(json.loads(each) for each in sink.getvalue().splitlines() if "request failed" in each)
    assert (failed["request"], failed["route"]) == (number, "/export/…")


def test_route_refused_by_the_register_says_the_way_out() -> None:
    """A full disk is told in both languages as 503, to a program by its code."""
    _log("json")
    error = RegisterRefused("disk_full", folder="/data")
    answer = _get(_broken(error), "application/json")

    assert answer.status_code == 503
    assert answer.json()["code"] == "disk_full"
    assert answer.json()["said"] == {language: explain(error, language) for language in LANGUAGES}


def test_answer_that_had_begun_is_cut_off() -> None:
    """What breaks in the middle of a download is not passed off as whole."""
    _log("json")

    def pieces() -> Iterator[bytes]:
        yield b"one"
        raise ValueError(NAME)

    async def handler(_request: Request) -> StreamingResponse:
        return StreamingResponse(pieces())

    stack = [Middleware(Observed), Middleware(Failures)]
    app = Starlette(routes=[Route("/export/x", handler)], middleware=stack)

    with pytest.raises(ValueError, match=NAME):
        _get(app)


def _page_that_breaks() -> None:
    import streamlit as st

    from governance.ui import run_log, server, state

    st.session_state[state.LANGUAGE] = st.query_params["lang"]
    try:
        with run_log.logged("record", "PER-00001"):
            int("Zebulon Quirk")
    except ValueError as error:
        server.on_script_error(error)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_that_breaks_shows_the_number_of_its_line_in_the_log(language: str) -> None:
    """The sentence is in the language of the screen; its number finds the error, the page and the person."""
    sink = _log("json")
    test = AppTest.from_function(_page_that_breaks, default_timeout=60)
    test.query_params["lang"] = language
    test.run()

    failed = next(json.loads(each) for each in sink.getvalue().splitlines() if "page failed" in each)
    assert failed["reference"] in test.error[0].value
    assert (failed["person"], failed["route"]) == ("PER-00001", "/record")
    assert any("ValueError" in each for each in failed["trace"])
    assert NAME not in sink.getvalue()
