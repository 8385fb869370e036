"""The lines that full-text databases of newspapers put over every story: 第4版(要闻), 专栏:国际副刊.

Such an export has no headline marks, but says where each story begins and on which print page. The lines are
the database's, not the paper's: they become page marks, page headers and the names of columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mkdocs_newspaper.reading.page_marks import page_label
from mkdocs_newspaper.reading.passages import Block, Line

#: 第1版(), 第4版（要闻）, 第 12 版(国际)专栏:
_MARK = re.compile(
    r"第\s*(?P<page>[0-9０-９]{1,3})\s*版\s*[（(](?P<section>[^（()）]{0,16})[)）]\s*(?:专栏|專欄)?\s*[:：]?"
)
#: 专栏:, 专栏：今日谈
_COLUMN = re.compile(r"(?:专栏|專欄)\s*[:：]\s*(?P<column>.{0,20})")
#: One such line may be a page header; two are a database's.
_FEWEST = 2


def read_story_marks(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with the database's lines read; as they are where they hold fewer than two of them."""
    if sum(_MARK.fullmatch(line.text.strip()) is not None for line in _lines(blocks)) < _FEWEST:
        return list(blocks)
    read: list[Block] = []
    page: str | None = None
    begins = False
    for block in blocks:
        if block.kind != "text":
            read.append(block)
            continue
        lines: list[Line] = []
        for line in block.lines:
            text = line.text.strip()
            mark = _MARK.fullmatch(text)
            if mark:
                read += _rest(block, lines)
                lines = []
                label = page_label(mark["page"])
                if label != page:
                    read += _turned(line, label, mark["section"].strip())
                    page = label
                begins = True
                continue
            column = _COLUMN.fullmatch(text) if begins and not lines else None
            if column:
                if column["column"]:
                    named = replace(line, text=column["column"], cut="article")
                    read.append(replace(block, lines=(named,), role="kicker", lead=None))
                    begins = False
                continue
            if begins:
                line = replace(line, cut="article")
                begins = False
            lines.append(line)
        read += _rest(block, lines)
    return read


def _lines(blocks: Sequence[Block]) -> list[Line]:
    return [line for block in blocks if block.kind == "text" for line in block.lines]


def _rest(block: Block, lines: list[Line]) -> list[Block]:
    return [replace(block, lines=tuple(lines), lead=None)] if lines else []


def _turned(line: Line, label: str | None, section: str) -> list[Block]:
    """What opens the print page `label`: a mark, and the header that names its section."""
    opened = [Block("page-mark", (line,), page=label)]
    if section:
        opened.append(Block("text", (replace(line, text=f"第{label}版 {section}"),)))
    return opened
