"""Texts -> their translation by a server that speaks LibreTranslate's API (POST /translate, GET /languages)."""

from __future__ import annotations

import http.client
import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from email.message import Message as Headers
from typing import IO, Any
from urllib.parse import urlsplit

from mkdocs_newspaper.bilingual.machine import BusyError, RefusedError, TranslatorError
from mkdocs_newspaper.options import MachineSettings

_TIMEOUT = 60.0  # seconds, for a whole answer
_LARGEST_ANSWER = 8_000_000
#: How servers name what this package calls zh-Hans and zh-Hant; older LibreTranslate says zh and zt.
_ALSO = {"zh-hans": ("zh", "zh-cn"), "zh-hant": ("zt", "zh-tw", "zh-hk"), "zh": ("zh-hans", "zh-cn")}
_CONTROLS = re.compile("[\x00-\x1f\x7f]+")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected POST would arrive as a GET without its texts, and hand the key to another address."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage | Headers,
        newurl: str,
    ) -> None:
        return None


class LibreTranslate:
    """A LibreTranslate server, or one that answers as it does.

    `settings.url` is where its API begins, `settings.api_key_env` names the environment variable that holds
    the key. Raises TranslatorError where either is missing.
    """

    name = "libretranslate"

    def __init__(
        self,
        settings: MachineSettings,
        environment: Mapping[str, str] = os.environ,
        timeout: float = _TIMEOUT,
    ) -> None:
        if not settings.url:
            raise TranslatorError("machine_translation needs the `url` of a LibreTranslate server")
        split = urlsplit(settings.url)
        if split.scheme not in ("http", "https") or not split.netloc:
            raise TranslatorError(f"{settings.url!r} is no http or https address")
        self._url = settings.url.rstrip("/")
        self._place = split.hostname or self._url
        self._key = None
        if settings.api_key_env:
            self._key = environment.get(settings.api_key_env)
            if not self._key:
                raise TranslatorError(f"the environment variable {settings.api_key_env} holds no key")
        self._timeout = timeout
        self._codes: list[str] | None = None
        self._opener = urllib.request.build_opener(_NoRedirects)

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The translation of each text."""
        asked: dict[str, Any] = {
            "q": list(texts),
            "source": self._code(source),
            "target": self._code(target),
            "format": "text",
        }
        if self._key:
            asked["api_key"] = self._key
        answer = self._ask("/translate", asked)
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        if isinstance(found, str) and len(texts) == 1:
            found = [found]
        if (
            not isinstance(found, list)
            or len(found) != len(texts)
            or not all(isinstance(one, str) for one in found)
        ):
            raise TranslatorError(f"{self._place} gave no translation of each text")
        return list(found)

    def _code(self, language: str) -> str:
        """What the server calls a language."""
        if self._codes is None:
            self._codes = self._served()
        wanted = language.replace("_", "-").casefold()
        by_name = {code.casefold(): code for code in self._codes}
        bare = wanted.partition("-")[0]
        for name in (wanted, *_ALSO.get(wanted, ()), bare, *_ALSO.get(bare, ())):
            if name in by_name:
                return by_name[name]
        raise TranslatorError(
            f"{self._place} does not know the language {language}; it knows: {', '.join(self._codes[:40])}"
        )

    def _served(self) -> list[str]:
        answer = self._ask("/languages", None)
        served = answer if isinstance(answer, list) else []
        codes = [one["code"] for one in served if isinstance(one, dict) and isinstance(one.get("code"), str)]
        if not codes:
            raise TranslatorError(f"{self._place} does not say which languages it knows")
        return codes

    def _ask(self, path: str, asked: Mapping[str, Any] | None) -> Any:
        request = urllib.request.Request(
            self._url + path,
            data=None if asked is None else json.dumps(asked, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                content = self._read(response)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error) from error
        except TimeoutError as error:
            raise BusyError(f"{self._place} did not answer within {self._timeout:g} seconds") from error
        except (OSError, http.client.HTTPException) as error:
            raise BusyError(f"{self._place} can't be reached: {_reason(error)}") from error
        try:
            return json.loads(content)
        except ValueError as error:
            shown = _plain(content[:80].decode("utf-8", "replace"))
            raise TranslatorError(f"{self._place} answered what is no JSON: {shown}") from error

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        """The answer, within the time and size that one may have."""
        end = time.monotonic() + self._timeout
        parts: list[bytes] = []
        size = 0
        while part := response.read1(65536):
            parts.append(part)
            size += len(part)
            if size > _LARGEST_ANSWER:
                raise TranslatorError(f"{self._place} answered more than {_LARGEST_ANSWER:,} bytes")
            if time.monotonic() > end:
                raise TimeoutError
        missing = response.length
        if missing:
            raise http.client.IncompleteRead(b"", missing)
        return b"".join(parts)

    def _refusal(self, error: urllib.error.HTTPError) -> TranslatorError:
        said = f"{self._place} answered {error.code}"
        try:
            answer = json.loads(error.read(20_000))
            if isinstance(answer, dict) and isinstance(answer.get("error"), str):
                said += f": {_plain(answer['error'])}"
        except (ValueError, OSError, http.client.HTTPException):
            pass  # the number says enough
        if error.code == 429 or error.code >= 500:
            return BusyError(said, _seconds(error.headers.get("Retry-After")))
        if error.code in (400, 413, 422):
            return RefusedError(said)
        if 300 <= error.code < 400:
            return TranslatorError(f"{said}: it has moved to {error.headers.get('Location')}; change `url`")
        return TranslatorError(said)


def _reason(error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return _plain(str(reason)) or type(reason).__name__


def _plain(text: str) -> str:
    return _CONTROLS.sub(" ", text).strip()[:200]


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; a date is not worth reading, the backoff does as well."""
    return float(header) if header and re.fullmatch(r"\d{1,6}", header.strip()) else None
