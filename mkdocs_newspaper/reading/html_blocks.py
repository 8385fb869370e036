"""HTML documents -> blocks: article pages of e-papers, and what OCR tools write (hOCR, tables, figures).

Class names are the only thing that tells a kicker from a caption in such pages. They are read loosely
(`sub-title`, `subTitle` and `sub_title` are one name), and nothing depends on one system alone.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PreformattedString

from mkdocs_newspaper.reading.html_source import parse
from mkdocs_newspaper.reading.html_tables import nodes_within, table_rows
from mkdocs_newspaper.reading.image_paths import alternative_text, image_path
from mkdocs_newspaper.reading.inline_markup import TAG
from mkdocs_newspaper.reading.markdown_blocks import pages_named
from mkdocs_newspaper.reading.page_marks import PageMark, image_in_comment, mark_in_comment, mark_in_line
from mkdocs_newspaper.reading.passages import (
    Block,
    Finding,
    Line,
    PassageBuilder,
    indent_width,
    is_closely_set,
    listed,
)

#: never text
_UNSHOWN = listed(
    "script style noscript template head title meta link iframe object embed svg canvas audio video map "
    "select option button textarea input form nav footer"
)
#: names (of a class or an id, in one of its words) of what leads around a site and is no newspaper text
_AROUND = listed(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs share bdshare bshare sharebar "
    "copyright foot footer pager pagination toolbar sidebar search login qrcode comments"
)
#: what the buttons around an article say
_BUTTON_WORDS = listed(
    "上一期 下一期 上一版 下一版 上一篇 下一篇 上一页 下一页 上一版面 下一版面 放大 缩小 默认 打印 打印本页 "
    "关闭 分享 分享到 返回 返回首页 返回目录 返回顶部 首页 往期回顾 版面导航 标题导航 版面概览 版面目录 "
    "收藏 朗读 下载 下載 上一則 下一則 回首頁 列印 pdf pdf版 previous next print share home"
)
_BUTTON_BORDER = re.compile(r"[\s|｜/·⊕⊖○+\-<>«»【】\[\]]+")
#: where e-papers keep the article's text
_CONTENT_IDS = frozenset({"ozoom", "articlecontent", "contenttext", "zoom", "newscontent"})
_CONTENT_CLASSES = frozenset(
    {"article", "articlecontent", "articlebody", "newscontent", "artcontent", "textcontent"}
)
_CONTENT_TAGS = frozenset({"founder-content", "article", "main"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_TAGS = listed(
    "p div section article main header aside center figure figcaption picture ul ol dl li dt dd blockquote "
    "pre address table caption thead tbody tfoot tr td th hr body html fieldset details summary hgroup"
)
#: blocks whose own line ends are those of the print
_LOOSE = frozenset({"[document]", "html", "body", "div", "pre", "section", "article", "main", "td"})
_LAYOUT_CONTENT = [
    "table",
    "img",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "founder-content",
    "ul",
    "ol",
    "hr",
]
_LONGEST_CELL = 200

_ROLE_NAMES = {
    "kicker": "kicker introtitle pretitle prevtitle yinti jianti shouldertitle overline eyebrow toptitle",
    "headline": "headline maintitle arttitle articletitle newstitle biaoti zhubiaoti zhuti title",
    "deck": "deck subtitle subheadline subhead futi fubiaoti undertitle secondtitle vicetitle",
    "byline": "byline author authors zuozhe writer reporter",
    "caption": "caption figcaption piccaption imgcaption imagecaption photocaption pictext picdesc imgdesc "
    "photodesc tushuo wpcaptiontext ocrcaption",
    "credit": "credit photographer photocredit piccredit photoby sheying",
    "date": "date pubdate pubtime publishdate newsdate articledate riqi",
    "page": "folio banmian pagename pagetitle pageheader ocrheader pageno pagenumber",
}
_ROLES = {name: role for role, names in _ROLE_NAMES.items() for name in names.split()}
#: names of what holds a picture, and its caption where it holds text too
_PICTURE_BOXES = listed("pcic pci pic pics pictable picbox imgtable imgbox photo photobox figure")
_HOCR_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_textfloat", "ocr_header", "ocr_footer", "ocr_caption"})
_HOCR_BLOCKS = frozenset({"ocr_par", "ocr_carea", "ocrx_block"})
_HOCR_PICTURES = frozenset({"ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_float"})
_HOCR_PAGE_NUMBER = re.compile(r"\blpageno\s+(\d{1,3})\b")
_PAGE_BREAK_STYLE = re.compile(
    r"page-break-(?:before|after)\s*:\s*always|break-(?:before|after)\s*:\s*page", re.I
)
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BYLINE = re.compile(
    r"(?:本报|本報|特约|特約|见习|實習|实习)?(?:记者|記者|通讯员|通訊員|评论员|評論員|作者|文[/／])|\bBy\b"
)
_CAMEL_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAME_BORDER = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"[ \t]+")
_SMALLEST_PICTURE = 16
_MOST_NODES_LOOKED_AT = 300
_LONGEST_NAMED = 800
_HIGHEST_CLIMB = 50


def read_html(text: str) -> tuple[list[Block], list[Finding]]:
    """The blocks of an HTML document. Scripts, styles, forms and navigation are no text."""
    reader = _HtmlReader(*parse(text))
    reader.read()
    blocks = (
        _with_headline_roles(reader.blocks, reader.heading_tags) if reader.is_article_page else reader.blocks
    )
    return pages_named(blocks), reader.findings


def _with_headline_roles(blocks: list[Block], heading_tags: dict[int, str]) -> list[Block]:
    """Roles for the headings around the one `<h1>` of an article page.

    E-papers set the kicker over it (`<h3>`), the deck (`<h2>`) and the author (`<h4>`) under it. A tag that
    comes again further down is that of crossheads.
    """
    mains = [index for index, tag in heading_tags.items() if tag == "h1"]
    if len(mains) != 1:
        return blocks
    main = mains[0]
    roles = {main: "headline"}
    above = main - 1
    while above in heading_tags and blocks[above].role is None:
        roles[above] = "kicker"
        above -= 1
    under = main + 1
    while under in heading_tags and blocks[under].role is None:
        roles[under] = "byline" if _BYLINE.match(blocks[under].lines[0].text) else "deck"
        under += 1
    repeated = Counter(tag for index, tag in heading_tags.items() if index >= under)
    return [
        replace(block, role=roles[index])
        if index in roles and block.role is None and not (index > main and repeated[heading_tags[index]])
        else block
        for index, block in enumerate(blocks)
    ]


def _names(tag: Tag) -> tuple[set[str], set[str]]:
    """The names in a tag's class and id: whole (`subtitle`), and word by word (`sub`, `title`)."""
    classes: str | list[str] = tag.get("class") or []
    listed = [classes] if isinstance(classes, str) else list(classes)
    identifier = tag.get("id")
    if isinstance(identifier, str):
        listed.append(identifier)
    whole: set[str] = set()
    words: set[str] = set()
    for name in listed:
        parts = [part for part in _split_name(str(name)) if part]
        words.update(parts)
        whole.add("".join(parts))
    return whole, words


