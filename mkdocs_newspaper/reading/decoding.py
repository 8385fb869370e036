"""A document's bytes -> its text: encodings, line ends, control characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from mkdocs_newspaper.diagnostics import Severity

#: what files begin with that are no text, whatever they are called
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (a .docx or .epub file, perhaps)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
    (b"\x7fELF", "a program"),
)
_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
}
#: `<meta charset="gb2312">`, `content="text/html; charset=big5"`, `<?xml encoding="utf-8"?>`
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.I)
_LONGEST_HEAD = 4096
#: no other codec is asked: some are no character sets, some take their time
_ALIASES = {"utf-8": "utf-8", "utf8": "utf-8", "iso-8859-1": "cp1252", "windows-1252": "cp1252"}
_ALIASES |= {
    "gb18030": "gb18030",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
}
_ALIASES |= {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "big5hkscs": "big5hkscs", "cp950": "big5hkscs"}

#: Two hundred or so of the commonest characters of running Chinese, simplified and traditional, with its
#: punctuation: bytes read in the wrong encoding give hardly any of them.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "报记者市县省区京北南东西版刊新闻日星期今昨晨晚讯华务议书民办镇村"
    "這為個國時來們於對會發動過說產種後學經進著電裡現實兩體當點從業應開還義間樣與關線內數麼質氣變條沒結問無系軍題黨員總設長頭資"
    "邊級圖統見計別論運農報記縣區東華務議書習辦鎮版臺灣訊聞"
    "，。、：；！？“”（）《》「」『』　"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
#: line ends that no editor counts as such
_SEPARATORS = "\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class DecodingFinding:
    """One thing to say about a document's bytes; `line` None for all of it."""

    severity: Severity
    code: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with `\\n` line ends, None where the bytes are no text."""

    text: str | None
    encoding: str | None = None
    findings: tuple[DecodingFinding, ...] = field(default=())


def decode(content: bytes, markup: bool = False) -> Decoded:
    """Read the bytes of a document.

    UTF-8, UTF-16 and UTF-32 with a byte order mark, UTF-8 and UTF-16 without one, GB18030 or Big5,
    whichever gives more common Chinese characters. Bytes that are none of these become U+FFFD, with an
    `encoding` error that names the first one's line; what is no text at all is a `not-text` error.

    Args:
        content: The bytes.
        markup: Whether the document is HTML, whose own statement of its encoding counts if it holds true.
    """
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return _not_text(f"this is {kind}, not text")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _read(content[len(mark) :], encoding)
    nuls = content.count(0)
    is_utf_8 = _decodes(content, "utf-8")
    if nuls and not (is_utf_8 and nuls * 5 < len(content)):
        wide = _wide_encoding(content)
        if wide:
            return _read(content, wide)
        if nuls * 100 > len(content) or not _decodes(content, _legacy_encoding(content)):
            return _not_text("this is a binary file, not text")
    if markup:
        declared = _DECLARED.search(content[:_LONGEST_HEAD])
        if declared:
            name = declared[1].decode("ascii").lower()
            stated = _ALIASES.get(name)
            if stated and _decodes(content, stated):
                return _read(content, stated)
    if is_utf_8 or _is_damaged_utf_8(content):
        return _read(content, "utf-8")
    encoding = _legacy_encoding(content)
    if not _is_mostly_text(content, encoding):
        return _not_text("this is not text in any encoding that is read (UTF-8, UTF-16, GB18030, Big5)")
    return _read(content, encoding)


def _not_text(message: str) -> Decoded:
    return Decoded(None, None, (DecodingFinding("error", "not-text", None, message),))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark, told from NULs that stand at even or at odd places only."""
    sample = content[: 1 << 16]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 20 > max(even, odd):
        return None
    text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
    strange = sum(1 for character in text if not _is_plausible(character))
    return encoding if strange * 20 <= len(text) else None


def _is_plausible(character: str) -> bool:
    """Whether a character is one that newspapers print."""
    code = ord(character)
    if code < 0x20:
        return character in "\t\n\r\f"
    return (
        code < 0x7F
        or 0xA0 <= code < 0x460
        or 0x2000 <= code < 0x2760
        or 0x3000 <= code < 0x3130
        or 0x31C0 <= code < 0xA000
        or 0xF900 <= code < 0xFB00
        or 0xFE10 <= code < 0xFFEF
        or code == 0xFEFF
        or 0x20000 <= code < 0x33480
    )


def _is_damaged_utf_8(content: bytes) -> bool:
    """Whether nearly all bytes above ASCII form UTF-8 sequences."""
    text = content.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - bad
    return good > bad * 4


def _legacy_encoding(content: bytes) -> str:
    """GB18030 or Big5: that which gives more common characters and fewer strange ones."""
    scores = []
    for encoding in ("gb18030", "big5hkscs"):
        text = content[: 1 << 18].decode(encoding, errors="replace")
        common = sum(1 for character in text if character in _COMMON)
        strange = sum(1 for character in text if character == "\ufffd" or not _is_plausible(character))
        scores.append((common - 2 * strange, encoding))
    # On equal scores the first one stands: GB18030 is what most of the archives are in.
    return max(scores, key=lambda one: one[0])[1]


def _is_mostly_text(content: bytes, encoding: str) -> bool:
    """Whether bytes that are not UTF-8 give Chinese, or ASCII with a few strangers, in that encoding.

    Running Chinese consists by more than a third of the common characters; random bytes give one in fifty.
    """
    text = content.decode(encoding, errors="replace")
    foreign = [character for character in text if character > "\x7f"]
    common = sum(1 for character in foreign if character in _COMMON)
    if common * 10 >= len(foreign):
        return True
    damaged = text.count("\ufffd") + len(_CONTROL.findall(text))
    return damaged == 0 or len(foreign) * 3 <= len(text)


def _read(content: bytes, encoding: str) -> Decoded:
    findings: list[DecodingFinding] = []
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        text = content.decode(encoding, errors="replace")
        before = _with_line_feeds(content[: error.start].decode(encoding, errors="replace"))
        bad = text.count("\ufffd")
        name = _NAMES.get(encoding, encoding)
        byte = content[error.start]
        findings.append(
            DecodingFinding(
                "error",
                "encoding",
                before.count("\n") + 1,
                f"byte 0x{byte:02X} does not belong in {name} text; {bad} place(s) are shown as "
                "\N{REPLACEMENT CHARACTER} (save the file as UTF-8)",
            )
        )
    text = _with_line_feeds(text)
    control = _CONTROL.search(text)
    if control:
        whole = len(_CONTROL.findall(text))
        if whole > 3 and whole * 10 > len(text) * 3:
            return _not_text("this is a binary file, not text")
        line = text.count("\n", 0, control.start()) + 1
        findings.append(
            DecodingFinding(
                "info",
                "control-character",
                line,
                f"{whole} control character(s), the first on this line, left out",
            )
        )
        text = _CONTROL.sub("", text)
    for separator in _SEPARATORS:
        text = text.replace(separator, " ")
    return Decoded(text, encoding, tuple(findings))


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
