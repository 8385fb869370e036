"""Who and what is named in an issue: articles -> mentions with their offsets, and the entries behind them.

Names come from bylines, credits, datelines and office patterns, from the territories of CLDR and from
the bundled lexicon. A person found once is found everywhere in the issue; the longest name wins.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from mkdocs_newspaper.glossary.agencies import english_name, is_own_paper, own_english_name
from mkdocs_newspaper.glossary.compounds import (
    Compound,
    composed_english,
    compounds,
    countries_in,
    ends_of,
    heads_in,
    places_of_short_forms,
    quoted,
    scope,
    short_forms,
    titled,
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
from mkdocs_newspaper.glossary.recognizers import Recognizer, recognizer
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
from mkdocs_newspaper.glossary.rules import head_words, rjieba_has
from mkdocs_newspaper.glossary.scanner import Pairs, Scanner, pairs_of
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
    """A text of an article that a mention can stand in, and where it lies in the joined text of the issue."""

    anchor: str
    start: int
    end: int

    @property
    def is_credit(self) -> bool:
        return self.anchor in _CREDITS


@dataclass(frozen=True, slots=True)
class _Joined:
    """Many fields as one text, a line each: one long text is looked through faster than its paragraphs."""

    text: str  # as shown
    plain: str  # in simplified characters, of the same length
    pairs: Pairs  # what every scanner of the text begins with
    introduced: dict[int, int] = field(default_factory=dict)  # names behind an office: start -> end
    recognized: dict[int, int] = field(default_factory=dict)  # other names that stand in this very place

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Joined:
        text = "\n".join(texts)
        plain = simplified(text)
        return cls(text, plain, pairs_of(plain))

    @property
    def certain(self) -> dict[int, int]:
        """Where names stand beyond doubt."""
        return {**self.recognized, **self.introduced} if self.recognized else self.introduced


#: A mention before its entry has an identifier: the entry's key, the text, the kind, the bounds in the field.
_Named = tuple[str, str, EntryKind, str, int, int]
_DOTS = frozenset("·•・")
_VILLAGES = "村屯"
#: No name is longer.
_LONGEST_NAME = 120
#: “心联通”格局: a longer phrase is a quotation.
_LONGEST_CONCEPT = 8


#: How often something is said of a name, in Chinese and in English.
_Told = dict[tuple[str | None, str | None], int]


@dataclass(slots=True)
class _Found:
    """What is known of one name, gathered over the issue."""

    kind: EntryKind
    zh: str
    en: str | None = None
    pinyin: str | None = None
    needs_english: bool = False
    offices: _Told = field(default_factory=dict)
    countries: _Told = field(default_factory=dict)
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
    people, places and organizations are found as they stand inside terms too, and the single characters
    that stand for a country or city (日俄两国, 来京), which are worth no entry of their own otherwise.
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
        self.bundled = _bundled(terms)
        self.own: dict[str, _Found] = {}  # this issue's, by the name in simplified characters
        self.merged: dict[str, str] = {}  # another form of a person's name -> the form of the entry
        self.printed: dict[str, str] = {}  # how a name is printed where it stands first
        self.identifiers: dict[str, str] = {}
        self.paper = issue.masthead.name or newspaper.name.zh or ""
        self.english_paper = own_english_name(newspaper)
        self.in_masthead: list[str] = []  # bodies that the masthead names

    def annotated(self) -> Issue:
        articles = (*self.issue.articles, *self.issue.orphans)
        fields, self.running, self.credits = _joined(articles)
        paper = simplified(self.paper)
        if len(paper) > 2 and self._get(paper) is None:
            self.own[paper] = _organization(self.paper, self.english_paper)
        both = (self.running, self.credits)
        self.whole = whole = "\n".join(one.plain for one in both)
        famous = _famous(self.issue.date.year)
        for opening in sorted(famous.keys() & {*self.running.pairs, *self.credits.pairs}):
            for name in famous[opening]:
                if name in whole:
                    self._person(name, self.known[name].zh, known=self.known[name]).guessed = True
        for article in articles:
            for author in (*_authors(article), *_photographers(article)):
                self._agency(author.agency)
                self._author(author)
            for line in article.datelines:
                self._agency(line.agency)
                for place in line.places:
                    self._dateline_place(place)
        holders = OfficeHolders(whole, self.known)
        for one in both:
            for holder in holders.find(one.plain, one.pairs):
                self._holder(one, holder)
        self._recognized(fields)
        self._share_full_names()
        if self.terms:
            self._compounds(fields)
        self._edited()
        self.scanner = Scanner(self.own, beside=_bundled_scanner(self.terms))
        self._masthead(self.scanner)
        mentions = self._mentions(articles, fields)
        entries = self._identified(mentions)
        identifiers = self.identifiers
        done = [
            replace(
                article,
                mentions=tuple(
                    Mention(identifiers[key], text, kind, anchor, start, end)
                    for key, text, kind, anchor, start, end in found
                ),
            )
            for article, found in zip(articles, mentions, strict=True)
        ]
        size = len(self.issue.articles)
        return replace(
            self.issue, articles=tuple(done[:size]), orphans=tuple(done[size:]), entries=tuple(entries)
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
        return self.own.get(name) or self.bundled.get(name)

    def _edited(self) -> None:
        """What the site's glossary says takes the place of what was found."""
        for one in (self.running, self.credits):
            for start, end in self.termbase.scanner.find(one.plain, pairs=one.pairs):
                inside = False
                for found in (one.introduced, one.recognized):
                    for other in _overlapping(found, start, end):
                        bounds = other, found[other]
                        if bounds == (start, end) or not (other <= start and found[other] >= end):
                            del found[other]
                        else:
                            inside = True
                name = one.plain[start:end]
                entries = self.termbase.by_name[name]
                for entry in entries:
                    self._edit(entry)
                self._edit_inside(name)
                if entries[0].scope:
                    self.scoped[name] = list(entries)
                elif not inside:
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

    def _recognized(self, fields: list[list[_Field]]) -> None:
        """The names that the recognizer finds in running text; one that is known already stays what it is."""
        one = self.running
        plain, introduced = one.plain, one.introduced
        parts = [part for texts in fields for part in texts if not part.is_credit]
        found = self.names_by.spans([one.text[part.start : part.end] for part in parts])
        spans = [
            (plain[part.start + span.start : part.start + span.end], part.start + span.start, span.kind)
            for part, names_there in zip(parts, found, strict=True)
            for span in names_there
        ]
        kinds: defaultdict[str, Counter[EntryKind]] = defaultdict(Counter)
        for name, _, kind in spans:
            if self._get(name) is None:
                kinds[name][kind] += 1
        covered = {at for start, end in introduced.items() for at in range(start, end)}
        offices = _known_offices()
        usable: dict[str, bool] = {}
        for name, start, kind in spans:
            if name not in usable:
                usable[name] = name not in offices and (
                    _NAME_IN_TEXT.fullmatch(name) is not None or (len(name) == 1 and not self.terms)
                )
            if not usable[name]:
                continue
            end = start + len(name)
            if kind == "organization":
                start += _after_conjunction(name)
                name = plain[start:end]
            elif kind == "person" and plain[end : end + 1] in _VILLAGES and end < len(plain):
                continue  # 张高丽村 is called after somebody, or only sounds like it
            elif kind == "place" and _is_end_of_known_place(plain, start, end):
                continue  # 砂拉越州 has no 越州
            if (
                covered
                and not covered.isdisjoint(range(start, end))
                and (kind != "organization" or _crosses(introduced, start, end))
            ):
                continue
            if self._get(name) is None:
                if kind == "place" and name[-1] in _PLACE_KINDS and self._is_place(name[:-1]):
                    one.recognized[start] = end - 1
                    continue
                self._learn(
                    kinds[name].most_common(1)[0][0] if name in kinds else kind, name, one.text[start:end]
                )
            one.recognized[start] = end

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
        one = self.running
        for start, end in quoted(one.plain) if "“" in one.plain else ():
            self._quoted(one, start, end)
        for start, end in titled(one.plain) if "题为《" in one.plain else ():
            self._titled(one, start, end)
        short = list(self._short_forms(fields, places_of_short_forms(one.pairs)))
        heads = heads_in(one.plain, one.pairs)
        if not short and not heads:
            return
        english: dict[str, str | None] = {}
        places: list[tuple[int, int, str | None]] = []
        for start, end, name in self._places(one):
            if name not in english:
                english[name] = self._place_english(name)
            places.append((start, end, english[name]))
        places += [
            (found.start, found.end, found.en)
            for found in short
            if not one.plain[found.start : found.end].endswith("方")
        ]
        for found in (*short, *compounds(one.plain, heads, ends_of(places))):
            self._compound(one, found)

    def _short_forms(self, fields: list[list[_Field]], possible: Sequence[int]) -> Iterator[Compound]:
        """The short forms of each article that has a `possible` one, by the countries that it names."""
        if not possible:
            return
        both = self.running, self.credits
        in_running, in_credits = (countries_in(one.plain, one.pairs) for one in both)
        for texts in fields:
            running = [part for part in texts if not part.is_credit]
            if not running:
                continue
            start, end = running[0].start, running[-1].end
            if bisect_left(possible, start) == bisect_left(possible, end):
                continue
            named = _between(in_running, start, end)
            for part in texts:
                if part.is_credit:
                    named |= _between(in_credits, part.start, part.end)
            for found in short_forms(self.running.plain[start:end], scope(named)):
                yield replace(found, start=found.start + start, end=found.end + start)

    def _quoted(self, one: _Joined, start: int, end: int) -> None:
        """A phrase in quotation marks is a term where it holds one that is known, stands twice in the issue, or
        is said to be one: “两山”理念."""
        name = one.plain[start:end]
        if self._get(name) is not None or one.introduced.keys() & set(range(start, end)):
            return
        held = [name[at:to] for at, to in _term_scanner().find(name)]
        is_concept = len(name) <= _LONGEST_CONCEPT and one.plain[end + 1 : end + 3] in head_words("concept")
        if not held and (rjieba_has(name) or (self.whole.count(name) < 2 and not is_concept)):
            return
        shown = one.text[start:end]
        self.own[name] = _Found("term", shown, None, term_pinyin(shown), True, in_text=len(name) > 3)
        one.recognized[start] = end

    def _titled(self, one: _Joined, start: int, end: int) -> None:
        """The title of a speech is a term as a whole."""
        name = one.plain[start:end]
        if self._get(name) is None:
            shown = one.text[start:end]
            self.own[name] = _Found("term", shown, None, term_pinyin(shown), True, in_text=False)
        one.recognized[start] = end

    def _places(self, one: _Joined) -> Iterator[tuple[int, int, str]]:
        for start, end in _place_scanner().find(one.plain, pairs=one.pairs):
            yield start, end, one.plain[start:end]
        for start, end in one.recognized.items():
            if self._is_place(one.plain[start:end]):
                yield start, end, one.plain[start:end]

    def _place_english(self, name: str) -> str | None:
        held = self._get(name)
        return held.en if held is not None else place_english(name)

    def _compound(self, one: _Joined, found: Compound) -> None:
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
        if found.letters > 1 and self._get(name[: found.letters]) is None:
            letters = one.text[found.start : found.start + found.letters]
            english = found.en.split(" ")[0] if found.en and "-" in found.en else None
            self.own[name[: found.letters]] = _Found(
                "term", letters, english, "-".join(map(place_pinyin, letters)), english is None, in_text=False
            )
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
            _tell(person.offices, office.zh, office.en)
        country = agency_country(author.agency) if author.agency else None
        if country is not None:
            _tell(person.countries, country.zh, country.en)

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
        if is_own_paper(author.agency):
            agency = self.newspaper.name.zh or author.agency
            english: str | None = self.english_paper or "Staff"
        else:
            agency, english = author.agency, english_name(author.agency)
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

    def _holder(self, one: _Joined, holder: OfficeHolder) -> None:
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
            _tell(person.offices, holder.office.zh, holder.office.en)
        if holder.country is not None:
            _tell(person.countries, holder.country.zh, holder.country.en)

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
        for told, of_name in (
            (self.own[into].offices, self.own[name].offices),
            (self.own[into].countries, self.own[name].countries),
        ):
            for (zh, en), times in of_name.items():
                _tell(told, zh, en, times)

    # Mentions

    def _mentions(self, articles: Sequence[Article], fields: list[list[_Field]]) -> list[list[_Named]]:
        """The mentions of each article, in the order of its fields."""
        found: list[list[_Named]] = []
        names_of_running = self._in_text(fields)
        waiting = next(names_of_running, None)
        for article, texts in zip(articles, fields, strict=True):
            here: list[_Named] = []
            credited: list[str] | None = None
            for part in texts:
                if part.is_credit:
                    credited = self._credited(article) if credited is None else credited
                    here += self._in_credit(part, credited, self._whole(texts))
                    continue
                while waiting is not None and waiting[0] < part.end:
                    at, end, key, kind = waiting
                    here.append(
                        (key, self.running.text[at:end], kind, part.anchor, at - part.start, end - part.start)
                    )
                    waiting = next(names_of_running, None)
            found.append(here)
        return found

    def _in_text(self, fields: list[list[_Field]]) -> Iterator[tuple[int, int, str, EntryKind]]:
        """The names of running text: start, end, key and kind."""
        one = self.running
        certain = one.certain
        articles = self._articles_of(fields) if self.scoped else None
        held: dict[str, tuple[_Found, str, bool] | None] = {}
        for start, end in self.scanner.find(one.plain, certain, one.pairs):
            name = one.plain[start:end]
            if name not in held:
                held[name] = self._held(name)
            told = held[name]
            if told is None:
                continue
            named, key, has_kind = told
            if articles is not None and name in self.scoped:
                scoped = self._in_scope(name, articles(start))
                if scoped is None:
                    continue
                key, named = scoped, self.own.get(scoped, named)
            if named.edited is not None:
                if named.edited.is_unlike(one.plain, start, end):
                    continue
            elif certain.get(start) != end and not self._is_meant(named, one.plain, start, end):
                continue
            if key not in self.printed:
                self.printed[key] = one.text[start:end]
            if has_kind and named.edited is None:
                end += _kind_of_place(one.plain, end)
            yield start, end, key, named.kind

    def _held(self, name: str) -> tuple[_Found, str, bool] | None:
        """What is known of a name, its key, and whether the kind of place behind it belongs to it."""
        named = self._get(name)
        if named is None:
            return None
        return named, self._key(name), named.kind == "place" and name not in territories()

    def _articles_of(self, fields: list[list[_Field]]) -> Callable[[int], str]:
        """Tells the whole text of the article that a place in the running text lies in."""
        starts: list[int] = []
        wholes: list[str] = []
        for texts in fields:
            running = [part.start for part in texts if not part.is_credit]
            if running:
                starts.append(running[0])
                wholes.append(self._whole(texts))
        return lambda at: wholes[bisect_right(starts, at) - 1]

    def _whole(self, texts: Sequence[_Field]) -> str:
        """All texts of an article, for names that have a scope; "" where none has."""
        if not self.scoped:
            return ""
        sources = ((self.credits if part.is_credit else self.running, part) for part in texts)
        return "\n".join(source.plain[part.start : part.end] for source, part in sources)

    def _credited(self, article: Article) -> list[str]:
        """The names that the byline and the dateline of an article can hold, the longest first."""
        names = [one.name for one in _authors(article)]
        names += (place for line in article.datelines for place in line.places)
        names += self._agencies(article)
        known = {name for name in map(_unspaced, names) if name and self._get(name) is not None}
        return sorted(known, key=lambda name: (-len(name), name))

    @staticmethod
    def _agencies(article: Article) -> Iterator[str]:
        named = [line.agency for line in article.datelines] + [one.agency for one in article.authors]
        return (agency for agency in named if agency)

    def _in_credit(self, part: _Field, names: Sequence[str], article: str) -> Iterator[_Named]:
        """The authors, places and agencies of a byline or dateline: `names`, the longest first."""
        for name, start, end in _letter_spaced(names, self.credits.plain[part.start : part.end]):
            key = self._in_scope(name, article) if name in self.scoped else self._key(name)
            named = self._get(key) if key is not None else None
            if key is not None and named is not None:
                text = self.credits.text[part.start + start : part.start + end]
                yield key, text, named.kind, part.anchor, start, end

    def _is_meant(self, found: _Found, text: str, start: int, end: int) -> bool:
        """Whether a name that stands in running text is the one that was found."""
        if found.kind == "person":
            if text[end : end + 1] in _DOTS or text[start - 1 : start] in _DOTS:
                return False  # a part of another's name
            if text[end : end + 1] in _VILLAGES and end < len(text):
                return False
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

    def _key(self, name: str) -> str:
        if name in self.own:
            return self.merged.get(name, name)
        return _bundled_aliases().get(name, name)

    # Entries

    def _identified(self, mentions: Iterable[list[_Named]]) -> list[Entry]:
        """The entries that are named, and everyone of a byline or credit, each with an id of its own."""
        named = dict.fromkeys(key for found in mentions for key, *_ in found)
        scoped = {name for name, held in self.scoped.items() if any(_entry_key(one) in named for one in held)}
        credited = (
            name
            for name, found in self.own.items()
            if found.kind == "person" and found.offices and name not in scoped
        )
        chosen: dict[str, _Found] = {}
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
            chosen[name] = found
        identifiers = self.identifiers
        return [
            _entry(
                identifiers[name],
                found,
                tuple(identifiers[part] for part in inside.get(name, ()) if part in identifiers),
            )
            for name, found in chosen.items()
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
        if found is None or len(name) < 4 or found.kind == "person" or name in territories():
            return ()  # 罗马尼亚 has no 罗马
        spans = list(self.scanner.find(name[:-1]))
        spans += [  # 印度尼西亚代表团 has no 西亚, though it has without its first character
            (start + 1, end + 1)
            for start, end in self.scanner.find(name[1:])
            if all(end + 1 <= first or start + 1 >= last for first, last in spans)
        ]
        inside: dict[str, None] = {}
        for start, end in spans:
            held = self._get(name[start:end])
            if held is not None and (held.in_text or held.kind == "term") and held.kind != "person":
                inside[self._key(name[start:end])] = None
        return tuple(part for part in inside if part != name)


def _entry_key(entry: TermEntry) -> str:
    """The key of an editor's entry: its name, with where it stands if it is for some articles only."""
    return f"{simplified(entry.zh)}\n{entry.source}" if entry.scope else simplified(entry.zh)


def _entry(identifier: str, found: _Found, parts: tuple[str, ...]) -> Entry:
    edited = found.edited
    entry = _plain_entry(identifier, found, parts)
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
        unlike=edited.unlike,
        scope=edited.scope,
        feed=edited.feed,
    )


