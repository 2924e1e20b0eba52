"""Pictures and scripts of our own that go to the browser."""

from pathlib import Path

_FOLDER = Path(__file__).parent
FAVICON = _FOLDER / "favicon.png"
MARK = _FOLDER / "mark.png"
# Read once: every run of the screen hands them over.
FAVICON_PICTURE, MARK_PICTURE = FAVICON.read_bytes(), MARK.read_bytes()
WORDMARK_PICTURE = {name: (_FOLDER / f"wordmark-{name}.png").read_bytes() for name in ("en", "zh")}
TRANSLATION_SCRIPT = _FOLDER / "i18n.js"
HISTORY_SCRIPT = _FOLDER / "history.js"
DOOR_SCRIPT = _FOLDER / "door.js"
DRAFTS_SCRIPT = _FOLDER / "drafts.js"
SIGN_IN_STYLE = _FOLDER / "signin.css"
