"""The page of backups: how safe the register is, the list, making one now, checking one, taking one away."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import streamlit as st

from governance.config import config
from governance.errors import GovernanceError, NotPermitted
from governance.language import explain
from governance.operations import backing_up
from governance.register import backup_check, backups, manifest, taking
from governance.ui import feedback
from governance.ui import taking as offering
from governance.ui.context import current
from governance.ui.insight.journal_view import local
from governance.ui.tables import Column, table
from governance.ui.words import moment, plain, t

TAR = "application/x-tar"
BLOCK = 1 << 20


def show() -> None:
    """Draw the page for an administrator."""
    if not current().opens("backups"):
        raise NotPermitted(operation="open", kind="settings", record_id="")
    found = tuple(reversed(backups.sets(current().register.path)))
    _standing(found)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("backup.now"), icon=":material/backup:", type="primary", key="backups.now"):
            _make()
    if not found:
        feedback.empty("backup.none", icon=":material/backup:")
        return
    picked = table(
        [_row(each) for each in found],
        [
            Column("made", t("backup.made"), "moment", width=160, pinned=True),
            Column("revision", t("backup.revision"), "number"),
            Column("size", t("backup.size"), "number"),
            Column("files", t("backup.files"), "number"),
            Column("name", t("backup.folder"), width=320),
        ],
        key="backups.list",
        alt=t("backup.alt"),
        select="row",
        empty_key="backup.none",
    )
    if picked:
        _chosen(found[picked.position])
    else:
        st.caption(t("backup.pick"))


def _standing(found: tuple[Path, ...]) -> None:
    """Say what stands against trusting the backups: none, an old one, one that failed; else when the next is due."""
    st.caption(
        t("backup.about", folder=plain(backups.folder_of(current().register.path)), keep=config().backup.keep)
    )
    if backing_up.state.error is not None:
        words = explain(backing_up.state.error, current().language)
        st.error(t("backup.failed", why=plain(words, 400)), icon=":material/error:")
    hours = config().backup.every_hours
    if found and datetime.now(UTC) - backups.made_at(found[0]) > timedelta(hours=2 * hours):
        st.warning(t("backup.old", hours=hours), icon=":material/warning:")
    elif found:
        due = backups.made_at(found[0]) + timedelta(hours=hours)
        st.caption(t("backup.next", moment=moment(local(due.replace(tzinfo=None)))))


def _make() -> None:
    register, actor = current().register, current().actor
    with feedback.guard(), st.spinner(t("backup.running")):
        taking.require(register, actor or "nobody", "backup")
        backing_up.make(register, backing_up.check_beside)
        backing_up.rotate(register.path)
        feedback.saved(key="backup.done")
        st.rerun()


def _chosen(backup: Path) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("backup.verify"), icon=":material/verified:", key="backups.verify"):
            _verify(backup)
        if offering.may("backup"):
            url = offering.offer(
                "backup", f"{backup.name}.tar", TAR, lambda: archive(backup), slot="backups.tar"
            )
            st.link_button(t("backup.download"), url, icon=":material/download:")


def _verify(backup: Path) -> None:
    with st.spinner(t("backup.verifying")):
        checked = backup_check.check(backup)
    if checked.ok:
        st.success(
            t("backup.holds", revision=checked.revisions, head=checked.head_hash[:16]),
            icon=":material/verified:",
        )
    else:
        st.error(
            t("backup.broken", part=plain(checked.broken), fault=plain(checked.fault)),
            icon=":material/error:",
        )


def _row(backup: Path) -> dict[str, Any]:
    made = backups.made_at(backup).replace(tzinfo=None)
    try:
        said = manifest.read(backup)
    except GovernanceError:
        return {"made": local(made), "revision": None, "size": None, "files": None, "name": backup.name}
    files = sum(name.startswith(f"{manifest.FILES}/") for name in said.files)
    size = -(-said.size // 1024)
    return {
        "made": local(made),
        "revision": said.head.revision,
        "size": size,
        "files": files,
        "name": backup.name,
    }


def archive(backup: Path) -> Iterator[bytes]:
    """Yield a backup as a tar file, a piece at a time: it may be larger than the memory."""
    for path in sorted(each for each in backup.rglob("*") if each.is_file()):
        info = tarfile.TarInfo(f"{backup.name}/{path.relative_to(backup).as_posix()}")
        info.size, info.mtime, info.mode = path.stat().st_size, int(path.stat().st_mtime), 0o600
        yield info.tobuf(tarfile.PAX_FORMAT)
        with path.open("rb") as file:
            while piece := file.read(BLOCK):
                yield piece
        yield b"\0" * (-info.size % tarfile.BLOCKSIZE)
    yield b"\0" * (2 * tarfile.BLOCKSIZE)
