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
from mkdocs_newspaper.glossary.compounds import (
    Compound,
    composed_english,
    compounds,
    ends_of,
    heads_in,
    may_have_short_forms,
    quoted,
    scope,
    short_forms,
)
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
from mkdocs_newspaper.glossary.recognizers import Recognizer, Span, recognizer
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
    term_pinyin,
    word_pinyin,
)
from mkdocs_newspaper.glossary.scanner import Scanner, pairs_of
from mkdocs_newspaper.glossary.termbase import Termbase, TermEntry
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
#: Fields whose names are its authors, places and agencies, and nobody else's.
_CREDITS = frozenset({"byline", "dateline"})
_NAME_IN_TEXT = re.compile(f"[{HAN}·•・—－-]{{2,40}}")
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
    pairs: list[str]  # what every scanner of the text begins with
    introduced: dict[int, int] = field(default_factory=dict)  # names behind an office: start -> end
    recognized: dict[int, int] = field(default_factory=dict)  # other names that stand in this very place

    @property
    def certain(self) -> dict[int, int]:
        """Where names stand beyond doubt."""
        return {**self.recognized, **self.introduced} if self.recognized else self.introduced


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
    edited: TermEntry | None = None  # what the site's glossary says of it
    guessed: bool = False  # a famous name that no office of the issue has confirmed yet


def annotate(
    issue: Issue,
    newspaper: Newspaper,
    *,
    names_by: Recognizer | None = None,
    termbase: Termbase | None = None,
    terms: bool = True,
) -> Issue:
    """`issue` with the mentions of its articles and the entries that they name.

    Offsets are code points in the text shown of the field that the anchor names: a paragraph, `headline`,
    `deck`, a caption (`figure-1`), `byline` (the first segment's that has one) and `dateline` (the first
    one). Pull quotes hold no mentions. An issue in English comes back as it is: its names need none of this.

    `names_by` is the recognizer of names in running text, by default the one of rules. `termbase` is the
    site's own glossary, which wins over everything else. Without `terms`,
    people, places and organizations are found as they stand inside terms too.
    """
    if issue.source_language == "en":
        return issue
    return _Recognition(issue, newspaper, names_by or recognizer(), termbase or Termbase(), terms).annotated()


