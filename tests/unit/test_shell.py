"""The HTML shell carries our script and language, and nothing else is taken for a page."""

from __future__ import annotations

import pytest

from governance.ui.headers import policy
from governance.ui.shell import SCRIPT_TAG, is_page, language_of, shell_page


def _scope(path: str, method: str = "GET", query: str = "", **headers: str) -> dict[str, object]:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": pairs}


@pytest.mark.parametrize("path", ["/", "/record", "/heatmap", "/no-such-page"])
def test_page_addresses_get_the_shell(path: str) -> None:
    """Every address of the screen is answered with the shell, known or not."""
    assert is_page(_scope(path))


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/health",
        "/record/_stcore/host-config",
        "/static/js/a.js",
        "/favicon.png",
        "/export/abc",
        "/media/x",
    ],
)
def test_other_addresses_do_not(path: str) -> None:
    """Requests for the server itself, files and downloads pass."""
    assert not is_page(_scope(path))


def test_only_reading_gets_a_page() -> None:
    """A POST to a page address is not answered with a page."""
    assert not is_page(_scope("/record", method="POST"))


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "expected"),
    [
        ("lang=zh", "en", "en-GB", "zh"),
        ("", "zh", "en-GB", "zh"),
        ("", "", "zh-CN,zh;q=0.9", "zh"),
        ("lang=xx", "yy", "fr", "en"),
        ("", "", "", "en"),
    ],
)
def test_language_of_the_shell(query: str, cookie: str, accepted: str, expected: str) -> None:
    """Address before cookie before browser, and English when none fits."""
    scope = _scope("/", query=query, accept_language=accepted)

    assert language_of(scope, {"recital_language": cookie}) == expected


def test_installed_shell_is_the_one_we_know() -> None:
    """An upgrade of Streamlit that changes its shell is noticed here, not by a visitor."""
    shell = shell_page()

    assert shell.count("<head>") == 1
    assert shell.count('<html lang="en">') == 1
    assert SCRIPT_TAG not in shell


def test_policy_names_the_inline_script() -> None:
    """The policy allows the shell's one inline script by its hash and no other."""
    rules = policy("<script>x = 1</script><script src='a.js'></script>")

    assert rules.count("'sha256-") == 1
    assert "unsafe-eval" not in rules
    assert "script-src 'self' 'sha256-" in rules
