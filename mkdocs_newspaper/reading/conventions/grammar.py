"""The shape of a language's conventions: which words and patterns the stages of reading ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007"
IS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Conventions:
    """Patterns of one source language. Named groups are what the stages read.

    Attributes:
        spaced: words are parted by spaces, so joined lines need one between them.
        terminal: characters that can end a paragraph.
        brackets: opening and closing brackets that datelines, bylines and jump lines may stand in.
        dateline: at the start of a paragraph; groups agency, places, date, kind.
        tail_dateline: the bracketed form at the end of a story.
        date: a day inside a dateline; groups year, month, day.
        place_separator: between the places of a dateline.
        role: a word that introduces names in a byline; groups agency, role.
        role_cue: something that every such word holds.
        byline_suffix: what may follow the names of a byline.
        byline_line: a line that may be a byline as a whole (its names are checked afterwards).
        byline_lead: a byline that opens a paragraph, in brackets or not.
        byline_tail: a bracketed byline that closes a paragraph.
        credit: a photo credit that fills a line.
        credit_tail: a photo credit at the end of a caption.
        credit_cue: something that every such credit holds.
        caption_cue: the start of a caption.
        jump: a jump line at the end of a text; group page.
        jump_cue: something that every jump line holds: quickly looked for, so that few texts are searched for one.
        continuation: a continuation line at the start of a text; group page.
        continuation_inside: a bracketed continuation line between a headline and text; groups mark, page.
        continuation_tail: a continuation line at the end of a headline; group page.
        reference: a reference to another page inside a text; group pages.
        reference_cue: something that every reference holds.
        page_affixes: what stands around the number in a page's name (第…版, Page …), and spaces.
        page_words: what a page's name says instead of a number (front page), or OCR makes of one (第—版).
        page_token: one page in the `pages` of a reference.
        guide_heading: the heading of a box that lists what other pages hold.
        guide_item: a line of such a box; groups text, page.
        note: a line of the page's imprint (editors, telephone, prices).
        notice: the heading of an advertisement, a notice or a photo story.
        reported: a byline that puts the name first (何美玲 报道); group names.
        chapter: the heading of a part of a law or a long text; always a crosshead.
        unsigned: a byline that names no person (本报评论员文章, 本报社论).
        column: the name of a regular column, printed over a headline.
        office: a line that gives a writer's office and name; group name.
        enumerated: the start of a list item or numbered crosshead.
        name: one personal name, whole.
        name_joint: between two names of one run (和, and).
        and_others: behind the last name where there are more (等).
        signing_group: a group that signs for its members (赤岩公社通訊組).
        offices_that_sign: role words that name a writer by themselves (本报评论员).
        reporter: the role word of a reporter, as it stands before names.
        by: what introduces a writer where nothing else does (作者：).
        credit_role: the agency and role words that a photo credit opens with; group agency.
        role_between: a second role word between the names of a credit.
        sent_by: the agency that sent a picture; group agency.
        taken: what closes a credit behind the names (摄, 摄影报道).
        picture_source: a credit that names only where the picture comes from (资料图片).
        pictures_of_story: a line about the pictures of a whole story, under none of them.
        bracketed_report: a bracketed byline with place and kind (記者甲／台北報導); groups agency, names, places, tight,
            date, kind.
        no_place: words that can't be a place of a dateline: the match read across a clause.
        goes_on: a second line of a headline that goes on with the first (并作主旨发言).
        closing_date: the day that a signature ends in (云溪市防汛抗旱指挥部 2024年6月3日).
        only_date: a line that is such a day alone.
        bare_number: a number that fills its line, over a part of a text.
        enumeration_inside: what looks like a list's number, but may go on with a sentence cut before it
            (开放时间为每周 | 六、周日上午).
        bare_kinds: closing words of a dateline that text may follow at once (讯, 电).
        kind_goes_on: text that makes another word of such a closing word (电|视).
        role_goes_on: text that makes a role of what looked like a dateline's end (通讯|员).
        months: the months as they begin in datelines, lower case; () where they are numbers.
        roles: byline role words -> model roles.
        date_line, weekday, lunar, issue_number, page_count, cn, postal_code, publisher, website,
        paper_name: masthead fields, searched in a line without inner spaces; group `value` where
            not said otherwise.
        furniture: what stands around a masthead without being a field of it: prices, the weather, addresses.
        lunar_label: a word before a lunar date that is no part of it (农历).
        before_publisher: what OCR runs together with the publisher's name.
        not_section: a word of a page header that names no section.
        weekdays: printed weekday -> 1 Monday … 7 Sunday.
        folio: a page header; groups page, rest.
    """

    spaced: bool
    terminal: str
    dateline: re.Pattern[str]
    tail_dateline: re.Pattern[str]
    date: re.Pattern[str]
    place_separator: re.Pattern[str]
    role: re.Pattern[str]
    role_cue: re.Pattern[str]
    byline_suffix: re.Pattern[str]
    byline_line: re.Pattern[str]
    byline_lead: re.Pattern[str]
    byline_tail: re.Pattern[str]
    credit: re.Pattern[str]
    credit_tail: re.Pattern[str]
    credit_cue: re.Pattern[str]
    caption_cue: re.Pattern[str]
    jump: re.Pattern[str]
    jump_cue: re.Pattern[str]
    continuation: re.Pattern[str]
    continuation_inside: re.Pattern[str]
    continuation_tail: re.Pattern[str]
    reference: re.Pattern[str]
    reference_cue: re.Pattern[str]
    page_affixes: re.Pattern[str]
    page_words: dict[str, str]
    page_token: re.Pattern[str]
    guide_heading: re.Pattern[str]
    guide_item: re.Pattern[str]
    note: re.Pattern[str]
    notice: re.Pattern[str]
    reported: re.Pattern[str]
    chapter: re.Pattern[str]
    unsigned: re.Pattern[str]
    column: re.Pattern[str]
    office: re.Pattern[str]
    enumerated: re.Pattern[str]
    name: re.Pattern[str]
    name_joint: re.Pattern[str]
    and_others: re.Pattern[str]
    signing_group: re.Pattern[str]
    offices_that_sign: frozenset[str]
    reporter: str
    by: str
    credit_role: re.Pattern[str]
    role_between: re.Pattern[str]
    sent_by: re.Pattern[str]
    taken: re.Pattern[str]
    picture_source: re.Pattern[str]
    pictures_of_story: re.Pattern[str]
    bracketed_report: re.Pattern[str]
    no_place: re.Pattern[str]
    goes_on: re.Pattern[str]
    closing_date: re.Pattern[str]
    only_date: re.Pattern[str]
    bare_number: re.Pattern[str]
    enumeration_inside: re.Pattern[str]
    bare_kinds: frozenset[str]
    kind_goes_on: re.Pattern[str]
    role_goes_on: re.Pattern[str]
    months: tuple[str, ...]
    roles: dict[str, str]
    own_paper: tuple[str, ...]
    date_line: re.Pattern[str]
    furniture: re.Pattern[str]
    lunar_label: re.Pattern[str]
    before_publisher: re.Pattern[str]
    not_section: re.Pattern[str]
    weekday: re.Pattern[str]
    weekdays: dict[str, int]
    lunar: re.Pattern[str]
    issue_number: re.Pattern[str]
    page_count: re.Pattern[str]
    cn: re.Pattern[str]
    postal_code: re.Pattern[str]
    publisher: re.Pattern[str]
    website: re.Pattern[str]
    paper_name: re.Pattern[str]
    folio: re.Pattern[str]