class _Recognition:
    """The names of one issue: first gathered from all its articles, then looked for in every text."""

    def __init__(
        self,
        issue: Issue,
        newspaper: Newspaper,
        names_by: Recognizer,
        termbase: Termbase,
        terms: bool,
    ) -> None:
        self.issue = issue
        self.newspaper = newspaper
        self.names_by = names_by
        self.terms = terms
        self.termbase = termbase
        self.scoped: dict[str, list[TermEntry]] = {}  # names that are an editor's in some articles only
        self.known = known_people(issue.date.year)
        self.own: dict[str, _Found] = {}  # this issue's, by the name in simplified characters
        self.merged: dict[str, str] = {}  # another form of a person's name -> the form of the entry
        self.printed: dict[str, str] = {}  # how a name is printed where it stands first
        self.identifiers: dict[str, str] = {}
        self.paper = issue.masthead.name or newspaper.name.zh or ""
        self.in_masthead: list[str] = []  # bodies that the masthead names

    def annotated(self) -> Issue:
        articles = (*self.issue.articles, *self.issue.orphans)
        fields = [list(_fields(article)) for article in articles]
        paper = simplified(self.paper)
        if len(paper) > 2 and self._get(paper) is None:
            self.own[paper] = _organization(self.paper, own_english_name(self.newspaper))
        plain = [one.plain for texts in fields for one in texts]
        self.whole = whole = "\n".join(plain)
        pairs = {pair for texts in fields for one in texts for pair in one.pairs}
        for name, known in self.known.items():
            if known.in_text and name[:2] in pairs and name in whole:
                self._person(name, known.zh, known=known).guessed = True
        holders = OfficeHolders(plain, self.known)
        for article, texts in zip(articles, fields, strict=True):
            for author in (*_authors(article), *_photographers(article)):
                self._agency(author.agency)
                self._author(author)
            for line in article.datelines:
                self._agency(line.agency)
                for place in line.places:
                    self._dateline_place(place)
            for one in texts:
                for holder in holders.find(one.plain, one.pairs):
                    self._holder(one, holder)
        self._recognized([one for texts in fields for one in texts if one.anchor not in _CREDITS])
        self._share_full_names()
        if self.terms:
            self._compounds(fields)
        self._edited([one for texts in fields for one in texts])
        scanner = Scanner(self.own, beside=_bundled_scanner(self.terms))
        self.scanner = scanner
        self._masthead(scanner)
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

    def _masthead(self, scanner: Scanner) -> None:
        """The bodies that the masthead names: the publisher, the website's owner."""
        plain = simplified(self.issue.masthead.text)
        for start, end in scanner.find(plain):
            name = plain[start:end]
            held = self._get(name)
            if held is not None and held.kind == "organization":
                self.in_masthead.append(self._key(name))

    def _get(self, name: str) -> _Found | None:
        return self.own.get(name) or _bundled(self.terms).get(name)

    def _edited(self, fields: list[_Field]) -> None:
        """What the site's glossary says takes the place of what was found."""
        for one in fields:
            hits = list(self.termbase.scanner.find(one.plain, pairs=one.pairs))
            for start, end in hits:
                for found in (one.introduced, one.recognized):
                    for other in [at for at, to in found.items() if at < end and to > start]:
                        if not (other <= start and found[other] >= end) or (other, found[other]) == (
                            start,
                            end,
                        ):
                            del found[other]
                name = one.plain[start:end]
                entries = self.termbase.by_name[name]
                for entry in entries:
                    self._edit(entry)
                self._edit_inside(name)
                if entries[0].scope:
                    self.scoped[name] = list(entries)
                elif all(not at <= start or to < end for at, to in one.certain.items()):
                    one.recognized[start] = end

    def _edit_inside(self, name: str) -> None:
        """An editor's names inside another one are its parts."""
        for whole in (name[:-1], name[1:]):
            for start, end in self.termbase.scanner.find(whole):
                for entry in self.termbase.by_name[whole[start:end]]:
                    if not entry.scope:
                        self._edit(entry)

    def _edit(self, entry: TermEntry) -> None:
        key = _entry_key(entry)
        if key in self.own and self.own[key].edited is entry:
            return
        plain = simplified(entry.zh)
        held = self._get(plain)
        kind = entry.kind or (held.kind if held else "term")
        known = held if held is not None and held.kind == kind else None
        english = entry.en or (known.en if known else None)
        pinyin = entry.pinyin or (known.pinyin if known else None)
        if english is None and kind == "person" and not looks_transcribed(entry.zh):
            english = person_english(entry.zh)
        if pinyin is None and kind == "person":
            pinyin = person_pinyin(entry.zh)
        found = _Found(kind, entry.zh, english, pinyin, english is None, edited=entry)
        if known is not None:
            found.offices, found.countries = known.offices, known.countries
        self.own[key] = found
        for name in entry.names:
            if entry.scope:
                # The scanner has to find it; whose name it is, is told article by article.
                self.own.setdefault(name, held or found)
            elif name != key:
                self.own[name] = found
                self.merged[name] = key

    def _in_scope(self, name: str, article: str) -> str | None:
        """The key of a scoped name in an article of this text; None where it is nobody's there."""
        for entry in self.scoped[name]:
            if entry.in_scope(article):
                return _entry_key(entry)
        held = self._get(name)
        return self._key(name) if held is not None and held.edited is None else None

    def _recognized(self, fields: list[_Field]) -> None:
        """The names that the recognizer finds in running text; one that is known already stays what it is."""
        found = self.names_by.spans([one.text for one in fields])
        kinds: dict[str, Counter[EntryKind]] = {}
        for one, spans in zip(fields, found, strict=True):
            for span in spans:
                kinds.setdefault(one.plain[span.start : span.end], Counter())[span.kind] += 1
        for one, spans in zip(fields, found, strict=True):
            if not spans:
                continue
            covered = {at for start, end in one.introduced.items() for at in range(start, end)}
            for span in spans:
                name = one.plain[span.start : span.end]
                if len(name) < 2 or not _NAME_IN_TEXT.fullmatch(name) or name in _known_offices():
                    continue
                if (
                    covered
                    and not covered.isdisjoint(range(span.start, span.end))
                    and (span.kind != "organization" or _crosses(one.introduced, span))
                ):
                    continue
                held = self._get(name)
                if held is None:
                    if span.kind == "place" and name[-1] in _PLACE_KINDS and self._is_place(name[:-1]):
                        one.recognized[span.start] = span.end - 1
                        continue
                    kind = kinds[name].most_common(1)[0][0]
                    self._learn(kind, name, one.text[span.start : span.end])
                one.recognized[span.start] = span.end

    def _is_place(self, name: str) -> bool:
        held = self._get(name)
        return held is not None and held.kind == "place"

    def _learn(self, kind: EntryKind, name: str, shown: str) -> None:
        """A name of running text becomes one of the issue's."""
        if kind == "person":
            self._person(name, shown).in_text = len(name) > 2
        elif kind == "place":
            chinese = not looks_transcribed(shown)
            english = place_english(name) or (plain_pinyin(place_pinyin(shown)) if chinese else None)
            self.own[name] = _Found(
                "place",
                shown,
                en=english,
                pinyin=place_pinyin(shown),
                needs_english=english is None,
                in_text=len(name) > 2,
            )
        else:
            english = english_name(shown) or composed_english(name)
            found = _organization(shown, english, in_text=len(name) > 3)
            found.needs_english = english is None
            self.own[name] = found

    def _compounds(self, fields: list[list[_Field]]) -> None:
        """中国—中亚峰会, 中吉, 吉方: names made of places, by the countries of their article."""
        for texts in fields:
            shortened = {one.anchor for one in texts if may_have_short_forms(one.pairs)}
            countries = scope("\n".join(one.plain for one in texts)) if shortened else {}
            for one in texts:
                if one.anchor in _CREDITS:
                    continue
                for start, end in quoted(one.plain) if "“" in one.plain else ():
                    self._quoted(one, start, end)
                short = list(short_forms(one.plain, countries)) if one.anchor in shortened else []
                heads = heads_in(one.plain, one.pairs)
                if not short and not heads:
                    continue
                places = [(start, end, self._place_english(name)) for start, end, name in self._places(one)]
                places += [
                    (found.start, found.end, found.en)
                    for found in short
                    if not one.plain[found.start : found.end].endswith("方")
                ]
                for found in (*short, *compounds(one.plain, heads, ends_of(places))):
                    self._compound(one, found)

    def _quoted(self, one: _Field, start: int, end: int) -> None:
        """A phrase in quotation marks is a term where it holds one that is known, or stands twice in the issue."""
        name = one.plain[start:end]
        if self._get(name) is not None or one.introduced.keys() & set(range(start, end)):
            return
        held = [name[at:to] for at, to in _term_scanner().find(name)]
        if not held and self.whole.count(name) < 2:
            return
        shown = one.text[start:end]
        self.own[name] = _Found("term", shown, None, term_pinyin(shown), True, in_text=len(name) > 3)
        one.recognized[start] = end

    def _places(self, one: _Field) -> Iterator[tuple[int, int, str]]:
        for start, end in _place_scanner().find(one.plain, pairs=one.pairs):
            yield start, end, one.plain[start:end]
        for start, end in one.recognized.items():
            if self._is_place(one.plain[start:end]):
                yield start, end, one.plain[start:end]

    def _place_english(self, name: str) -> str | None:
        held = self._get(name)
        return held.en if held is not None else place_english(name)

    def _compound(self, one: _Field, found: Compound) -> None:
        name = one.plain[found.start : found.end]
        held = self._get(name)
        if held is None:
            shown = one.text[found.start : found.end]
            pinyin = term_pinyin(shown) if found.kind == "term" else organization_pinyin(shown)
            if found.letters:
                rest = shown[found.letters :]
                short = "-".join(map(place_pinyin, shown[: found.letters]))
                pinyin = short + ("fāng" if rest == "方" else f" {term_pinyin(rest)}" if rest else "")
            self.own[name] = _Found(
                found.kind, shown, found.en, pinyin, found.en is None, in_text=len(name) > 3
            )
        elif held.en is None and found.en is not None and name in self.own:
            held.en, held.needs_english = found.en, False
        if found.end > one.recognized.get(found.start, 0):
            one.recognized[found.start] = found.end

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
        whole = "\n".join(one.plain for one in fields) if self.scoped else ""
        authors = {simplified("".join(one.name.split())) for one in _authors(article)}
        places = {simplified(place) for line in article.datelines for place in line.places}
        for one in fields:
            if one.anchor in _CREDITS:
                found += self._in_credit(one, authors | places | self._agencies(article))
                continue
            found += self._in_text(one, scanner, whole)
        return found

    def _in_text(self, one: _Field, scanner: Scanner, article: str) -> Iterator[Mention]:
        """The names of running text; `article` is the whole text where some names are only of some articles."""
        certain = one.certain
        for start, end in scanner.find(one.plain, certain, one.pairs):
            name = one.plain[start:end]
            named = self._get(name)
            if named is None:
                continue
            key = self._key(name)
            if name in self.scoped:
                scoped = self._in_scope(name, article)
                if scoped is None:
                    continue
                key, named = scoped, self.own.get(scoped, named)
            if named.edited is not None:
                if _is_unlike(named.edited, one.plain, start, end):
                    continue
            elif certain.get(start) != end and not self._is_meant(named, one.plain, start, end):
                continue
            self.printed.setdefault(key, one.text[start:end])
            if named.kind == "place" and name not in territories() and named.edited is None:
                end += _kind_of_place(one.plain, end)
            yield Mention(key, one.text[start:end], named.kind, one.anchor, start, end)

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
        if found.kind == "term":
            return found.in_text
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
        keys: list[str] = []
        taken: set[str] = set()
        wanted = dict.fromkeys((*named, *(name for name in credited if self._key(name) not in named)))
        wanted |= dict.fromkeys(self.in_masthead)
        inside = self._with_parts(wanted)
        for name in (*wanted, *(part for parts in inside.values() for part in parts)):
            if name in self.identifiers or self._key(name) != name:
                continue
            found = self._get(name)
            if found is None:
                continue
            if self.issue.source_language == "zh-Hant" and found.edited is None:
                found = replace(found, zh=self.printed.get(name, found.zh))  # the lexicon's is simplified
            stem = f"{found.kind}/{person_slug(found.zh) if found.kind == 'person' else slug(found.zh)}"
            identifier, number = stem, 2
            while identifier in taken:
                identifier, number = f"{stem}-{number}", number + 1
            taken.add(identifier)
            self.identifiers[name] = identifier
            entries.append(_entry(identifier, found))
            keys.append(name)
        return [
            replace(
                entry,
                parts=tuple(
                    self.identifiers[part] for part in inside.get(key, ()) if part in self.identifiers
                ),
            )
            for key, entry in zip(keys, entries, strict=True)
        ]

    def _with_parts(self, names_wanted: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The names inside each name, inmost ones too: 中国—中亚命运共同体 has 中国, 中亚 and 命运共同体."""
        parts: dict[str, tuple[str, ...]] = {}
        waiting = list(names_wanted)
        while waiting:
            name = waiting.pop()
            if name in parts:
                continue
            parts[name] = self._parts(name)
            waiting += parts[name]
        return parts

    def _parts(self, name: str) -> tuple[str, ...]:
        found = self._get(name)
        if found is None or len(name) < 4 or found.kind == "person":
            return ()
        inside: dict[str, None] = {}
        for whole in (name[:-1], name[1:]):
            for start, end in self.scanner.find(whole):
                held = self._get(whole[start:end])
                if held is not None and (held.in_text or held.kind == "term") and held.kind != "person":
                    inside[self._key(whole[start:end])] = None
        return tuple(part for part in inside if part != name)

    def _named(self, mention: Mention) -> Mention:
        return replace(mention, entry=self.identifiers[mention.entry])


def _entry_key(entry: TermEntry) -> str:
    """The key of an editor's entry: its name, with where it stands if it is for some articles only."""
    return f"{simplified(entry.zh)}\n{entry.source}" if entry.scope else simplified(entry.zh)


def _is_unlike(entry: TermEntry, text: str, start: int, end: int) -> bool:
    """Whether the name at `start:end` stands in one of the contexts in which it is another's."""
    for context in map(simplified, entry.unlike):
        at = text.find(context, max(0, start - len(context)), end + len(context))
        while at >= 0:
            if at <= start and at + len(context) >= end:
                return True
            at = text.find(context, at + 1, end + len(context))
    return False


def _entry(identifier: str, found: _Found) -> Entry:
    edited = found.edited
    entry = _plain_entry(identifier, found)
    if edited is None:
        return entry
    return replace(
        entry,
        office=edited.office or entry.office,
        country=edited.country or entry.country,
        aliases=edited.aliases,
        short=edited.short,
        ocr=edited.ocr,
        same_as=edited.same_as,
        sources=(edited.source,),
    )


def _plain_entry(identifier: str, found: _Found) -> Entry:
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
    if found.kind == "term":
        return term_pinyin(found.zh)
    return organization_pinyin(found.zh) if found.kind == "organization" else place_pinyin(found.zh)


def _commonest(values: Counter[tuple[str | None, str | None]]) -> Bilingual | None:
    """The value that stands most often; the one met first where two are equal."""
    return Bilingual(*values.most_common(1)[0][0]) if values else None


def _crosses(introduced: dict[int, int], span: Span) -> bool:
    """Whether a name behind an office stands partly outside a span."""
    return any(
        start < span.start or end > span.end
        for start, end in introduced.items()
        if start < span.end and end > span.start
    )


def _kind_of_place(text: str, at: int) -> int:
    """The length of the word at `at` that says which kind of place a name is: 县 of 云溪县; 0 for none."""
    if text.startswith("新区", at):
        return 2
    is_kind = text[at : at + 1] in _PLACE_KINDS and text[at + 1 : at + 2] not in _NOT_THE_KIND
    return 1 if is_kind and at < len(text) else 0


@cache
def _known_offices() -> frozenset[str]:
    return frozenset(names("offices"))


@cache
def _term_scanner() -> Scanner:
    return Scanner(names("terms"))


@cache
def _place_scanner() -> Scanner:
    return Scanner([*territories(), *names_in_text("places")])


@cache
def _bundled(terms: bool = True) -> dict[str, _Found]:
    """Places, organizations, agencies and terms of the lexicon, by their names in simplified characters."""
    found: dict[str, _Found] = {}
    for name, country in territories().items():
        found.setdefault(name, _place(country.zh, country.en))
    for name, english in names("places").items():
        found.setdefault(name, _place(name, english, in_text=name in names_in_text("places")))
    for name, english in names("organizations").items():
        found.setdefault(name, _organization(name, english))
    for name, english in names("agencies").items():
        found.setdefault(name, _organization(name, english, len(name) > 2 or name in _SHORT_AGENCIES))
    for name, english in names("terms").items() if terms else ():
        found.setdefault(name, _Found("term", name, en=english))
    return found


@cache
def _bundled_scanner(terms: bool) -> Scanner:
    return Scanner(_bundled(terms))


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
        plain = simplified(text)
        yield _Field(anchor, text, plain, pairs_of(plain))
