"""English catalogs of made issues -> `translations/en/<issue>.po`, the same text for the same issues.

Every sentence of `made_issues` has an English one with the same people, places and bodies, so that names are
found and linked in both languages; what is no such sentence (a headline, a misread letter) gets a line of its
own. A part of the passages is left open, fuzzy or a machine's, as catalogs are while people work on them.

    python benchmarks/made_catalogs.py SITE [SEED [SHARE]]
"""

# ruff: noqa: SIM905 - lists of words read better so
from __future__ import annotations

import datetime as dt
import random
import re
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from made_issues import BODIES, COUNTRIES, OFFICES, PLAIN, SENTENCES, TERMS, THINGS, TOWNS

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.bilingual.catalogs import MACHINE, catalog_path, update_catalog, write_catalog
from mkdocs_newspaper.bilingual.po import Message, read_po, write_po
from mkdocs_newspaper.glossary.romanization import person_english, place_pinyin
from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.options import Options

#: The part of the issues that have a catalog.
SHARE = 1 / 3
NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
ENGLISH_SENTENCES = (
    "{office} {person} said in {town} that the {thing} bears on the life of more than thirty thousand households around {town2}.",
    "According to {body}, {number} hundred million yuan have been spent on the {thing} since work began in month {month} of last year, {small} days ahead of plan.",
    "“{term} has to reach every village.” Standing beside the {thing}, {person} pointed reporters to the distant ridge.",
    "Merchants from {country} and {country2} looked at samples in {town}; {body} had leaflets ready for them in two languages.",
    "Since month {month}, {town} has received {number} groups of visitors from {country} and {country2}.",
    "{person}, {office} of {body}, said that in the next three years {term} and the building of the {thing} will go together.",
    "At six in the morning {person} and a companion walked {small} kilometres along the dyke of {town} and wrote down every water mark.",
    "From {town} to {town2} the new road runs for {number} kilometres, and the {thing} of {small} villages along it profits.",
    "{person}, now {age}, has kept the {thing} of {town} for {small} years; many of the young say “old {surname}”.",
    "{office} {person} of {country} visited {town} the other day and praised the solid work on {term} here.",
    "Figures show that the income of the {thing} of {town} grew by {small}.{digit} per cent in the first {small} months, four tenths of it in {town2}.",
    "The meeting asked to hold to {term} and to take good care of the {thing} in {town}, {town2} and other places.",
)
ENGLISH_PLAIN = (
    "When the rain had stopped a thin mist rose from the river, and the lamps on the other bank went out one by one.",
    "The old people at the end of the village said that there had not been such a year for a long time.",
    "Everybody put the tools into the shed and went through the ropes for the next day once more.",
    "Home from school, the children ran up the newly laid steps to the top of the hill.",
    "An old ledger holds each day’s water; the ink has faded, the figures can still be read.",
)
#: Lines for what is no sentence of the above.
OTHER = (
    "A day on the banks of the river",
    "What was counted, and who counted it",
    "Work goes on after the flood season",
    "New steps, old ledgers",
)
WORDS = {
    **dict(
        zip(
            THINGS,
            "bridge,fishing port,spring tea,library,canal,reservoir,nursery,station,wharf,orchard,hospital,old town,"
            "greenhouse,wind farm,museum,school".split(","),
            strict=True,
        )
    ),
    **dict(
        zip(
            OFFICES,
            "Mayor,Vice Mayor,Director,President,Secretary,County Head,Director,Professor,Chief Engineer,Chairman,"
            "Secretary-General,Principal".split(","),
            strict=True,
        )
    ),
    **dict(
        zip(
            BODIES,
            "Municipal Bureau of Agriculture and Rural Affairs,Provincial Department of Water Resources,City Library,"
            "National Forestry and Grassland Administration,Municipal People’s Government,Liuwan University,"
            "Provincial Meteorological Bureau,Municipal Transport Bureau,Food and Agriculture Organization,"
            "World Health Organization,Chinese Academy of Sciences,Shanghai Cooperation Organization,"
            "Ministry of Education,Ministry of Natural Resources".split(","),
            strict=True,
        )
    ),
}
#: What stands in a place of a sentence; in the others, a few letters or digits.
VOCABULARY = {
    "office": OFFICES,
    "body": BODIES,
    "town": TOWNS,
    "town2": TOWNS,
    "country": COUNTRIES,
    "country2": COUNTRIES,
    "term": TERMS,
    "thing": THINGS,
}
_PLACEHOLDER = re.compile(r"\\{(\w+)\\}")
#: Up to a full stop that does not end a quotation: “要落到每一个村。”陈小满站在大桥旁……记者。
_SENTENCE = re.compile(r"(?:[^。]|。”)*。(?!”)|.+$")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """A Chinese sentence as a pattern with a group for each word, and the English one."""

    def pattern(sentence: str) -> re.Pattern[str]:
        seen: set[str] = set()

        def group(found: re.Match[str]) -> str:
            name = found[1]
            if name in seen:
                return f"(?P={name})"
            seen.add(name)
            words = sorted(VOCABULARY.get(name, ()), key=len, reverse=True)
            return f"(?P<{name}>{'|'.join(map(re.escape, words)) or '.{1,4}?'})"

        return re.compile(_PLACEHOLDER.sub(group, re.escape(sentence)))

    return tuple(
        (pattern(sentence), english) for sentence, english in zip(SENTENCES, ENGLISH_SENTENCES, strict=True)
    )


def write_catalogs(site: Path, *, seed: int = 1, share: float = SHARE) -> int:
    """Write catalogs for a part of the issues below `site`/docs/issues; how many there are."""
    options = Options(issues=site / "docs" / "issues", base=site, translations=site / "translations")
    archive = read_archive(options)
    english = {entry.zh: entry.en for entry in archive.entries if entry.en}
    written = 0
    for issue in archive.issues:
        chance = random.Random(f"{seed}-{issue.id}-en")
        if chance.random() < share:
            target = catalog_path(site / "translations", "en", issue.id)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_catalog(target, _catalog(issue, english, chance))
            written += 1
    return written


def _catalog(issue: Issue, english: dict[str, str], chance: random.Random) -> bytes:
    empty = update_catalog(issue, "en", None, "", "柳湾日报", NOW).content
    assert empty is not None
    file = read_po(empty, "")
    assert file.header is not None
    return write_po(file.header, [_filled(message, english, chance) for message in file.messages])


def _filled(message: Message, english: dict[str, str], chance: random.Random) -> Message:
    """The message with its English; one in ten stays open, a few are fuzzy or a machine's."""
    state = chance.random()
    if state < 0.1:
        return message
    text = " ".join(_translated(sentence, english, chance) for sentence in _SENTENCE.findall(message.id))
    filled = replace(message, text=text, block=(0, 0))
    if state < 0.15:
        return replace(filled, flags=("fuzzy",))
    if state < 0.25:
        return replace(filled, flags=("fuzzy",), comments=(f"{MACHINE} libretranslate",))
    return filled


def _translated(sentence: str, english: dict[str, str], chance: random.Random) -> str:
    if sentence in PLAIN:
        return ENGLISH_PLAIN[PLAIN.index(sentence)]
    for pattern, text in _patterns():
        if found := pattern.search(sentence):  # a dateline may stand before it
            return text.format(
                **{kind: _word(kind, word, english) for kind, word in found.groupdict().items()}
            )
    named = dict.fromkeys(text for word, text in english.items() if word in sentence)
    return ": ".join([*filter(None, [", ".join([*named][:2])]), chance.choice(OTHER)])


def _word(kind: str, word: str, english: dict[str, str]) -> str:
    known = english.get(word) or WORDS.get(word)
    if known:
        return known
    return person_english(word) if kind in ("person", "surname") else place_pinyin(word)


if __name__ == "__main__":
    given = sys.argv[2:]
    write_catalogs(
        Path(sys.argv[1]),
        seed=int(given[0]) if given else 1,
        share=float(given[1]) if len(given) > 1 else SHARE,
    )
