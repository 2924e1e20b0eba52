"""The dictionary of the screen's own texts knows what the installed Streamlit can say, read from its own scripts."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit

from governance.ui.translation import dictionary

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"

# The scripts of the widgets the screen is made of, by the beginning of their names.
WIDGETS = (
    "ArrowVegaLiteChart", "ButtonGroup", "Checkbox", "DataFrame", "DateInput", "DownloadButton", "DynamicIcon",
    "EChartsChart", "FileUploader", "ImageList", "InputInstructions", "LinkButton", "MenuButton", "MermaidChart", "Metric",
    "Multiselect", "NumberInput", "PageLink", "Pagination", "Progress", "Radio", "ReorderedSegments", "Selectbox",
    "StreamlitMarkdown", "Table", "TextArea", "TextInput", "Toast", "Toolbar", "Tooltip", "WidgetLabel", "index",
    "requiredField", "utils",
)  # fmt: skip

# What stands where a text to be read or heard stands: between tags, or as one of these properties.
TEXT = re.compile(
    r'(?:children|"aria-label"|"aria-roledescription"|ariaLabel|label|title|placeholder|content|tooltip|text|message'
    r"|body|alt|helpText|errorMessage)(?::|=)(?:[\w.$!()&|?,= ]*?[?:])?`([^`]*)`(?::`([^`]*)`)?"
)
SENTENCE = re.compile(r"[A-Z(•][A-Za-z'’,./()…:!?\- 0-9+⌘]*")

# Never on this screen, with the reason.
ABSENT = {
    "the menu to publish an app on a cloud, its dialogs and its advertising": (
        "Deploy", "Deploy now", "Deploy on your own hardware or cloud service", "Deploy this app using...",
        "Deploy unlimited private apps with role-based sharing", "Deploy unlimited public apps", "Don't show again",
        "Enterprise-level security, support, and fully managed infrastructure",
        "Explore and learn from Streamlit’s community and popular apps", "For community, always free",
        "For custom deployment", "For enterprise", "For personal hobbies and learning",
        "Integrate with Snowflake’s full data stack", "Other platforms", "Snowflake", "Start trial",
        "Please commit the latest changes and push to GitHub to continue.", "Streamlit Community Cloud",
        "Set up and maintain your own authentication, resources, and costs",
        "This Git tree is in a detached HEAD state.", "Unable to deploy", "Continue anyway", "Happy", "Alien Monster",
    ),
    "help for programmers on a developer's machine": (
        "Couldn't install skills", "Failed to install skills.", "Help agents write better apps", "Installing…",
        "Install the official Streamlit skills so AI coding agents can build and debug your apps.",
        "Skills installed", "No docs available", "Traceback:", "Ask ChatGPT", "Ask Google", "Auto rerun",
        "Failed to retrieve static app protos. Please confirm the id is correct and try again. Given static app id: 7",
    ),
    "recording a video of the screen": (
        "Also record audio", "Preview your video below:", "Save video to disk", "Start recording!", "Next steps",
        "Step 1", "Step 2", "Step 3", "WebM format",
        ("Due to limitations with some browsers, this feature is only supported on recent desktop versions of Chrome,"
        " Firefox, and Edge."),
        ("This will record a video with the contents of your screen, so you can easily share what you're seeing with"
        " others."),
    ),
    "kinds of column and message the screen has not": (
        "Audio player", "Video player", "Edit markdown content", "Enter markdown text...", "Markdown content",
        "Chat message from 7", "Streamlit logo",
    ),
    "names of keys, which are the same in Chinese": ("Alt", "Cmd+R", "Ctrl+R"),
    "never said: internal names": ("Invariant Violation", "Wrapper", "Logo"),
}  # fmt: skip


@cache
def said() -> dict[str, str]:
    """Return what the scripts of the widgets can say, with the script; values put in are written as 7."""
    found: dict[str, str] = {}
    for script in sorted(SCRIPTS.glob("*.js")):
        if not script.name.startswith(tuple(f"{each}." for each in WIDGETS)):
            continue
        for match in TEXT.finditer(script.read_text("utf-8")):
            for words in filter(None, match.groups()):
                filled = re.sub(r"\$\{[^}]*\}", "7", words).strip()
                if SENTENCE.fullmatch(filled) and re.search(r"[a-z]{2,}", filled):
                    found.setdefault(filled, script.name)
    return {each: name for each, name in found.items() if not re.fullmatch(r"[A-Z][a-z]+[A-Z]\w+", each)}


def _chinese(words: str) -> bool:
    texts, patterns = dictionary()["texts"], dictionary()["patterns"]
    return words in texts or any(re.fullmatch(each, words) for each in patterns)


def test_the_scripts_of_the_widgets_are_found() -> None:
    """Another Streamlit may cut its scripts differently: then this test must be taught, not pass."""
    assert len(said()) > 150
    names = {name.partition(".")[0] for name in said().values()}
    assert {"DataFrame", "DateInput", "Multiselect", "NumberInput", "index", "utils"} <= names


@pytest.mark.parametrize("words", sorted(said()))
def test_what_a_widget_can_say_is_in_the_dictionary(words: str) -> None:
    """Each text has its Chinese, or a reason why it is never on this screen."""
    absent = {each for group in ABSENT.values() for each in group}

    assert _chinese(words) != (words in absent), f"{words!r} of {said()[words]}"
