"""Machine translation on request: a real server on loopback that is busy, slow, broken, or wrong."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from linhe_issues import by_context, issue, with_names

from mkdocs_newspaper.bilingual import machine
from mkdocs_newspaper.bilingual.libretranslate import LibreTranslate
from mkdocs_newspaper.bilingual.machine import (
    Batch,
    BusyError,
    Pace,
    RefusedError,
    TranslatorError,
    batches,
    is_certain,
    translate_batch,
    translator,
)
from mkdocs_newspaper.bilingual.machine import (
    with_names as text_with_names,
)
from mkdocs_newspaper.bilingual.segments import Passage, passages
from mkdocs_newspaper.cli import main
from mkdocs_newspaper.model import Bilingual, Entry
from mkdocs_newspaper.options import MachineSettings

MAYOR = Entry("person/gu", "顾清和", "person", "Gu Qinghe", "Gù Qīnghé", office=Bilingual("市长", "Mayor"))
CANAL = Entry("place/yin-he", "引河", "place", "Diversion Canal", "Yǐnhé", sources=("glossary.yml:1",))
GUESS = Entry("person/xia-cha", "夏茶", "person", "Xia Cha", "Xià Chá")

Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def reply(handler: BaseHTTPRequestHandler, content: object, code: int = 200, **headers: str) -> None:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def translate(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    reply(handler, {"translatedText": [f"EN {text}" for text in asked["q"]]})


@dataclass
class Server:
    """Answers requests one after the other with `answers`, then with the last of them for ever."""

    answers: list[Answer] = field(default_factory=lambda: [translate])
    languages: object = field(default_factory=lambda: [{"code": code} for code in ("en", "zh-Hans", "fr")])
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/languages":
            reply(handler, self.languages)
            return
        asked = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.asked.append(asked)
        act = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        act(handler, asked)


@pytest.fixture
def server() -> Iterator[Server]:
    held = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held.answer(self)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # the client has gone, as it should

    listening = Quiet(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{listening.server_address[1]}"
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield held
    listening.shutdown()
    listening.server_close()
    thread.join()


def engine(server: Server, timeout: float = 5, **settings: Any) -> LibreTranslate:
    return LibreTranslate(MachineSettings(url=server.url, **settings), {"KEY": "secret"}, timeout)


# The adapter ---------------------------------------------------------------------------------------


def test_texts_are_translated_in_the_languages_that_the_server_names(server: Server) -> None:
    made = engine(server, api_key_env="KEY")
    assert made.translate(["通车", "丰收"], "zh-Hans", "en") == ["EN 通车", "EN 丰收"]
    assert server.asked == [
        {
            "q": ["通车", "丰收"],
            "source": "zh-Hans",
            "target": "en",
            "format": "text",
            "api_key": "secret",
        }
    ]


@pytest.mark.parametrize(
    ("served", "language", "code"),
    [
        (["zh", "zt", "en"], "zh-Hans", "zh"),
        (["zh", "zt", "en"], "zh-Hant", "zt"),
        (["zh-Hans", "zh-Hant", "en"], "zh", "zh-Hans"),
        (["zh-CN", "en"], "zh-Hans", "zh-CN"),
        (["pt", "en"], "pt-BR", "pt"),
        (["pt-BR", "en"], "pt_BR", "pt-BR"),
    ],
)
def test_servers_name_languages_in_their_own_way(
    server: Server, served: list[str], language: str, code: str
) -> None:
    server.languages = [{"code": one} for one in served]
    engine(server).translate(["x"], language, "en")
    assert server.asked[0]["source"] == code


@pytest.mark.parametrize("languages", [[], {}, "x", [{"name": "English"}], [1]])
def test_a_server_that_knows_no_languages_is_none(server: Server, languages: object) -> None:
    server.languages = languages
    with pytest.raises(TranslatorError, match="languages"):
        engine(server).translate(["x"], "zh-Hans", "en")


def test_a_language_that_the_server_does_not_know_is_told(server: Server) -> None:
    with pytest.raises(TranslatorError, match="does not know the language ja; it knows: en, zh-Hans, fr"):
        engine(server).translate(["x"], "zh-Hans", "ja")
    assert server.asked == []


def test_a_single_text_may_come_back_by_itself(server: Server) -> None:
    server.answers = [lambda handler, asked: reply(handler, {"translatedText": "one"})]
    assert engine(server).translate(["x"], "zh-Hans", "en") == ["one"]


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (
            lambda h, _: reply(h, {"error": "Slow\x1b down"}, 429, Retry_After="7"),
            BusyError,
            "429: Slow  ?down",
        ),
        (lambda h, _: reply(h, b"oops", 500), BusyError, "answered 500"),
        (lambda h, _: reply(h, b"", 503), BusyError, "answered 503"),
        (lambda h, _: reply(h, {"error": "too long"}, 400), RefusedError, "400: too long"),
        (lambda h, _: reply(h, {"error": "key?"}, 403), TranslatorError, "403: key\\?"),
        (lambda h, _: reply(h, b"", 302, Location="http://127.0.0.1:1/"), TranslatorError, "has moved"),
        (lambda h, _: reply(h, b"<html>hello"), TranslatorError, "no JSON: <html>hello"),
        (lambda h, _: reply(h, ["x"]), TranslatorError, "no translation"),
        (lambda h, _: reply(h, {"translatedText": ["a", "b"]}), TranslatorError, "no translation"),
        (lambda h, _: reply(h, {"translatedText": [7]}), TranslatorError, "no translation"),
        (lambda h, _: h.connection.close(), BusyError, "can't be reached"),
        (lambda h, _: h.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), BusyError, "reached"),
        (lambda h, _: h.wfile.write(b"nonsense\r\n\r\n"), BusyError, "can't be reached"),
        (lambda h, _: time.sleep(2), BusyError, "did not answer within 0.3 s"),
    ],
    ids=[
        "429",
        "500",
        "503",
        "400",
        "403",
        "redirect",
        "html",
        "list",
        "too many",
        "number",
        "disconnect",
        "cut",
        "nonsense",
        "timeout",
    ],
)
def test_what_goes_wrong_is_told_in_a_line(
    server: Server, answer: Answer, error: type[Exception], said: str
) -> None:
    server.answers = [answer]
    with pytest.raises(error, match=said) as caught:
        engine(server, timeout=0.3, api_key_env="KEY").translate(["x"], "zh-Hans", "en")
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
    if "429" in said:
        assert isinstance(caught.value, BusyError)
        assert caught.value.retry_after == 7


def test_a_server_that_drips_is_given_up_in_time(server: Server) -> None:
    def drip(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)

    server.answers = [drip]
    start = time.monotonic()
    with pytest.raises(BusyError, match="did not answer"):
        engine(server, timeout=0.4).translate(["x"], "zh-Hans", "en")
    assert time.monotonic() - start < 3


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(BusyError, match="can't be reached"):
            LibreTranslate(MachineSettings(url=url), {}, 2).translate(["x"], "zh", "en")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (MachineSettings(), "needs the `url`"),
        (MachineSettings(url="file:///etc/passwd"), "no http or https address"),
        (MachineSettings(url="localhost:5000"), "no http or https address"),
        (MachineSettings(url="http://x", api_key_env="NO_SUCH_KEY"), "NO_SUCH_KEY holds no key"),
        (MachineSettings("babelfish", "http://x"), "no engine 'babelfish'; there are: libretranslate"),
    ],
)
def test_settings_that_lead_nowhere_are_told_before_anything_is_sent(
    settings: MachineSettings, said: str
) -> None:
    with pytest.raises(TranslatorError, match=said):
        translator(settings)


def test_another_package_brings_its_own_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    points = EntryPoints([EntryPoint("pigeon", f"{__name__}:Pigeon", machine.GROUP)])
    monkeypatch.setattr(machine, "entry_points", lambda group: points.select(group=group))
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])
    made = translator(MachineSettings("pigeon", "coop:3"))
    assert (made.name, made.translate(["x"], "zh-Hans", "en")) == ("pigeon", ["coop:3 x"])
    broken = EntryPoints([EntryPoint("pigeon", "no_such_package:Pigeon", machine.GROUP)])
    monkeypatch.setattr(machine, "entry_points", lambda group: broken.select(group=group))
    with pytest.raises(TranslatorError, match="can't be loaded"):
        translator(MachineSettings("pigeon"))


class Pigeon:
    name = "pigeon"

    def __init__(self, settings: MachineSettings) -> None:
        self.url = settings.url

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        return [f"{self.url} {text}" for text in texts]


# Pace and batches ----------------------------------------------------------------------------------


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds


def test_requests_keep_to_the_rate() -> None:
    clock = Clock()
    pace = Pace(30, clock, clock.sleep)
    times = [pace.call(clock) for _ in range(4)]
    assert times == [0, 2, 4, 6]


def test_a_busy_engine_is_asked_again_after_longer_and_longer_waits() -> None:
    clock = Clock()
    told: list[float] = []
    answers: list[str | Exception] = [BusyError("a"), BusyError("b"), BusyError("c", 60), "done"]

    def ask() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert Pace(6000, clock, clock.sleep, lambda why, seconds: told.append(seconds)).call(ask) == "done"
    assert told == [1, 2, 60]


def test_an_engine_that_stays_busy_is_given_up() -> None:
    clock = Clock()
    asked: list[int] = []

    def ask() -> None:
        asked.append(1)
        raise BusyError("busy", 10_000_000)

    with pytest.raises(BusyError):
        Pace(60, clock, clock.sleep).call(ask)
    assert len(asked) == 5
    assert max(clock.sleeps) == 300


def passage(text: str, number: int = 1) -> Passage:
    return Passage(f"i/a#s1-{number}", text, "paragraph", "1", "h", "x.md", 1)


def test_batches_hold_few_passages_and_few_characters_and_lose_none() -> None:
    made = [passage("字" * size, size) for size in (5, 1990, 10, 3000, *range(1, 26))]
    found = batches(made)
    assert [one for batch in found for one in batch.passages] == made
    assert [len(batch.passages) for batch in found] == [2, 1, 1, 10, 10, 5]
    assert batches([]) == []


class Refusing:
    """Refuses what holds 恶, answers the rest."""

    name = "refusing"

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        if any("恶" in text for text in texts):
            raise RefusedError("not this")
        return [f"EN {text}" for text in texts]


def test_one_passage_that_the_engine_refuses_does_not_keep_the_others_back() -> None:
    clock = Clock()
    batch = Batch((passage("好"), passage("恶", 2), passage("美", 3)))
    found = translate_batch(batch, Refusing(), "zh-Hans", "en", Pace(60, clock, clock.sleep))  # type: ignore[arg-type]
    assert [(one.text, one.reason) for one in found] == [("EN 好", ""), (None, "not this"), ("EN 美", "")]


# The glossary --------------------------------------------------------------------------------------


def named_passage() -> Passage:
    text = "市长顾清和察看引河，夏茶飘香，顾清和说好。"
    named = with_names(issue({"qiao": ("通车", [text])}), {"顾清和": MAYOR, "引河": CANAL, "夏茶": GUESS})
    return passages(named)[1]


def test_names_that_are_known_go_to_the_engine_in_english() -> None:
    text, names = text_with_names(named_passage(), "en")
    # What only looks like a name, and has no more than its pinyin, is left to the engine.
    assert text == "市长 Gu Qinghe 察看 Diversion Canal ，夏茶飘香，顾清和说好。"
    assert names == [MAYOR, CANAL]
    assert text_with_names(named_passage(), "fr") == (named_passage().text, [])


def test_an_english_name_is_certain_if_somebody_knows_it() -> None:
    assert is_certain(MAYOR)
    assert is_certain(CANAL)
    assert not is_certain(GUESS)
    assert not is_certain(replace(MAYOR, en=None, needs_english=True))
    assert is_certain(Entry("place/moskva", "莫斯科", "place", "Moscow", "Mòsīkē"))


class Saying:
    name = "saying"

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        return [self.answer] * len(texts)


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("Mayor Gu Qinghe inspected the diversion  canal.", []),
        ("Mayor Gu inspected the Diversion Canal.", ["Gu Qinghe"]),
        ("The mayor looked at the river.", ["Gu Qinghe", "Diversion Canal"]),
    ],
)
def test_names_that_the_engine_leaves_out_are_reported(answer: str, missing: list[str]) -> None:
    clock = Clock()
    (found,) = translate_batch(
        Batch((named_passage(),)),
        Saying(answer),  # type: ignore[arg-type]
        "zh-Hans",
        "en",
        Pace(60, clock, clock.sleep),
    )
    assert [entry.en for entry in found.missing] == missing
    assert found.text == answer


@pytest.mark.parametrize("answer", ["", "  \n"])
def test_an_empty_answer_is_no_translation(answer: str) -> None:
    clock = Clock()
    made = translate_batch(
        Batch((passage("好"),)),
        Saying(answer),
        "zh",
        "en",
        Pace(60, clock, clock.sleep),  # type: ignore[arg-type]
    )
    assert [(one.text, one.reason) for one in made] == [(None, "the engine gave no text")]


# The command ---------------------------------------------------------------------------------------

PAGE = """\
2031年3月4日 星期二 柳湾日报社出版 第 8123 号

