"""What databases and web editions of newspapers put over every story: 第4版(要闻), 专栏:国际副刊.

An export of a database has no headline marks, but says where each story begins and on which print page; a web
edition says after the byline where the story was printed. Such lines are not the paper's: they become page
marks, page headers and the names of columns, or go.
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
#: 本报记者 何远《云溪日报》（2021年11月09日 第 01 版）
_PRINTED_IN = re.compile(
    r"(?P<byline>.{0,60}?)\s*《[^《》]{2,12}》\s*[（(]\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*"
    r"第?\s*[A-Z]?\d{1,3}\s*版[^）)]{0,12}[)）]"
)
#: One such line may be a page header; two are a database's.
_FEWEST = 2


def read_story_marks(blocks: Sequence[Block]) -> list[Block]:
    """`blocks` with such lines read; a database's only where there are two or more of them."""
    blocks = [one for block in blocks for one in _without_source(block)]
    if sum(_MARK.fullmatch(line.text.strip()) is not None for line in _lines(blocks)) < _FEWEST:
        return blocks
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


def _without_source(block: Block) -> list[Block]:
    """A block without the web edition's word on where its story was printed; what else the line says stays."""
    if block.kind != "text" or not any(line.text.rstrip().endswith((")", "）")) for line in block.lines):
        return [block]
    lines: list[Line] = []
    for line in block.lines:
        found = _PRINTED_IN.fullmatch(line.text.strip())
        if found is None:
            lines.append(line)
        elif found["byline"]:
            lines.append(replace(line, text=found["byline"]))
    return [replace(block, lines=tuple(lines))] if lines else []


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