def _split_name(name: str) -> list[str]:
    return _NAME_BORDER.split(_CAMEL_BORDER.sub("-", name[:100]).lower())


def _classes(tag: Tag) -> list[str]:
    classes: str | list[str] = tag.get("class") or []
    return classes.split() if isinstance(classes, str) else [str(one) for one in classes]


def _is_content(tag: Tag) -> bool:
    if tag.name in _CONTENT_TAGS:
        return True
    identifier = tag.get("id")
    if isinstance(identifier, str) and "".join(_split_name(identifier)) in _CONTENT_IDS:
        return True
    return any("".join(_split_name(name)) in _CONTENT_CLASSES for name in _classes(tag))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Which tags (by `id()`) hold the article, and which may not be left out because they lead to it."""

    contents: frozenset[int]
    ancestors: frozenset[int]


def _kept_tags(soup: BeautifulSoup) -> _Kept:
    """The tags that hold the text, widened until they hold its headline too."""
    headings = list(soup.find_all(["h1", "founder-title"]))
    heading_ancestors = (
        {id(parent) for heading in headings for parent in heading.parents} if len(headings) == 1 else set()
    )
    contents: set[int] = set()
    ancestors: set[int] = set()
    for tag in soup.find_all(_is_content):
        content: Tag = tag
        if headings and id(tag) not in heading_ancestors:
            wider = next(
                (
                    one
                    for one in itertools.islice(tag.parents, _HIGHEST_CLIMB)
                    if id(one) in heading_ancestors
                ),
                None,
            )
            content = wider if wider is not None and wider.name not in {"body", "html", "[document]"} else tag
        if id(content) in contents:
            continue
        contents.add(id(content))
        for parent in itertools.chain([content], content.parents):
            if id(parent) in ancestors:
                break
            ancestors.add(id(parent))
    ancestors |= {id(one) for one in headings} if len(headings) == 1 else set()
    return _Kept(frozenset(contents), frozenset(ancestors | heading_ancestors))


@dataclass(slots=True)
class _Frame:
    """A tag on the way from the root to where the reader stands, and what holds for the text in it."""

    tag: Tag
    heading: int = 0
    role: str | None = None
    strong: bool = False
    link: bool = False
    in_content: bool = False
    hocr_line: bool = False
    pre: bool = False
    closes_block: bool = False

    def below(self, tag: Tag) -> _Frame:
        """The frame of a tag within this one."""
        return replace(self, tag=tag, closes_block=False)


class _HtmlReader:
    """One walk over the tree, without recursion: broken pages nest thousands of tags deep."""

    def __init__(self, soup: BeautifulSoup, text: str) -> None:
        self.blocks: list[Block] = []
        self.findings: list[Finding] = []
        self.heading_tags: dict[int, str] = {}  # index of a block -> h1 … h6
        self._soup = soup
        self._text = text
        self._line_starts = _line_starts(text)
        self._line = 1
        self._builder = PassageBuilder()
        self._frame: _Frame | None = None
        self._gap = 0
        self._linked = 0  # characters of the block being built that stand in links
        self._inked = 0
        self._pages_begun = 0
        self._pending_space = False
        self._broken = False  # the last thing was a <br>
        self._kept = _kept_tags(soup)
        self._has_content = bool(self._kept.contents)
        self._inline_role: str | None = None
        self._last_character = " "
        self._named_roles = False

    @property
    def is_article_page(self) -> bool:
        """Whether the page is one of an e-paper, which says what its headings are."""
        return self._has_content or self._named_roles

    def read(self) -> None:
        """Walk the whole document."""
        root = _Frame(self._soup)
        stack: list[tuple[_Frame, int]] = [(root, 0)]
        self._frame = root
        while stack:
            frame, at = stack.pop()
            children = frame.tag.contents
            if at >= len(children):
                self._leave(frame, stack[-1][0] if stack else None)
                continue
            stack.append((frame, at + 1))
            self._frame = frame
            child = children[at]
            if isinstance(child, Tag):
                below = self._enter(child, frame)
                if below:
                    stack.append((below, 0))
            elif isinstance(child, Comment):
                self._comment(str(child))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._text_node(str(child), frame)
        self._flush()

    # --- tags -----------------------------------------------------------------------------------------

    def _enter(self, tag: Tag, above: _Frame) -> _Frame | None:
        """Begin a tag; its frame, or None where it is no text or has been read whole."""
        self._stand_at(tag)
        name = tag.name
        classes = _classes(tag)
        if name == "br":
            self._break()
            return None
        if self._is_left_out(tag):
            self._line = _line_after(tag, self._line)
            return None
        if name == "img":
            self._flush()
            self._image(tag)
            return None
        if name == "hr" or "ocr_separator" in classes:
            self._flush()
            self._add(Block("rule", (Line("", self._line),)))
            return None
        style = str(tag.get("style") or "")
        if _PAGE_BREAK_STYLE.search(style):
            self._flush()
            self._mark(PageMark())
        if name == "table" and not self._is_layout(tag):
            self._flush()
            after = _line_after(tag, self._line)
            self._table(tag)
            self._line = after
            return None
        frame = above.below(tag)
        frame.in_content = frame.in_content or id(tag) in self._kept.contents
        frame.link = frame.link or name == "a"
        frame.strong = (
            frame.strong or name in {"b", "strong"} or "font-weight:bold" in style.replace(" ", "").lower()
        )
        frame.pre = frame.pre or name == "pre"
        self._hocr(tag, classes, frame)
        role = self._role(tag)
        if name in _HEADINGS or name in _BLOCK_TAGS or name.startswith("founder-") or frame.closes_block:
            self._flush()
            frame.closes_block = True
            frame.heading = _HEADINGS.get(name, above.heading)
            frame.role = role or (None if name in _HEADINGS else frame.role)
            if role == "headline" and not frame.heading:
                frame.heading = 1
            self._frame = frame
        elif role and not self._builder.inked and _fills_parent(tag):
            self._inline_role = role
        return frame

    def _leave(self, frame: _Frame, above: _Frame | None) -> None:
        if frame.closes_block:
            self._flush(ended=frame)
        if frame.hocr_line and above and not above.hocr_line:
            self._builder.end_line()
            self._pending_space = False
        self._frame = above

    def _stand_at(self, tag: Tag) -> None:
        """Set the line to where the tag's start ends: a start tag can itself reach over lines."""
        if tag.sourceline is None:
            return
        self._line = max(tag.sourceline, 1)
        if tag.sourcepos is None or self._line > len(self._line_starts):
            return
        start = TAG.match(self._text, self._line_starts[self._line - 1] + tag.sourcepos)
        if start and start["name"].lower() == tag.name:
            self._line += start.group().count("\n")

    def _is_left_out(self, tag: Tag) -> bool:
        if id(tag) in self._kept.ancestors:
            return False
        if tag.name in _UNSHOWN or tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
            return True
        if _HIDING_STYLE.search(str(tag.get("style") or "")):
            return True
        if tag.name == "header":
            return not any(parent.name in {"article", "main"} for parent in tag.parents)
        whole, words = _names(tag)
        return bool(words & _AROUND or whole & _AROUND)

    @staticmethod
    def _is_layout(table: Tag) -> bool:
        """Whether a table only arranges the page: one row, one column, or text that fills a column."""
        if str(table.get("role")) == "presentation":
            return True
        rows = cells = widest = length = longest = 0
        paragraphs = False
        for node in nodes_within(table):
            if not isinstance(node, Tag):
                length += len(node.strip()) if isinstance(node, NavigableString) else 0
                longest = max(longest, length)
            elif node.name in _LAYOUT_CONTENT:
                return True
            elif node.name == "tr":
                rows, cells = rows + 1, 0
            elif node.name in {"td", "th"}:
                cells, length = cells + 1, 0
                widest = max(widest, cells)
            elif node.name in {"p", "div"}:
                paragraphs = True
        if widest < 2:
            return rows < 2 or paragraphs
        return paragraphs and longest > _LONGEST_CELL

    def _hocr(self, tag: Tag, classes: list[str], frame: _Frame) -> None:
        for name in classes:
            if name == "ocr_page":
                self._flush()
                number = _HOCR_PAGE_NUMBER.search(str(tag.get("title") or ""))
                if number or self._pages_begun:
                    self._mark(PageMark(number[1].lstrip("0") or None if number else None))
                self._pages_begun += 1
            elif name in _HOCR_BLOCKS:
                frame.closes_block = True
            elif name in _HOCR_LINES:
                self._builder.end_line()
                frame.hocr_line = True
            elif name in _HOCR_PICTURES and _is_blank(tag):
                self._flush()
                self._add(Block("image", (Line("", self._line),)))

    def _role(self, tag: Tag) -> str | None:
        if tag.name in {"figcaption", "caption", "figure"}:
            return "caption"
        if tag.name.startswith("founder-"):
            role = _ROLES.get("".join(_split_name(tag.name.removeprefix("founder-"))))
        else:
            whole, _ = _names(tag)
            role = next((_ROLES[one] for one in sorted(whole) if one in _ROLES), None)
            if role is None and whole & _PICTURE_BOXES and _holds_picture(tag):
                role = "caption"
        if role is None or not _is_short(tag):
            return None
        self._named_roles = self._named_roles or role in {"headline", "kicker", "deck"}
        return role

    def _image(self, tag: Tag) -> None:
        sizes = [str(tag.get(side) or "").removesuffix("px") for side in ("width", "height")]
        if any(size.isascii() and size.isdigit() and int(size[:6]) <= _SMALLEST_PICTURE for size in sizes):
            return  # a spacer or an icon
        reference = str(tag.get("src") or "")
        alt = alternative_text(str(tag.get("alt") or tag.get("title") or ""), reference)
        self._add(Block("image", (Line("", self._line),), image=image_path(reference), alt=alt))

    def _table(self, table: Tag) -> None:
        first = self._line
        caption = next(
            (one for one in table.contents if isinstance(one, Tag) and one.name == "caption"), None
        )
        if caption is not None:
            words = " ".join(caption.get_text(" ").split())
            if words:
                line = Line(words, caption.sourceline or first)
                self._add(Block("text", (line,), role="caption"))
            caption.clear()
        rows, _ = table_rows(table, first)
        if rows:
            lines = tuple(Line("\t".join(cells), first + below) for below, cells in rows)
            self._add(Block("table", lines, rows=tuple(cells for _, cells in rows)))

    def _comment(self, comment: str) -> None:
        mark = mark_in_comment(comment)
        if mark or image_in_comment(comment):
            self._flush()
        if mark:
            self._mark(mark)
        elif image_in_comment(comment):
            self._add(Block("image", (Line("", self._line),)))
        self._line += comment.count("\n")

    # --- text -----------------------------------------------------------------------------------------

    def _text_node(self, text: str, frame: _Frame) -> None:
        loose = frame.tag.name in _LOOSE
        blank = 0
        for number, part in enumerate(re.split(r"(\n|\f)", text)):
            if number % 2:
                if part == "\f":
                    self._flush()
                    self._mark(PageMark())
                    continue
                self._line += 1
                blank += 1
                if frame.hocr_line:
                    self._pending_space = True
                elif self._builder.inked:
                    self._builder.end_line()
                if blank == 2 and loose and not frame.hocr_line:
                    self._flush()
                continue
            if part.strip():
                blank = 0
            self._words(part, frame)

    def _words(self, text: str, frame: _Frame) -> None:
        if not frame.pre:
            text = _SPACES.sub(" ", text)
        if not self._builder.inked:
            text = text.lstrip(" \t")
        if not text:
            return
        inked = bool(text.strip())
        if inked and self._broken and not self._builder.inked and indent_width(text) >= 2:
            # After a <br>, an indent begins the next paragraph.
            self._flush()
        if frame.hocr_line:
            self._hocr_words(text, frame)
        else:
            self._builder.add(text, self._line, frame.strong)
        if inked:
            self._broken = False
            self._inked += len(text)
            self._linked += len(text) if frame.link else 0

    def _hocr_words(self, text: str, frame: _Frame) -> None:
        """Words of one printed line: the white space between their tags is none between Han characters."""
        words = text.strip()
        if not words:
            self._pending_space = True
            return
        if self._builder.inked and (self._pending_space or text[0].isspace()):
            last = self._last_character
            if not (is_closely_set(last) or is_closely_set(words[0])):
                self._builder.add(" ", self._line, frame.strong)
        self._builder.add(words, self._line, frame.strong)
        self._last_character = words[-1]
        self._pending_space = text[-1].isspace()

    def _break(self) -> None:
        if self._broken and not self._builder.inked:
            self._flush()
            self._gap += 1
        self._builder.end_line(hard_break=True)
        self._broken = True

    # --- putting blocks -------------------------------------------------------------------------------

    def _flush(self, ended: _Frame | None = None) -> None:
        frame = ended or self._frame
        builder = self._builder
        self._broken = self._pending_space = False
        inked, linked, inline_role = self._inked, self._linked, self._inline_role
        self._inked = self._linked = 0
        self._inline_role = None
        lines, lead = builder.take()
        if not lines:
            if (
                ended is not None
                and ended.tag.name == "p"
                and not any(isinstance(node, Tag) for node in ended.tag.contents)
            ):
                self._gap += 1
            return
        text = " ".join(line.text for line in lines)
        if self._is_around(text, linked, inked, frame):
            return
        if len(lines) == 1 and (mark := mark_in_line(text)):
            self._mark(mark, text, lines[0].line)
            return
        heading = frame.heading if frame else 0
        role = (frame.role if frame else None) or inline_role
        if heading:
            if frame and frame.tag.name in _HEADINGS:
                self.heading_tags[len(self.blocks)] = frame.tag.name
            self._add(Block("heading", lines, level=heading, role=role, lead=lead))
        else:
            self._add(Block("text", lines, role=role, lead=lead))

    def _is_around(self, text: str, linked: int, inked: int, frame: _Frame | None) -> bool:
        """Whether a block leads around the site: buttons, and links outside the article."""
        words = [word for word in _BUTTON_BORDER.split(text.lower()) if word]
        if len(text) < 100 and words and all(word in _BUTTON_WORDS for word in words) and linked:
            return True
        if not words and linked:
            return True
        return self._has_content and not (frame and frame.in_content) and linked * 2 > inked

    def _mark(self, mark: PageMark, printed: str = "", line: int | None = None) -> None:
        role = "page" if mark.of_this_page else None
        self._add(Block("page-mark", (Line(printed, line or self._line),), page=mark.page, role=role))

    def _add(self, block: Block) -> None:
        self.blocks.append(replace(block, gap=self._gap) if self._gap else block)
        self._gap = 0


