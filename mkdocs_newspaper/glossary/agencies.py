"""What agencies and papers are called in English: 新华社 Xinhua, 南山日报 Nanshan Daily."""

from __future__ import annotations

import re

from mkdocs_newspaper.glossary.lexicon import agency_english, place_english, simplified
from mkdocs_newspaper.glossary.romanization import place_pinyin, plain_pinyin
from mkdocs_newspaper.model import Newspaper

#: Names that a paper gives itself: 本报讯, 本社.
_OWN = re.compile("本[报刊社网台]")

#: What papers and agencies of a place are called.
_KINDS = {
    "日报": "{place} Daily",
    "晚报": "{place} Evening News",
    "晨报": "{place} Morning Post",
    "早报": "{place} Morning Post",
    "周报": "{place} Weekly",
    "时报": "{place} Times",
    "商报": "{place} Business Daily",
    "青年报": "{place} Youth Daily",
    "都市报": "{place} Metropolis Daily",
    "新闻网": "{place} News Network",
    "广播电视台": "{place} Radio and Television",
    "电视台": "{place} Television",
    "通讯社": "{place} News Agency",
}
#: The longer ones are tried first: 云溪广播电视台 is no 电视台 of a place 云溪广播.
_KINDS_BY_LENGTH = tuple(sorted(_KINDS.items(), key=lambda kind: len(kind[0]), reverse=True))


def is_own_paper(name: str) -> bool:
    """Whether a name is the paper's for itself: 本报, 本社."""
    return _OWN.fullmatch(simplified(name)) is not None


def english_name(name: str) -> str | None:
    """The English of an agency or paper: from the lexicon, else from a place and a kind; None if neither."""
    known = agency_english(name)
    if known:
        return known
    plain = simplified(name)
    if plain.endswith("报社"):
        plain = plain.removesuffix("社")
    for kind, pattern in _KINDS_BY_LENGTH:
        place = plain.removesuffix(kind)
        if place != plain and len(place) > 1:
            return pattern.format(place=place_english(place) or plain_pinyin(place_pinyin(place)))
    return None


def own_english_name(newspaper: Newspaper) -> str | None:
    """The English name of the site's own paper, as it is known or can be made; None where neither."""
    name = newspaper.name
    return name.en or (english_name(name.zh) if name.zh else None)
