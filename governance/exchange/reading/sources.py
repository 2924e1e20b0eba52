"""Find the files behind a path: one file, a folder, or the members of a ZIP, which never touch the disk."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from governance.exchange.reading.faults import FileFault
from governance.exchange.reading.limits import MIB, Limits

NOISE = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
SPREADSHEET_MARKS = ("[Content_Types].xml", "xl/workbook.xml", "xl/workbook.bin", "content.xml", "mimetype")
UNSAFE = re.compile(r"[\x00-\x1f\x7f]")
ENCRYPTED, NAME_IS_UTF8 = 0x1, 0x800


@dataclass(frozen=True, slots=True)
class Source:
    """Name one file and load its bytes on demand."""

    name: str
    load: Callable[[], bytes]


def find_sources(path: Path, limits: Limits) -> tuple[bool, list[Source]]:
    """Say whether ``path`` is a batch, and list its files in the order of their names.

    Raises ``FileFault`` when the path is missing, too large, or a ZIP that is broken, encrypted or a bomb.
    """
    if path.is_dir():
        return True, _folder(path, limits)
    if not path.is_file():
        raise FileFault("reading_missing")
    if path.stat().st_size > limits.file_bytes:
        raise FileFault("reading_too_large", size=_mib(path.stat().st_size), limit=_mib(limits.file_bytes))
    if is_plain_zip(path):
        return True, list(_members(path, limits))
    return False, [Source(path.name, path.read_bytes)]


def is_plain_zip(file: Path | io.BytesIO) -> bool:
    """Say whether the file is a ZIP of files rather than a workbook, which is a ZIP too."""
    if not zipfile.is_zipfile(file):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            return not set(archive.namelist()) & set(SPREADSHEET_MARKS)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise FileFault("reading_broken_zip") from error


def check_packed(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse an archive that would unpack to far more than it holds, before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > limits.files:
        raise FileFault("reading_too_many_files", count=len(entries), limit=limits.files)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > limits.unpacked_bytes:
        raise FileFault("reading_zip_bomb", size=_mib(unpacked), limit=_mib(limits.unpacked_bytes))
    if unpacked > limits.ratio_from_bytes and unpacked / packed > limits.ratio:
        raise FileFault("reading_zip_bomb", size=_mib(unpacked), limit=_mib(limits.unpacked_bytes))


def safe_name(name: str) -> str:
    """Turn a member name into one that is safe to show and to compare: relative, with forward slashes."""
    parts = PurePosixPath(UNSAFE.sub("", name).replace("\\", "/")).parts
    kept = [
        part for part in parts if part not in ("/", "//", "..", ".") and not re.fullmatch(r"[A-Za-z]:", part)
    ]
    return "/".join(kept) or "unnamed"


def _folder(folder: Path, limits: Limits) -> list[Source]:
    found: list[Source] = []
    total = 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not NOISE.search(name))
        for name in names:
            file = Path(root) / name
            if NOISE.search(name) or file.is_symlink() or not file.is_file():
                continue
            total += file.stat().st_size
            found.append(Source(file.relative_to(folder).as_posix(), _loader(file, limits)))
        if len(found) > limits.files:
            raise FileFault("reading_too_many_files", count=len(found), limit=limits.files)
    if not found:
        raise FileFault("reading_empty_folder")
    if total > limits.unpacked_bytes:
        raise FileFault("reading_too_large", size=_mib(total), limit=_mib(limits.unpacked_bytes))
    return sorted(found, key=lambda source: source.name)


def _loader(file: Path, limits: Limits) -> Callable[[], bytes]:
    def load() -> bytes:
        size = file.stat().st_size
        if size > limits.file_bytes:
            raise FileFault("reading_too_large", size=_mib(size), limit=_mib(limits.file_bytes))
        return file.read_bytes()

    return load


def _members(path: Path, limits: Limits) -> Iterator[Source]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise FileFault("reading_broken_zip") from error
    check_packed(archive, limits)
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    named = [(safe_name(_member_name(entry)), entry) for entry in entries]
    kept = sorted(
        ((name, entry) for name, entry in named if not NOISE.search(name)), key=lambda pair: pair[0]
    )
    if not kept:
        raise FileFault("reading_empty_folder")
    seen: dict[str, int] = {}
    for name, entry in kept:
        seen[name] = seen.get(name, 0) + 1
        shown = name if seen[name] == 1 else f"{name} ({seen[name]})"
        yield Source(shown, _member_loader(archive, entry, limits))


def _member_loader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> Callable[[], bytes]:
    def load() -> bytes:
        if entry.flag_bits & ENCRYPTED:
            raise FileFault("reading_password")
        if entry.file_size > limits.file_bytes:
            raise FileFault("reading_too_large", size=_mib(entry.file_size), limit=_mib(limits.file_bytes))
        return _unpack(archive, entry)

    return load


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack no more than the size the archive promised: a lying size is a broken archive."""
    try:
        with archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise FileFault("reading_broken_zip") from error
    except Exception as error:  # zlib.error and lzma.LZMAError share no base class
        raise FileFault("reading_broken_zip") from error
    if len(content) > entry.file_size:
        raise FileFault("reading_zip_bomb", size=_mib(len(content)), limit=_mib(entry.file_size))
    return content


def _member_name(entry: zipfile.ZipInfo) -> str:
    """Read a name that is not marked as UTF-8 as UTF-8 or GB18030 where its bytes say so."""
    if entry.flag_bits & NAME_IS_UTF8 or entry.filename.isascii():
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _mib(size: int) -> int:
    return -(-size // MIB)
