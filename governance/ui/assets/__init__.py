"""Pictures and scripts of our own that go to the browser."""

from pathlib import Path

_FOLDER = Path(__file__).parent
FAVICON = _FOLDER / "favicon.png"
MARK = _FOLDER / "mark.png"
WORDMARK = {"en": _FOLDER / "wordmark-en.png", "zh": _FOLDER / "wordmark-zh.png"}
TRANSLATION_SCRIPT = _FOLDER / "i18n.js"
DOOR_SCRIPT = _FOLDER / "door.js"
SIGN_IN_STYLE = _FOLDER / "signin.css"