def _plain_entry(identifier: str, found: _Found, parts: tuple[str, ...]) -> Entry:
    return Entry(
        id=identifier,
        zh=found.zh,
        kind=found.kind,
        en=found.en,
        pinyin=found.pinyin or _pinyin(found),
        office=_commonest(found.offices),
        country=_commonest(found.countries),
        needs_english=found.needs_english,
        parts=parts,
    )


def _pinyin(found: _Found) -> str:
    if found.kind == "term":
        return term_pinyin(found.zh)
    return organization_pinyin(found.zh) if found.kind == "organization" else place_pinyin(found.zh)


def _tell(told: _Told, zh: str | None, en: str | None, times: int = 1) -> None:
    told[zh, en] = told.get((zh, en), 0) + times


def _commonest(told: _Told) -> Bilingual | None:
    """What is said most often; what was said first where two are equal."""
    return Bilingual(*max(told, key=told.__getitem__)) if told else None


def _unspaced(name: str) -> str:
    """A name in simplified characters, without the spaces of letter-spaced print."""
    return simplified("".join(name.split()))


def _letter_spaced(names_wanted: Sequence[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Where names stand in a line that can be letter-spaced (彭　亮); the first of those wanted at each place."""
    inked = [at for at, character in enumerate(text) if not character.isspace()]
    tight = text if len(inked) == len(text) else "".join(text[at] for at in inked)
    opening = tuple(names_wanted)
    at = 0
    while at < len(tight):
        if not tight.startswith(opening, at):
            at += 1
            continue
        name = next(name for name in names_wanted if tight.startswith(name, at))
        yield name, inked[at], inked[at + len(name) - 1] + 1
        at += len(name)


def _after_conjunction(name: str) -> int:
    """Where a known body begins in what was found as one: 冯德莱恩和世卫组织 is a person and a body; 0 for none."""
    known = names("organizations")
    return next(
        (at + 1 for at in range(1, len(name) - 2) if name[at] in "和与及同" and name[at + 1 :] in known), 0
    )


def _is_end_of_known_place(text: str, start: int, end: int) -> bool:
    """Whether a bundled place of three characters and more begins before `start` and ends within the bounds."""
    places = _place_scanner()
    return any(
        start < to < end and to - at > 2
        for at in range(max(0, start - 4), start)
        for to in places.ends_from(text, at)
    )


def _between(countries: Sequence[tuple[int, str]], start: int, end: int) -> set[str]:
    """The codes of the countries that are named between two places of their text."""
    return {code for _, code in countries[bisect_left(countries, (start,)) : bisect_left(countries, (end,))]}


def _overlapping(found: Mapping[int, int], start: int, end: int) -> list[int]:
    """Where the names begin that share a character with `start:end`."""
    return [at for at in range(max(0, start - _LONGEST_NAME), end) if found.get(at, 0) > start]


def _crosses(introduced: Mapping[int, int], start: int, end: int) -> bool:
    """Whether a name behind an office stands partly outside `start:end`."""
    return any(at < start or introduced[at] > end for at in _overlapping(introduced, start, end))


def _kind_of_place(text: str, at: int) -> int:
    """The length of the word at `at` that says which kind of place a name is: 县 of 云溪县; 0 for none."""
    if text.startswith("新区", at):
        return 2
    is_kind = text[at : at + 1] in _PLACE_KINDS and text[at + 1 : at + 2] not in _NOT_THE_KIND
    return 1 if is_kind and at < len(text) else 0


@cache
def _famous(year: int) -> dict[str, tuple[str, ...]]:
    """The names of a year's known people that need no office beside them, by their first two characters."""
    found: dict[str, list[str]] = {}
    for name, known in known_people(year).items():
        if known.in_text:
            found.setdefault(name[:2], []).append(name)
    return {opening: tuple(names_of_it) for opening, names_of_it in found.items()}


@cache
def _known_offices() -> frozenset[str]:
    return frozenset(names("offices"))


@cache
def _term_scanner() -> Scanner:
    return Scanner(names("terms"))


@cache
def _place_scanner() -> Scanner:
    return Scanner(_places_in_text())


@cache
def _places_in_text() -> frozenset[str]:
    return names_in_text("places").union(territories())


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


def _texts(article: Article) -> Iterator[tuple[str, str]]:
    """The texts of an article in which names are looked for, each once: anchor and text."""
    if not article.untitled:
        yield "headline", article.headline.shown
    if article.deck is not None:
        yield "deck", article.deck.shown
    byline = next((one.byline for one in article.segments if one.byline), None)
    if byline is not None:
        yield "byline", byline
    if article.dateline is not None:
        yield "dateline", article.dateline.text
    for paragraph in article.paragraphs:
        if paragraph.anchor:
            yield paragraph.anchor, paragraph.text.shown
    for figure in article.figures:
        if figure.anchor and figure.caption:
            yield figure.anchor, figure.caption.shown


def _joined(articles: Iterable[Article]) -> tuple[list[list[_Field]], _Joined, _Joined]:
    """The fields of each article, the running text of all, and the text of their bylines and datelines."""
    fields: list[list[_Field]] = []
    running: list[str] = []
    credited: list[str] = []
    at_running = at_credited = 0
    for article in articles:
        here: list[_Field] = []
        for anchor, text in _texts(article):
            size = len(text)
            if anchor in _CREDITS:
                here.append(_Field(anchor, at_credited, at_credited + size))
                credited.append(text)
                at_credited += size + 1
            else:
                here.append(_Field(anchor, at_running, at_running + size))
                running.append(text)
                at_running += size + 1
        fields.append(here)
    return fields, _Joined.of(running), _Joined.of(credited)
