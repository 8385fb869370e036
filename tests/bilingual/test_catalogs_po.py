"""PO files: what is written is read back by us, by gettext, Babel and polib; what is broken is told by its line."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po as babel_read_po
from hypothesis import given, settings
from hypothesis import strategies as st
from linhe_issues import issue, translated, updated

from mkdocs_newspaper.bilingual.catalogs import filled, machine_engine, state
from mkdocs_newspaper.bilingual.po import LARGEST, Message, escape, po_lines, read_po, unescape, write_po

HEADER = Message("", "Language: en\nContent-Type: text/plain; charset=UTF-8\n")
NASTY = (
    'quotes " and \\ backslashes \\n \\" \\\\',
    "two\nlines\n",
    "\ttabs\r\nand returns\r",
    "‏עברית‎ and ⁦isolated⁩",
    "\x00\x01\x07\x08\x0b\x0c\x1b\x7f\x85\u2028\u2029",
    '#, fuzzy\nmsgid "no"',
    "<<<<<<< HEAD\n=======\n>>>>>>> other",
    "鹤鸣湾😀𠀀",
    '"',
    "\\",
    " leading and trailing ",
)

needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(NASTY)
comments = st.lists(
    st.sampled_from(["page 1: headline", "顾清和 = Gu Qinghe", "machine: engine", "a, b: c"]), max_size=2
)
messages = st.builds(
    Message,
    id=texts.filter(bool),
    text=texts,
    context=st.none() | texts,
    flags=st.sampled_from([(), ("fuzzy",), ("fuzzy", "no-wrap")]),
    comments=comments.map(tuple),
    extracted=comments.map(tuple),
    locations=st.sampled_from([(), ("docs/a.md:3",), ("\u2068docs/a b.md\u2069:3", "c.md:4")]),
    previous=st.none() | texts,
    obsolete=st.booleans(),
)


def gettext(tool: str, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([tool, *arguments], input=given, capture_output=True, check=False, timeout=60)


@settings(max_examples=80)
@given(st.lists(messages, max_size=6, unique_by=lambda one: (one.context, one.id)))
def test_whatever_is_written_is_read_back(made: list[Message]) -> None:
    content = write_po(HEADER, made)
    file = read_po(content, "x.po")
    assert file.findings == ()
    assert file.whole
    assert file.header == HEADER
    assert list(file.messages) == made
    # And what was read is written as it was.
    assert file.header
    assert write_po(file.header, file.messages, po_lines(content)) == content
    assert write_po(file.header, file.messages) == content


@given(texts)
def test_escapes_are_undone(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_whatever_raise(content: bytes) -> None:
    file = read_po(content, "x.po")
    assert file.whole or file.findings


@given(st.text(alphabet='msgidtrcx "\\\n#~|,.:n<>=', max_size=200))
def test_no_text_that_looks_like_po_raises_or_loses_a_finding(text: str) -> None:
    file = read_po(text.encode(), "x.po")
    assert file.whole == all(one.severity != "error" for one in file.findings)
    assert all(one.line is None or 1 <= one.line <= text.count("\n") + 1 for one in file.findings)


@given(
    st.lists(
        messages.filter(lambda one: not one.obsolete), max_size=5, unique_by=lambda one: (one.context, one.id)
    )
)
@settings(max_examples=60)
def test_polib_reads_the_same_texts(made: list[Message]) -> None:
    # polib knows no octal escapes.
    def plain_text(text: str | None) -> bool:
        return all(ord(character) >= 32 or character in "\n\t" for character in text or "")

    plain = [one for one in made if all(map(plain_text, (one.id, one.text, one.context, one.previous)))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.po"
        path.write_bytes(write_po(HEADER, plain))
        found = polib.pofile(str(path), encoding="utf-8")
    assert [(one.msgctxt, one.msgid, one.msgstr) for one in found] == [
        (one.context, one.id, one.text) for one in plain
    ]
    assert [one.fuzzy for one in found] == ["fuzzy" in one.flags for one in plain]


def test_babel_reads_the_same_texts() -> None:
    made = [
        Message(text, f"EN {text}", f"1998-07-01/a#s1-{number}")
        for number, text in enumerate(NASTY)
        if text.isprintable()
    ]
    found = babel_read_po(io.BytesIO(write_po(HEADER, made)), abort_invalid=True)
    assert [(one.context, one.id, one.string) for one in found if one.id] == [
        (one.context, one.id, one.text) for one in made
    ]


# gettext -------------------------------------------------------------------------------------------


@needs_gettext
@pytest.mark.parametrize("filled_in", [False, True])
def test_msgfmt_finds_nothing_wrong_with_a_catalog(filled_in: bool, tmp_path: Path) -> None:
    content = updated(issue())
    path = tmp_path / "x.po"
    path.write_bytes(translated(content) if filled_in else content)
    checked = gettext("msgfmt", "--check", "--verbose", "-o", str(tmp_path / "x.mo"), str(path))
    assert checked.returncode == 0
    assert b"warning" not in checked.stderr
    assert (b"7 translated" in checked.stderr) is filled_in


@needs_gettext
@pytest.mark.parametrize("options", [[], ["--no-wrap"], ["--escape"], ["--width=40"], ["--sort-output"]])
def test_a_catalog_comes_back_whole_through_msgcat(options: list[str]) -> None:
    made = [
        Message(
            f"{text}源",
            f"{text}EN",
            f"1998-07-01/a#s1-{number}",
            flags=("fuzzy",) if number % 2 else (),
            comments=("machine: engine", "a note"),
            extracted=("page 1: headline",),
            locations=("docs/a.md:3",),
            previous="旧\n文" if number % 2 else None,
        )
        # gettext takes no NUL, and warns of other control characters.
        for number, text in enumerate(NASTY)
        if "\x00" not in text
    ]
    gone = Message(
        "去", "gone", "1998-07-01/a#s9", comments=("machine: engine",), flags=("fuzzy",), obsolete=True
    )
    passed = gettext("msgcat", *options, "-", given=write_po(HEADER, [*made, gone]))
    assert passed.returncode == 0, passed.stderr
    file = read_po(passed.stdout, "x.po")
    assert file.findings == ()
    found = {one.context: one for one in file.messages}
    assert {
        key: (one.id, one.text, one.flags, one.comments, one.extracted, one.previous, one.locations)
        for key, one in found.items()
    } == {
        one.context: (one.id, one.text, one.flags, one.comments, one.extracted, one.previous, one.locations)
        for one in (*made, gone)
    }


@needs_gettext
def test_the_mark_of_a_machine_outlives_msgmerge(tmp_path: Path) -> None:
    old = Message("源", "machine made", "i/a#s1", flags=("fuzzy",), comments=("machine: engine",))
    (tmp_path / "old.po").write_bytes(write_po(HEADER, [old]))
    (tmp_path / "new.pot").write_bytes(write_po(HEADER, [Message("源", "", "i/a#s1", extracted=("new",))]))
    merged = gettext("msgmerge", "--no-wrap", "-q", str(tmp_path / "old.po"), str(tmp_path / "new.pot"))
    assert merged.returncode == 0
    message = read_po(merged.stdout, "x.po").messages[0]
    assert (state(message), machine_engine(message)) == ("machine", "engine")


def test_the_mark_of_a_machine_outlives_polib() -> None:
    made = Message(
        "源", "machine made", "i/a#s1", flags=("fuzzy",), comments=("machine: engine",), previous="旧"
    )
    again = str(polib.pofile(write_po(HEADER, [made]).decode())).encode()
    message = read_po(again, "x.po").messages[0]
    assert (state(message), message.previous) == ("machine", "旧")


# Other people's files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("msgctxt ", "  msgctxt\t"),
        lambda text: text.replace("\n\n", "\n \n\n\n"),
        lambda text: text.replace('msgstr "EN', 'msgstr ""\n"EN'),
        lambda text: text.replace("\nmsgid ", "\n\nmsgid "),
    ],
    ids=["crlf", "bom", "no end of line", "blanks", "blank lines", "wrapped", "blank line within"],
)
def test_files_that_other_tools_laid_out_are_read(change: object) -> None:
    content = translated(updated(issue())).decode()
    expected = [(one.context, one.id, one.text) for one in read_po(content.encode(), "x").messages]
    file = read_po(change(content).encode(), "x")  # type: ignore[operator]
    assert file.findings == ()
    assert [(one.context, one.id, one.text) for one in file.messages] == expected


def test_a_file_in_another_charset_is_read_if_it_says_so() -> None:
    content = write_po(Message("", "Content-Type: text/plain; charset=GB18030\n"), [Message("源", "文")])
    file = read_po(content.decode().encode("gb18030"), "x")
    assert file.findings == ()
    assert [(one.id, one.text) for one in file.messages] == [("源", "文")]


@pytest.mark.parametrize(
    ("declared", "real", "line", "severity"),
    [
        ("UTF-8", "gb18030", 6, "error"),
        ("GB18030", "utf-8", 2, "warning"),
        ("punycode", "gb18030", 6, "error"),
        ("EUC-JP", "utf-16-le", 1, "error"),
    ],
)
def test_a_wrong_charset_is_told_by_its_line(declared: str, real: str, line: int, severity: str) -> None:
    text = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={declared}\\n"\n\n# x\nmsgctxt "a"\nmsgid "早稻丰收"\nmsgstr "b"\n'
    findings = read_po(text.encode(real), "a.po").findings
    assert [(one.code, one.line, one.severity) for one in findings if one.code == "catalog-charset"][:1] == [
        ("catalog-charset", line, severity)
    ] or real == "utf-16-le"
    assert findings


@pytest.mark.parametrize(
    ("broken", "code", "line"),
    [
        ('msgid "b\nmsgstr "c"', "bad-catalog", 4),
        ('msgid "b"\nmsgstr "c" d', "bad-catalog", 5),
        ('msgid "b"', "bad-catalog", 4),
        ('msgstr "c"', "bad-catalog", 4),
        ('msgid "b"\nmsgstr "c"\n"d', "bad-catalog", 6),
        ("nonsense", "bad-catalog", 4),
        ('"lost"', "bad-catalog", 4),
        ('msgid "b"\nmsgid_plural "bs"\nmsgstr[0] "c"\nmsgstr[1] "d"', "bad-catalog", 4),
        ('msgid "b"\nmsgstr "c"\nmsgstr "d"', "bad-catalog", 6),
        ('msgid ""\nmsgstr "Language: fr\\n"', "bad-catalog", 4),
        ('msgctxt "z"\nmsgid "last"\nmsgstr "twice"', "duplicate-message", 4),
        (
            '<<<<<<< HEAD\nmsgid "b"\nmsgstr "c"\n=======\nmsgid "b"\nmsgstr "d"\n>>>>>>> x',
            "catalog-conflict",
            4,
        ),
        ('msgid "b"\n<<<<<<< HEAD\nmsgstr "c"\n=======\nmsgstr "d"\n>>>>>>> x', "catalog-conflict", 5),
        ('msgid "b"\nmsgstr ""\n<<<<<<< HEAD\n"c"\n=======\n"d"\n>>>>>>> x', "catalog-conflict", 6),
        ("<<<<<<< HEAD\n", "catalog-conflict", 4),
        ("#| nonsense", "bad-catalog", 4),
    ],
)
def test_what_is_broken_is_told_by_its_line_and_spoils_nothing_else(
    broken: str, code: str, line: int
) -> None:
    last = '\n\nmsgctxt "z"\nmsgid "last"\nmsgstr "LAST"\n'
    if code == "duplicate-message":
        broken, last = f"{broken}{last}", ""
        broken = 'msgctxt "z"\nmsgid "last"\nmsgstr "LAST"\n\n' + broken.partition("\n\n")[0]
        line = 8
    file = read_po(f'msgid ""\nmsgstr "Language: en\\n"\n\n{broken}{last}'.encode(), "a.po")
    assert [(one.code, one.line, one.severity) for one in file.findings[:1]] == [(code, line, "error")]
    assert not file.whole
    # A conflict that nobody closed takes the rest of the file with it.
    open_conflict = broken.startswith("<") and ">" not in broken
    kept = [(one.id, one.text) for one in file.messages]
    assert kept == ([] if open_conflict else [("last", "LAST")]) or kept == [("b", "c"), ("last", "LAST")]


def test_findings_of_a_wholly_broken_file_have_an_end() -> None:
    file = read_po(b"nonsense\n\n" * 10_000, "a.po")
    assert len(file.findings) < 30
    assert "more" in file.findings[-1].message


def test_a_huge_file_is_refused() -> None:
    assert [one.code for one in read_po(b"#" * (LARGEST + 1), "a.po").findings] == ["bad-catalog"]


@pytest.mark.parametrize(
    "unit",
    [
        'msgid "x"\nmsgstr "y"\n\n',
        '"\\\\',
        "#~ ",
        '"',
        "\\",
        "#|",
        '"a"\n',
        "<<<<<<<\n",
        "# \n",
        'msgid ""\n"a"\n',
    ],
)
def test_hostile_files_are_read_in_linear_time(unit: str) -> None:
    def taken(size: int) -> float:
        content = ('msgid ""\nmsgstr ""\n\nmsgid "' + unit * (size // len(unit))).encode()
        start = time.process_time()
        read_po(content, "a.po")
        return time.process_time() - start

    taken(10_000)
    small, large = max(taken(50_000), 0.005), taken(800_000)
    assert large < 16 * small * 4, (small, large)


def test_messages_that_are_filled_in_leave_every_other_byte_alone() -> None:
    content = translated(updated(issue())).replace(
        'msgstr "EN 早稻丰收"'.encode(), 'msgstr ""\n"EN "\n"早稻丰收"'.encode()
    )
    context = "1998-07-01/xin-qiao#s1-1"
    after = filled(
        content,
        "x",
        {
            context: lambda one: Message(
                one.id, "NEW", one.context, extracted=one.extracted, locations=one.locations
            )
        },
    )
    before_lines, after_lines = content.decode().splitlines(), after.decode().splitlines()
    assert [line for line in after_lines if line not in before_lines] == ['msgstr "NEW"']
    assert len(before_lines) == len(after_lines)