## 柳湾大桥合龙

本报柳湾3月3日讯（记者 石小满）三月的湾口风平浪静，柳湾大桥昨日上午合龙。

市长顾清和到场祝贺，引河两岸锣鼓喧天。

## 渔港开市

本报讯（记者 安若水）渔港昨日开市，首日成交三百吨。
"""


@pytest.fixture
def site(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "docs" / "issues"
    folder.mkdir(parents=True)
    (folder / "2031-03-04.md").write_text(PAGE, "utf-8")
    (folder / "2031-03-05.md").write_text(PAGE.replace("3月4日", "3月5日"), "utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "glossary.yml").write_text("- {zh: 引河, en: Diversion Canal, kind: place}\n", "utf-8")
    settings = {"url": server.url, "requests_per_minute": 60_000}
    plugins = ["search", {"newspaper": {"machine_translation": settings}}]
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump({"site_name": "x", "plugins": plugins}), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["translations", *arguments], catch_exceptions=False)


def catalog(site: Path, day: int = 4) -> bytes:
    return (site / "translations" / "en" / f"2031-03-0{day}.po").read_bytes()


def test_the_command_fills_what_is_open_and_marks_it(site: Path, server: Server) -> None:
    result = run("machine", "--issue", "2031-03-04")
    assert result.exit_code == 0, result.output
    messages = by_context(catalog(site))
    assert {one.flags for one in messages.values()} == {("fuzzy",)}
    assert all("machine: libretranslate" in one.comments for one in messages.values())
    assert messages["yu-gang-kai-shi#headline"].text == "EN 渔港开市"
    assert not (site / "translations" / "en" / "2031-03-05.po").exists()
    assert "5 of 5 passages" in result.output
    # A second run has nothing to do.
    before = len(server.asked)
    assert "Nothing is open" in run("machine", "--issue", "2031-03-04").output
    assert len(server.asked) == before


def test_a_dry_run_counts_and_sends_nothing(site: Path, server: Server) -> None:
    server.languages = None
    result = run("machine", "--dry-run")
    assert result.exit_code == 0
    assert server.asked == []
    assert not (site / "translations").exists()
    count, characters, requests = result.output.splitlines()[-2].split()[1:]
    assert (count, requests) == ("10", "2")
    assert int(characters) > 100


def test_a_dry_run_needs_no_engine(site: Path) -> None:
    (site / "mkdocs.yml").write_text("site_name: x\nplugins: [newspaper]\n", "utf-8")
    assert run("machine", "--dry-run").exit_code == 0
    refused = run("machine")
    assert refused.exit_code == 2
    assert "machine_translation" in refused.output


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"url": "http://x", "requests_per_minute": 0}, "number above 0"),
        ({"url": "http://x", "requests_per_minute": True}, "number above 0"),
        ({"url": 5}, "url"),
        ("http://x", "machine_translation"),
        ({"url": "ftp://x"}, "no http or https address"),
        ({"engine": "babelfish"}, "no engine 'babelfish'"),
    ],
)
def test_settings_that_are_wrong_are_told(site: Path, settings: object, said: str) -> None:
    plugins = [{"newspaper": {"machine_translation": settings}}]
    (site / "mkdocs.yml").write_text(yaml.safe_dump({"site_name": "x", "plugins": plugins}), "utf-8")
    result = run("machine")
    assert result.exit_code in (1, 2)
    assert said in result.output


def test_what_a_person_has_translated_is_not_touched(site: Path, server: Server) -> None:
    run("update")
    path = site / "translations" / "en" / "2031-03-04.po"
    mine = path.read_bytes().replace(
        '渔港开市"\nmsgstr ""'.encode(), '渔港开市"\nmsgstr "Harbour Opens"'.encode()
    )
    path.write_bytes(mine)
    assert run("machine").exit_code == 0
    message = by_context(catalog(site))["yu-gang-kai-shi#headline"]
    assert (message.text, message.flags) == ("Harbour Opens", ())
    assert "渔港开市" not in [text for asked in server.asked[:1] for text in asked["q"]]


def test_a_person_who_saves_while_the_machine_works_wins(site: Path, server: Server) -> None:
    run("update")
    path = site / "translations" / "en" / "2031-03-04.po"

    def save_first(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        path.write_bytes(
            path.read_bytes().replace('渔港开市"\nmsgstr ""'.encode(), '渔港开市"\nmsgstr "Mine"'.encode())
        )
        translate(handler, asked)

    server.answers = [save_first, translate]
    assert run("machine").exit_code == 0
    assert by_context(catalog(site))["yu-gang-kai-shi#headline"].text == "Mine"


def test_names_that_are_missing_are_told_and_noted(site: Path, server: Server) -> None:
    server.answers = [
        lambda handler, asked: reply(handler, {"translatedText": ["No names."] * len(asked["q"])})
    ]
    result = run("machine", "--issue", "2031-03-04")
    assert "Diversion Canal is missing (引河)" in result.output
    noted = [one.comments for one in by_context(catalog(site)).values() if len(one.comments) > 1]
    assert any("glossary: Diversion Canal is missing (引河)" in comments for comments in noted)


def test_each_answer_is_kept_when_a_later_one_fails_and_the_next_run_goes_on(
    site: Path, server: Server
) -> None:
    server.answers = [translate, lambda handler, asked: reply(handler, {"error": "no money"}, 402)]
    stopped = run("machine")
    assert stopped.exit_code == 1
    assert "Stopped: 127.0.0.1 answered 402: no money" in stopped.output
    assert all(one.text for one in by_context(catalog(site)).values())
    server.answers = [translate]
    server.asked.clear()
    assert run("machine").exit_code == 0
    assert len(server.asked) == 1
    assert all(one.text for one in by_context(catalog(site, 5)).values())


def test_an_interruption_loses_nothing_that_came(
    site: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    honest = LibreTranslate.translate

    def interrupted(self: LibreTranslate, texts: list[str], source: str, target: str) -> list[str]:
        asked.append(1)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return honest(self, texts, source, target)

    monkeypatch.setattr(LibreTranslate, "translate", interrupted)
    result = run("machine")
    assert result.exit_code == 130
    assert all(one.text for one in by_context(catalog(site)).values())
    assert not (site / "translations" / "en" / "2031-03-05.po").exists()


def test_a_limit_ends_in_the_middle_of_an_issue(site: Path) -> None:
    assert run("machine", "--limit", "2").exit_code == 0
    assert sum(bool(one.text) for one in by_context(catalog(site)).values()) == 2


def test_a_busy_server_is_waited_for(site: Path, server: Server) -> None:
    server.answers = [lambda handler, asked: reply(handler, b"", 429, Retry_After="0"), translate]
    result = run("machine", "--issue", "2031-03-04")
    assert result.exit_code == 0
    assert "127.0.0.1 answered 429; trying again in 1 s" in result.output
    assert all(one.text for one in by_context(catalog(site)).values())


def test_a_build_opens_no_socket(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    assert run("machine").exit_code == 0

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a build opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    config = load_config(str(site / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    assert (site / "site" / "en" / "archive" / "2031" / "03" / "04" / "index.html").exists()
