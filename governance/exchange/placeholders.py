"""Tell texts that only hold the place of an answer."""

from __future__ import annotations

import re

_PLACEHOLDERS = re.compile(
    r"""\[(?!\s*[xX✓✔]?\s*\])[^\[\]\d"'{}]{2,80}\]|<[^<>@]{2,80}>|\{\{?[^{}"':]{2,80}\}\}?|x{3,}|\.{3,}|…+|_{3,}|#{3,}|
    (?:please\s+)?(?:select|choose|pick)\s+(?:an?\s+|one\s+|your\s+)?(?:item|option|value|answer|date|category|from)\b.{0,60}|
    choose\s+an?\s+\w+\.?|(?:click|tap)(?:\s+or\s+tap)?\s+(?:here|to)\b.{0,60}|(?:please\s+)?(?:enter|insert|type|fill\s+in)\s+(?:text|date|name|here|your|details)\b.{0,60}|
    (?:bitte\s+)?(?:auswählen|wählen\s+sie.{0,60}|eintragen|ausfüllen)\.?|klicken\s+(?:oder\s+tippen\s+)?sie.{0,60}|hier\s+.{0,30}(?:eingeben|eintragen)\.?|
    (?:choisissez|choisir|sélectionne[rz])\s+(?:un|une|dans)\b.{0,60}|cliquez\s+.{0,60}|à\s+compléter|a\s+compléter|à\s+remplir|
    (?:seleccione|elija|escoger)\b.{0,60}|haga\s+clic.{0,60}|selezionare\b.{0,60}|(?:kies|selecteer)\s+een\b.{0,60}|vælg\b.{0,40}|
    请选择.{0,30}|请填写.{0,30}|请输入.{0,30}|(?:单击|点击|点此|在此).{0,6}(?:输入|填写|选择).{0,20}|下拉选择.{0,20}|待填写?|填写说明|
    lorem\s+ipsum.*|(?:test|testing|dummy|asdf|qwerty|foo|bar|foobar|teste|prueba|prova|测试|測試)[\s\d]{0,4}""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_ARROWS = "►▶▼▾→↓… "
LONGEST_PLACEHOLDER = 160


def is_placeholder(text: str) -> bool:
    """Say whether a text only holds the place of an answer, such as ``[DATE]`` or «Select an item from this list»."""
    if len(text) > LONGEST_PLACEHOLDER:
        return False
    plain = text.strip(_ARROWS).strip()
    return _PLACEHOLDERS.fullmatch(plain or text) is not None
