"""Country names of ISO 3166 in both languages, taken from CLDR."""

from __future__ import annotations

from babel import Locale

# Groupings, private codes and parts of other countries that CLDR lists beside ISO 3166.
_NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)


def country_entries() -> dict[str, dict[str, str]]:
    """Return one vocabulary entry for each country code with its English and Chinese name."""
    english, chinese = Locale("en").territories, Locale("zh").territories
    return {
        code: {"code": code, "en": english[code], "zh": chinese[code]}
        for code in sorted(english)
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }
