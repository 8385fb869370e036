"""Who and what is named in an issue: articles -> mentions with their offsets, and the entries behind them.

Names come from bylines, credits, datelines and office patterns, from the territories of CLDR and from
the bundled lexicon. A person found once is found everywhere in the issue; the longest name wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from mkdocs_newspaper.glossary.agencies import english_name, is_own_paper, own_english_name
from mkdocs_newspaper.glossary.lexicon import (
    KnownPerson,
    agency_country,
    agency_english,
    known_people,
    names,
    names_in_text,
    place_english,
    regional_territories,
    simplified,
    territories,
)
from mkdocs_newspaper.glossary.office_holders import OfficeHolder, OfficeHolders, name_ends
from mkdocs_newspaper.glossary.romanization import (
    HAN,
    is_chinese_name,
    looks_transcribed,
    organization_pinyin,
    person_english,
    person_pinyin,
    person_slug,
    place_pinyin,
    plain_pinyin,
    slug,
    word_pinyin,
)
from mkdocs_newspaper.glossary.scanner import Scanner
from mkdocs_newspaper.model import (
    Article,
    Author,
    Bilingual,
    Entry,
    EntryKind,
    Issue,
    Mention,
    Newspaper,
)

_HAN_NAME = re.compile(f"[{HAN}]{{2,4}}|[{HAN}]+(?:[·•・][{HAN}]+)+|[{HAN}]{{5,12}}")
#: Bylines that name a post or a body and no person: 本报评论员, 编辑部, 采访组.
_NO_PERSON = re.compile(
    "(?:评论员|观察员|编辑部|编委会|记者|通讯员|采访组|报道组|课题组|写作组|实习生|社|部|组|报|网|台)$|^本[报刊社]"
)
#: Kinds of place that make a name of two characters a place's beyond doubt: 云溪县, 白银市.
_PLACE_KINDS = "省市县区州盟旗镇乡村"
#: 北京市民 and 云溪县委 are no places of that kind.
_NOT_THE_KIND = frozenset("民场长委内外面域直区级际立")
#: Agencies whose name is also a word need the marks of a title.
_SHORT_AGENCIES = frozenset({"央视"})

_ROLES = {
    "reporter": Bilingual("记者", "reporter"),
    "correspondent": Bilingual("通讯员", "correspondent"),
    "intern": Bilingual("实习生", "intern"),
    "photographer": None,
    "writer": None,
}


@dataclass(frozen=True, slots=True)
class _Field:
    """A text of an article that a mention can stand in."""

    anchor: str
    text: str  # as shown
    plain: str  # in simplified characters, of the same length
    introduced: dict[int, int] = field(default_factory=dict)  # names behind an office: start -> end


@dataclass(slots=True)
class _Found:
    """What is known of one name, gathered over the issue."""

    kind: EntryKind
    zh: str
    en: str | None = None
    pinyin: str | None = None
    needs_english: bool = False
    offices: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    countries: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    in_text: bool = True  # whether the bare name is this person's or place's in running text
    guessed: bool = False  # a famous name that no office of the issue has confirmed yet


def annotate(issue: Issue, newspaper: Newspaper) -> Issue:
    """`issue` with the mentions of its articles and the entries that they name.

    Offsets are code points in the text shown of the field that the anchor names: a paragraph, `headline`,
    `deck`, a caption (`figure-1`), `byline` (the first segment's that has one) and `dateline` (the first
    one). Pull quotes hold no mentions. An issue in English comes back as it is: its names need none of this.
    """
    if issue.source_language == "en":
        return issue
    return _Recognition(issue, newspaper).annotated()


class _Recognition:
    """The names of one issue: first gathered from all its articles, then looked for in every text."""

    def __init__(self, issue: Issue, newspaper: Newspaper) -> None:
        self.issue = issue
        self.newspaper = newspaper
        self.known = known_people(issue.date.year)
        self.own: dict[str, _Found] = {}  # this issue's, by the name in simplified characters
        self.merged: dict[str, str] = {}  # another form of a person's name -> the form of the entry
        self.printed: dict[str, str] = {}  # how a name is printed where it stands first
        self.identifiers: dict[str, str] = {}
        self.paper = issue.masthead.name or newspaper.name.zh or ""

    def annotated(self) -> Issue:
        articles = (*self.issue.articles, *self.issue.orphans)
        fields = [list(_fields(article)) for article in articles]
        paper = simplified(self.paper)
        if len(paper) > 2 and self._get(paper) is None:
            self.own[paper] = _organization(self.paper, own_english_name(self.newspaper))
        for name, known in self.known.items():
            if known.in_text:
                self._person(name, known.zh, known=known).guessed = True
        holders = OfficeHolders([one.plain for texts in fields for one in texts], self.known)
        for article, texts in zip(articles, fields, strict=True):
            for author in (*_authors(article), *_photographers(article)):
                self._agency(author.agency)
                self._author(author)
            for line in article.datelines:
                self._agency(line.agency)
                for place in line.places:
                    self._dateline_place(place)
            for one in texts:
                for holder in holders.find(one.plain):
                    self._holder(one, holder)
        self._share_full_names()
        scanner = Scanner(self.own, beside=_bundled_scanner())
        mentions = [
            self._mentions(article, texts, scanner) for article, texts in zip(articles, fields, strict=True)
        ]
        named = self._identified(article for article in mentions)
        done = [
            replace(article, mentions=tuple(self._named(mention) for mention in found))
            for article, found in zip(articles, mentions, strict=True)
        ]
        size = len(self.issue.articles)
        return replace(
            self.issue, articles=tuple(done[:size]), orphans=tuple(done[size:]), entries=tuple(named)
        )

    # Gathering

    def _get(self, name: str) -> _Found | None:
        return self.own.get(name) or _bundled().get(name)

    def _person(
        self, name: str, shown: str, foreign: bool = False, known: KnownPerson | None = None
    ) -> _Found:
        """The person of a name, made where it is new; `known` where it is one whom the lexicon has."""
        held = self.own.get(name)
        if held is not None and held.kind == "person":
            return held
        person = _Found(
            "person",
            shown,
            en=known.en if known else None if foreign or looks_transcribed(shown) else person_english(shown),
            pinyin=person_pinyin(shown) if is_chinese_name(shown) else word_pinyin(shown),
            needs_english=known is None and (foreign or looks_transcribed(shown)),
        )
        self.own[name] = person
        return person

    def _author(self, author: Author) -> None:
        name = "".join(author.name.split())
        plain = simplified(name)
        if not _HAN_NAME.fullmatch(plain) or _NO_PERSON.search(plain) or agency_english(plain):
            return
        held = self._get(plain)
        if held is not None and held.kind != "person":
            return
        is_new = held is None
        person = self._person(plain, name)
        if is_new and len(plain) < 3:
            person.in_text = False  # 温馨 is a reporter, and "warm"
        office = self._author_office(author)
        if office is not None:
            person.offices[office.zh, office.en] += 1
        country = agency_country(author.agency) if author.agency else None
        if country is not None:
            person.countries[country.zh, country.en] += 1

    def _agency(self, agency: str | None) -> None:
        """An agency or paper of a dateline or byline that the lexicon does not have."""
        if agency and not is_own_paper(agency) and self._get(simplified(agency)) is None:
            english = english_name(agency)
            if english is not None:
                self.own[simplified(agency)] = _organization(agency, english)

    def _author_office(self, author: Author) -> Bilingual | None:
        role = _ROLES[author.role]
        if role is None:
            return None
        if author.agency is None:
            return role
        agency, english = author.agency, english_name(author.agency)
        if is_own_paper(agency):
            agency = self.newspaper.name.zh or agency
            english = own_english_name(self.newspaper) or "Staff"
        return Bilingual(f"{agency}{role.zh}", f"{english} {role.en}" if english else role.en)

    def _dateline_place(self, place: str) -> None:
        name = simplified(place)
        if self._get(name) is not None or not re.fullmatch(f"[{HAN}]{{2,12}}", name):
            return
        english = place_english(name)
        chinese = len(name) < 4
        self.own[name] = _Found(
            "place",
            place,
            en=english or (plain_pinyin(place_pinyin(place)) if chinese else None),
            pinyin=place_pinyin(place),
            needs_english=english is None and not chinese,
            # The town that the paper is named after is no other word in its pages.
            in_text=not chinese or simplified(self.paper).startswith(name),
        )

    def _holder(self, one: _Field, holder: OfficeHolder) -> None:
        name = one.plain[holder.start : holder.end]
        held = self._get(name)
        if held is not None and held.kind != "person":
            return
        if held is not None and held.guessed and holder.known is None:
            del self.own[name]  # another person of a famous name
        person = self._person(name, one.text[holder.start : holder.end], holder.foreign, holder.known)
        one.introduced[holder.start] = holder.end
        person.guessed = False
        person.in_text = person.in_text or len(name) > 2 or holder.foreign
        if holder.office is not None:
            person.offices[holder.office.zh, holder.office.en] += 1
        if holder.country is not None:
            person.countries[holder.country.zh, holder.country.en] += 1

    def _share_full_names(self) -> None:
        """卡瑟姆若马尔特·托卡耶夫 and 托卡耶夫 are one person.

        The entry is that of the short form where the lexicon knows it, else of the full one: then the
        short form is that person's only where no other full name of the issue ends in it.
        """
        full: dict[str, list[str]] = {}
        for name, person in self.own.items():
            short = re.split("[·•・]", name)[-1]
            if short != name and len(short) > 1 and person.kind == "person":
                full.setdefault(short, []).append(name)
        for short, longer in full.items():
            bare = self.own.get(short)
            if bare is None or bare.kind != "person":
                continue
            for name in longer:
                if bare.en is not None and bare.en == self.own[name].en:
                    self._merge(name, short)
            if bare.en is None and len(longer) == 1:
                self._merge(short, longer[0])

    def _merge(self, name: str, into: str) -> None:
        self.merged[name] = into
        self.own[into].offices += self.own[name].offices
        self.own[into].countries += self.own[name].countries

    # Mentions

    def _mentions(self, article: Article, fields: list[_Field], scanner: Scanner) -> list[Mention]:
        found: list[Mention] = []
        authors = {simplified("".join(one.name.split())) for one in _authors(article)}
        places = {simplified(place) for line in article.datelines for place in line.places}
        for one in fields:
            if one.anchor in ("byline", "dateline"):
                found += self._in_credit(one, authors | places | self._agencies(article))
                continue
            found += self._in_text(one, scanner)
        return found

    def _in_text(self, one: _Field, scanner: Scanner) -> Iterator[Mention]:
        """The names of running text."""
        for start, end in scanner.find(one.plain, one.introduced):
            name = one.plain[start:end]
            named = self._get(name)
            if named is None:
                continue
            if one.introduced.get(start) != end and not self._is_meant(named, one.plain, start, end):
                continue
            self.printed.setdefault(self._key(name), one.text[start:end])
            if named.kind == "place" and name not in territories():
                end += _kind_of_place(one.plain, end)
            yield self._mention(one, name, named, start, end)

    @staticmethod
    def _agencies(article: Article) -> set[str]:
        named = [line.agency for line in article.datelines] + [one.agency for one in article.authors]
        return {simplified(agency) for agency in named if agency}

    def _in_credit(self, one: _Field, known: set[str]) -> Iterator[Mention]:
        """The authors, places and agencies of a byline or dateline; a name can be letter-spaced there."""
        held = {"".join(name.split()) for name in known}
        names = sorted((name for name in held if self._get(name)), key=lambda name: (-len(name), name))
        if not names:
            return
        for match in re.finditer("|".join(r"\s*".join(map(re.escape, name)) for name in names), one.plain):
            name = "".join(match[0].split())
            named = self._get(name)
            if named is not None:
                yield self._mention(one, name, named, *match.span())

    def _is_meant(self, found: _Found, text: str, start: int, end: int) -> bool:
        """Whether a name that stands in running text is the one that was found."""
        if found.kind == "person":
            return found.in_text and (
                end - start > 2 or not is_chinese_name(found.zh) or name_ends(text, end)
            )
        if found.kind == "organization":
            return found.in_text or (text[start - 1 : start] == "《" and text[end : end + 1] == "》")
        if not found.in_text:
            return _kind_of_place(text, end) > 0
        is_regional = self.issue.source_language != "zh-Hant" and text[start:end] in regional_territories()
        return not is_regional

    def _mention(self, one: _Field, name: str, named: _Found, start: int, end: int) -> Mention:
        return Mention(self._key(name), one.text[start:end], named.kind, one.anchor, start, end)

    def _key(self, name: str) -> str:
        if name in self.own:
            return self.merged.get(name, name)
        return _bundled_aliases().get(name, name)

    # Entries

    def _identified(self, mentions: Iterable[list[Mention]]) -> list[Entry]:
        """The entries that are named, and everyone of a byline or credit, each with an id of its own."""
        named = dict.fromkeys(mention.entry for found in mentions for mention in found)
        credited = (name for name, found in self.own.items() if found.kind == "person" and found.offices)
        entries: list[Entry] = []
        taken: set[str] = set()
        for name in (*named, *(name for name in credited if self._key(name) not in named)):
            if name in self.identifiers or self._key(name) != name:
                continue
            found = self._get(name)
            if found is None:
                continue
            if self.issue.source_language == "zh-Hant":
                found = replace(found, zh=self.printed.get(name, found.zh))  # the lexicon's is simplified
            stem = f"{found.kind}/{person_slug(found.zh) if found.kind == 'person' else slug(found.zh)}"
            identifier, number = stem, 2
            while identifier in taken:
                identifier, number = f"{stem}-{number}", number + 1
            taken.add(identifier)
            self.identifiers[name] = identifier
            entries.append(_entry(identifier, found))
        return entries

    def _named(self, mention: Mention) -> Mention:
        return replace(mention, entry=self.identifiers[mention.entry])


def _entry(identifier: str, found: _Found) -> Entry:
    return Entry(
        id=identifier,
        zh=found.zh,
        kind=found.kind,
        en=found.en,
        pinyin=found.pinyin or _pinyin(found),
        office=_commonest(found.offices),
        country=_commonest(found.countries),
        needs_english=found.needs_english,
    )


def _pinyin(found: _Found) -> str:
    return organization_pinyin(found.zh) if found.kind == "organization" else place_pinyin(found.zh)


def _commonest(values: Counter[tuple[str | None, str | None]]) -> Bilingual | None:
    """The value that stands most often; the one met first where two are equal."""
    return Bilingual(*values.most_common(1)[0][0]) if values else None


def _kind_of_place(text: str, at: int) -> int:
    """The length of the word at `at` that says which kind of place a name is: 县 of 云溪县; 0 for none."""
    if text.startswith("新区", at):
        return 2
    is_kind = text[at : at + 1] in _PLACE_KINDS and text[at + 1 : at + 2] not in _NOT_THE_KIND
    return 1 if is_kind and at < len(text) else 0


@cache
def _bundled() -> dict[str, _Found]:
    """Places, organizations and agencies of the lexicon, by their names in simplified characters."""
    found: dict[str, _Found] = {}
    for name, country in territories().items():
        found.setdefault(name, _place(country.zh, country.en))
    for name, english in names("places").items():
        found.setdefault(name, _place(name, english, in_text=name in names_in_text("places")))
    for name, english in names("organizations").items():
        found.setdefault(name, _organization(name, english))
    for name, english in names("agencies").items():
        found.setdefault(name, _organization(name, english, len(name) > 2 or name in _SHORT_AGENCIES))
    return found


@cache
def _bundled_scanner() -> Scanner:
    return Scanner(_bundled())


@cache
def _bundled_aliases() -> dict[str, str]:
    """Forms of a territory's name -> the one that stands for it: 沙特 -> 沙特阿拉伯."""
    return {
        name: simplified(country.zh)
        for name, country in territories().items()
        if simplified(country.zh) != name
    }


def _place(zh: str, en: str, in_text: bool = True) -> _Found:
    return _Found("place", zh, en=en, in_text=in_text)


def _organization(zh: str, en: str | None, in_text: bool = True) -> _Found:
    return _Found("organization", zh, en=en, in_text=in_text)


def _authors(article: Article) -> Iterator[Author]:
    yield from article.authors
    for segment in article.segments:
        yield from segment.authors


def _photographers(article: Article) -> Iterator[Author]:
    """The photographers; those whose credit says 记者 as the reporters that they are."""
    for figure in article.figures:
        is_reporter = "记者" in simplified(figure.credit or "")
        for author in figure.photographers:
            yield replace(author, role="reporter") if is_reporter else author


def _fields(article: Article) -> Iterator[_Field]:
    """The texts of an article in which names are looked for, each once."""
    texts: list[tuple[str, str]] = []
    if not article.untitled:
        texts.append(("headline", article.headline.shown))
    if article.deck is not None:
        texts.append(("deck", article.deck.shown))
    byline = next((one.byline for one in article.segments if one.byline), None)
    if byline is not None:
        texts.append(("byline", byline))
    if article.dateline is not None:
        texts.append(("dateline", article.dateline.text))
    texts += ((one.anchor, one.text.shown) for one in article.paragraphs if one.anchor)
    texts += ((one.anchor, one.caption.shown) for one in article.figures if one.anchor and one.caption)
    for anchor, text in texts:
        yield _Field(anchor, text, simplified(text))