def _line_starts(text: str) -> list[int]:
    starts = [0]
    starts.extend(match.end() for match in re.finditer(r"\n", text))
    return starts


def _line_after(tag: Tag, line: int) -> int:
    """The line on which a tag ends that begins on `line`."""
    for node in nodes_within(tag):
        if isinstance(node, Tag):
            line = max(line, node.sourceline or line)
        else:
            line += str(node).count("\n")
    return line


def _is_blank(tag: Tag) -> bool:
    """Whether a tag holds neither text nor a picture."""
    return not any(
        node.name == "img" if isinstance(node, Tag) else bool(str(node).strip()) for node in nodes_within(tag)
    )


def _holds_picture(tag: Tag) -> bool:
    """Whether there is a picture among the first things in a tag."""
    looked_at = itertools.islice(nodes_within(tag), _MOST_NODES_LOOKED_AT)
    return any(isinstance(node, Tag) and node.name == "img" for node in looked_at)


def _is_short(tag: Tag) -> bool:
    """Whether a tag holds so little that its name can be meant for all of it."""
    length = 0
    for count, node in enumerate(nodes_within(tag)):
        if count > _MOST_NODES_LOOKED_AT or length > _LONGEST_NAMED:
            return False
        if isinstance(node, NavigableString):
            length += len(node.strip())
    return length <= _LONGEST_NAMED


def _fills_parent(tag: Tag) -> bool:
    """Whether nothing but white space stands beside a tag."""
    for siblings in (tag.previous_siblings, tag.next_siblings):
        for count, sibling in enumerate(siblings):
            if count > _MOST_NODES_LOOKED_AT or isinstance(sibling, Tag) or str(sibling).strip():
                return False
    return True
