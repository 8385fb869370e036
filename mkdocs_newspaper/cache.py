"""Results that cost time -> files named by the hash of all that they were made from.

One file a result, written under another name and then renamed: no locks, no half-written file under its
own name, several builds side by side may share the folder. What is torn, foreign or of another version
fails its check and is made again. The folder can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

#: The folder beside mkdocs.yml.
FOLDER = Path(".cache") / "mkdocs-newspaper"
#: Changes with the layout of the files.
LAYOUT = "1"
#: Libraries whose answers stand in what is kept.
LIBRARIES = (
    "babel",
    "beautifulsoup4",
    "jinja2",
    "markupsafe",
    "mkdocs",
    "msgspec",
    "opencc",
    "pypinyin",
    "rjieba",
)
#: What nobody asked for in so many days is deleted.
KEPT_DAYS = 30
_DAY = 86400
_DIGEST_SIZE = 16


def digest(*parts: bytes | str) -> str:
    """A name for exactly these parts, in this order: 32 hexadecimal digits."""
    state = hashlib.blake2b(digest_size=_DIGEST_SIZE)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(content).to_bytes(8, "big"))
        state.update(content)
    return state.hexdigest()


def library_version(name: str) -> str:
    """The version of an installed distribution, "" where there is none."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@cache
def package_digest() -> str:
    """A name for this package as it is installed, and for what it calls: another version answers differently.

    The files themselves are read, so that a checkout under work counts too.
    """
    root = Path(__file__).parent
    parts: list[bytes | str] = [LAYOUT, sys.version]
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if not hidden and path.suffix not in (".pyc", ".pyo") and path.is_file():
            parts += (path.relative_to(root).as_posix(), path.read_bytes())
    parts += (f"{name} {library_version(name)}" for name in LIBRARIES)
    return digest(*parts)


def folder_files(folder: Path) -> Iterator[Path]:
    """Every file below `folder`, in the order of their names; none where there is no such folder."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield Path(place) / name


class ResultCache:
    """The files of one kind of result below the cache's folder.

    `trouble` says why nothing can be kept, once something could not be written; "" while all is well.
    """

    def __init__(self, folder: Path | None, kind: str) -> None:
        """`folder` None keeps nothing."""
        self._root = folder
        self._folder = folder / kind if folder else None
        self.trouble = ""

    def get(self, key: str) -> bytes | None:
        """What was kept under `key`, None where that is nothing, or nothing whole."""
        if self._folder is None:
            return None
        try:
            content = self._path(key).read_bytes()
        except OSError:
            return None
        check, found = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
        return found if check == _check(key, found) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`."""
        if self._root is None or self.trouble:
            return
        try:
            prepare(self._root)
            path = self._path(key)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, _check(key, content) + content)
        except OSError as error:
            self.trouble = f"{self._root}: {error.strerror or error}"

    def keep_only(self, used: Iterable[str]) -> None:
        """Delete what is not `used` and was not written for `KEPT_DAYS`: other branches may still want it."""
        if self._folder is None:
            return
        wanted = {self._path(key) for key in used}
        oldest = time.time() - KEPT_DAYS * _DAY
        for path in folder_files(self._folder):
            with contextlib.suppress(OSError):
                if path not in wanted and path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / key[:2] / key[2:]


def _check(key: str, content: bytes) -> bytes:
    return bytes.fromhex(digest(key, content))


def prepare(root: Path) -> None:
    """Make the cache's folder, which no version control takes up. Raises OSError."""
    ignore = root / ".gitignore"
    if not ignore.exists():
        root.mkdir(parents=True, exist_ok=True)
        ignore.write_text("*\n", encoding="utf-8")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there in full or not at all. Raises OSError, leaving nothing behind."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
