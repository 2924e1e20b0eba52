"""Changes and kinds of cause in words: how the page on what changed writes them."""

from __future__ import annotations

from governance.ui.words import MISSING, t


def change(number: float | None, *, share: bool) -> str:
    """Return a change with its sign: of a share in percentage points; a dash where there was no data."""
    if number is None:
        return MISSING
    if share:
        points = round(number * 100, 1) + 0.0
        return t("figure.points", change=f"{points:+.1f}") if points else "0"
    return f"{number:+,.0f}" if round(number) else "0"


def what(code: str) -> str:
    """Return what happened, in words."""
    return t(f"ins.what.{code}")


def verdict(*, better: bool | None) -> str:
    """Return whether a change is good news."""
    if better is None:
        return MISSING
    return f"▲ {t('ins.better')}" if better else f"▼ {t('ins.worse')}"
