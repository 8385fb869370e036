"""The parts of an archive -> one site: their files linked into its folder, one search, an index of site maps.

A file that several parts have, as those of the theme, is the first part's: the root's. What concerns the
pages of all parts is made here, in a folder beside those of the parts, and comes before them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from mkdocs.utils import clean_directory

from mkdocs_newspaper.cache import digest, write_whole
from mkdocs_newspaper.integration.shard_shop import Made, ShardError, Shop, stamp
from mkdocs_newspaper.publishing.sitemap import index_xml, sitemaps

#: The name of what is made of all parts.
JOINED = "joined"
SEARCH = "search/search_index.json"
#: The same for readers without a server, by Material's plugin `offline`.
OFFLINE_SEARCH = "search/search_index.js"
#: Where a file waits in the site's folder that takes the place of another.
STAGED = ".newspaper-staged"
#: A search index beyond this, in bytes, is longer on its way than a reader waits: it then holds the root alone.
MOST_SEARCHED = 20 * 1024 * 1024


def join(shop: Shop, made: Mapping[str, Made]) -> tuple[int, int, list[str]]:
    """Bring the site up to date: how many files were put there and removed, and what there is to say of it.

    `made`: the parts by name, the root first. Raises ShardError.
    """
    try:
        joined = _joined(shop, made)
        owners: dict[str, str] = {}
        for name, part in ((JOINED, joined), *made.items()):
            for path in part.paths:
                owners.setdefault(path, name)
        linked, removed = _update(shop, owners)
        _forget_others(shop, made)
    except OSError as error:
        raise ShardError(f"{error.filename or shop.site_dir}: {error.strerror or error}") from error
    return linked, removed, joined.notes


def _update(shop: Shop, owners: Mapping[str, str]) -> tuple[int, int]:
    """The files of `owners`, by the part that each comes from, into the site; what no part has any more out."""
    site, before = shop.site_dir, _put_before(shop)
    if before is None:
        # As MkDocs does with what stands where a site is built.
        clean_directory(str(site))
    site.mkdir(parents=True, exist_ok=True)
    stale = (before or set()) - owners.keys()
    if before is None or before != owners.keys():
        # Whatever happens from here on, the next run knows what it may find in the site.
        _say_put(shop, owners.keys() | stale)
    removed = sum(_remove(site, path) for path in sorted(stale))
    linked = sum(_put(site, path, shop.site(name) / path) for path, name in owners.items())
    (site / STAGED).unlink(missing_ok=True)
    if stale:
        _say_put(shop, owners.keys())
    return linked, removed


def _put_before(shop: Shop) -> set[str] | None:
    """What earlier runs put into the site, None where there was none."""
    try:
        return set(msgspec.json.decode(shop.put.read_bytes(), type=list[str]))
    except (OSError, msgspec.MsgspecError):
        return None


def _say_put(shop: Shop, paths: Collection[str]) -> None:
    write_whole(shop.put, msgspec.json.encode(sorted(paths)))


def _forget_others(shop: Shop, made: Mapping[str, Made]) -> None:
    """Delete parts that the archive has no longer."""
    known = {JOINED, *made}
    for path in list(shop.folder.glob("*.json")):
        if path.stem not in known:
            path.unlink()
    for path in list(shop.folder.iterdir()):
        if path.is_dir() and path.name not in known:
            shutil.rmtree(path)


# Single files


def _put(site: Path, path: str, source: Path) -> bool:
    """Have the file at `path` of the site be `source`; whether it was not so already. Raises OSError."""
    target = site / path
    if _is_same(source, target):
        return False
    try:
        _link(source, target, site / STAGED)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(source, target, site / STAGED)
    return True


def _is_same(source: Path, target: Path) -> bool:
    """Whether two files are one, or one is the copy of the other: copies keep the time of writing."""
    try:
        own, other = os.stat(source), os.lstat(target)
    except FileNotFoundError:
        return False
    if (own.st_ino, own.st_dev) == (other.st_ino, other.st_dev):
        return True
    return (own.st_size, own.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _link(source: Path, target: Path, staged: Path) -> None:
    """A link, a copy where the file system has none; never half a file. Raises OSError."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        # One left behind may be a link: to write into it would be to write into its part.
        staged.unlink(missing_ok=True)
        try:
            os.link(source, staged)
        except OSError:
            shutil.copy2(source, staged)
        os.replace(staged, target)


def _remove(site: Path, path: str) -> bool:
    """Delete a file that no part has, and the folders that it leaves empty."""
    target = site / path
    try:
        target.unlink()
    except OSError:
        return False
    for folder in target.parents:
        if folder == site:
            break
        try:
            folder.rmdir()
        except OSError:
            break
    return True


# What concerns all pages


def _joined(shop: Shop, made: Mapping[str, Made]) -> Made:
    """What is made of all parts, as another part. Raises OSError."""
    site_url = shop.facts.site_url
    reasons = digest(site_url or "", *(f"{name} {part.reasons} {part.stamp}" for name, part in made.items()))
    held = shop.made(JOINED, reasons)
    if held is not None:
        return held
    search, notes = _search(shop, made)
    files = {**search, **(dict(_site_maps(site_url, made)) if site_url else {})}
    folder = shop.site(JOINED)
    for path, content in files.items():
        _write_new(folder / path, content)
    for name in ("search", "."):
        for path_there in (folder / name).glob("*"):
            if path_there.is_file() and path_there.relative_to(folder).as_posix() not in files:
                path_there.unlink()
    paths = list(files)
    joined = Made(reasons=reasons, stamp=stamp(folder, paths), paths=paths, notes=notes)
    write_whole(shop.record(JOINED), msgspec.json.encode(joined))
    return joined


def _write_new(path: Path, content: bytes) -> None:
    """Write a file, unless it is so already."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == content:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)


def _site_maps(site_url: str, made: Mapping[str, Made]) -> Iterator[tuple[str, bytes]]:
    """Maps of every part, and one of the maps, by their paths."""
    names: list[tuple[str, str]] = []
    for name, part in made.items():
        for file, content, newest in sitemaps(name, site_url, part.pages):
            yield file, content
            names.append((file, newest))
    yield "sitemap.xml", index_xml(site_url, names)


def _search(shop: Shop, made: Mapping[str, Made]) -> tuple[dict[str, bytes], list[str]]:
    """The search indexes of all parts as one, by their paths; none where that would be too large.

    The root's own then stands in the site, and a line says so.
    """
    indexes = {name: shop.site(name) / SEARCH for name, part in made.items() if SEARCH in part.paths}
    if len(indexes) < 2:
        return {}, []
    size = sum(path.stat().st_size for path in indexes.values())
    if size > MOST_SEARCHED:
        return {}, [
            f"A search index of all pages would have {size / 1048576:,.0f} MB, more than a browser should load: "
            "the site's search finds its own pages, and the calendar and indexes of the archive."
        ]
    index: dict[str, Any] = {}
    for name, path in indexes.items():
        one = msgspec.json.decode(path.read_bytes())
        if not index:
            # An index made ready by MkDocs knows the root's pages alone; browsers make one where there is none.
            index = {key: held for key, held in one.items() if key != "index"}
            continue
        # The site's own pages are in every part.
        own = {url for url, _ in made[name].pages}
        index["docs"] += (doc for doc in one["docs"] if doc["location"].partition("#")[0] in own)
    content = msgspec.json.encode(index)
    files = {SEARCH: content}
    if any(OFFLINE_SEARCH in part.paths for part in made.values()):
        files[OFFLINE_SEARCH] = b"var __index = " + content
    return files, []
