"""English-language papers."""

from __future__ import annotations

import re

from mkdocs_newspaper.reading.conventions.grammar import Conventions

_NEVER = re.compile(r"(?!)")
_MONTH = r"(?i:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_PAGE = r"[A-Z]?-?\d{1,3}"
_NAME = r"[A-Z][\w.'’\-]+(?: (?:[A-Z][\w.'’\-]*|de|van|von|al|bin)){1,3}"
#: OCR takes i, l and 1, e and c for each other: Continucd, Contlnued, Pagc.
_CONTINUED = r"(?i:c[o0]nt(?:[il1!]n[uv][eco][dl]|inues|['’]d|d|\.)?)"
_PAGE_WORD = r"(?i:pa[gq][eco]s?|pg\.?|p\.)"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_WORD = rf"(?i:{'|'.join(_NUMBERS)})(?!\w)"
#: "Page 4", "page One", "Page l", "front page", "A4"; a number alone is a page only with its section's letter
_JUMP_PAGE = rf"(?:(?i:front)(?=\s+{_PAGE_WORD})|(?<=\s){_PAGE_WORD}\s*(?:{_PAGE}|[lI](?!\w)|{_NUMBER_WORD})|[A-Z]{{1,2}}-?\d{{1,2}}(?!\w))(?:\s+{_PAGE_WORD})?"
_COLUMN = r"(?:,?\s*(?i:col(?:umn|\.)?)\s*\d+)?"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

CONVENTIONS = Conventions(
    spaced=True,
    terminal='.!?;:"”’)]…',
    # SPRINGFIELD, June 17 (AP) — · BEIJING — · LONDON and PARIS, May 2 —
    dateline=re.compile(
        rf"^\s*(?P<places>[A-Z][A-Z.'’\- ]{{2,40}}(?:(?:,| and|;) (?:[A-Z][A-Z.'’\- ]{{2,30}}|[A-Z][a-z]+\.?(?= ?[,(—–-])))*),?\s*(?P<date>{_MONTH} \d{{1,2}}(?:, \d{{4}})?)?,?\s*(?:\((?P<agency>[A-Z][A-Za-z .]+)\))?\s*(?P<kind>)\s*\.?\s*(?:—|–|--?|:)\s*"
    ),
    tail_dateline=_NEVER,
    date=re.compile(
        rf"(?P<month_name>{_MONTH}) (?P<day>\d{{1,2}})(?:, (?P<year>\d{{4}}))?(?P<era>)(?P<month>)"
    ),
    place_separator=re.compile(r"\s*(?:;|,? and )\s*"),
    role=re.compile(r"(?P<agency>)(?P<role>By|Photos? by|Photograph by)\s+"),
    role_cue=re.compile("[Bb]y"),
    byline_suffix=re.compile(
        r",?\s*(?:Staff (?:Writer|Reporter)|Correspondent|Special to [\w ]+|Associated Press|Reuters|Xinhua)?\s*$"
    ),
    # By Martha Ellwood and Tom Reyes · By LI MING in Nanshan, Hubei
    byline_line=re.compile(
        rf"^\s*(?P<names>By\s+{_NAME}(?:(?:,| and|, and) {_NAME})*)(?:\s+in\s+[A-Z][\w.’' ]+(?:, [A-Z][\w.’' ]+)?)?(?:,? (?:Staff (?:Writer|Reporter)s?|Correspondent|Special to [\w ]+))?\s*$"
    ),
    byline_lead=_NEVER,
    byline_tail=_NEVER,
    credit=re.compile(
        rf"^\s*\(?(?P<credit>(?:Photos?|Photograph|Picture)s?\s*(?:by|:|/)\s*{_NAME}(?:\s*/\s*[\w .]+)?|{_NAME}\s*/\s*[A-Z][\w .]+)\)?\.?\s*$"
    ),
    credit_tail=re.compile(
        rf"(?<=[.!?\s(])\s*\(?(?P<credit>(?:Photos?|Photograph|Picture)s?\s*(?:by|:|/)\s*{_NAME}(?:\s*/\s*[\w .]+)?)\)?\.?\s*$"
    ),
    credit_cue=re.compile("Photo|Picture"),
    caption_cue=re.compile(r"^\s*(?:(?:Above|Below|Left|Right|Top|Bottom)[,:]|[▲▼◀▶])"),
    # Continued on Page 4 · (Continued on A12, Column 3) · See BRIDGE, page A7 · Please see BRIDGE/A7 · » A4
    jump=re.compile(
        rf"\s*(?P<mark>[(\[]?\s*(?:(?i:story\s+)?{_CONTINUED}(?:\s+(?i:on|to)(?:\s+(?i:next))?|,)|(?i:(?:please\s+)?turn|jump)s?\s+(?i:to))(?P<page>\s+{_JUMP_PAGE}){_COLUMN}\s*[)\]]?"
        rf"|[(\[]?\s*(?:(?i:please)\s+)?(?i:see)\s+[A-Z][\w’'\-]*(?: [A-Z][\w’'\-]*){{0,3}}(?:,(?P<named>\s+{_JUMP_PAGE})|\s?/\s?(?P<bare>[A-Z]{{1,2}}-?\d{{1,2}})){_COLUMN}\s*[)\]]?"
        rf"|(?:(?<=\s)|^)(?:[»▶►]|>>)\s*(?P<arrow>[A-Z]{{1,2}}-?\d{{1,2}}|{_PAGE_WORD}\s*{_PAGE}))\s*[.▶→►»]?\s*$"
    ),
    # (From Page 1) · Continued from front page · CONTINUED FROM A1 · « A1
    jump_cue=re.compile(r"(?i:c[o0]nt|turn|jump|see)|[»▶►]|>>"),
    continuation=re.compile(
        rf"^\s*(?P<mark>[(\[]?\s*(?:{_CONTINUED}\s+)?(?i:from)(?:\s+(?i:the))?(?P<page>\s+{_JUMP_PAGE}){_COLUMN}\s*[)\]]?|[«◀]\s*(?P<bare>[A-Z]{{1,2}}-?\d{{1,2}})(?=\s|$))\s*[:.—–]?\s*"
    ),
    continuation_inside=_NEVER,
    continuation_tail=re.compile(
        rf"\s*(?P<mark>[(\[]?\s*(?:{_CONTINUED}\s+)?(?i:from)(?P<page>\s+{_JUMP_PAGE})\s*[)\]]?)\s*$"
    ),
    reference=re.compile(
        rf"[(\[](?:[A-Za-z ,]{{0,40}}?)[Ss]ee (?:[A-Za-z ]{{0,30}}?)(?:on )?[Pp]ages?\s*(?P<pages>{_PAGE}(?:(?:,| and) {_PAGE})*)(?P<bare>)\s*[)\]]|(?:Related (?:story|article|coverage)|Full text|Text|Editorial|Obituary)(?:,| on| is on)? [Pp]age\s*(?P<plain>{_PAGE})"
    ),
    reference_cue=re.compile("[Pp]age"),
    page_affixes=re.compile(rf"{_PAGE_WORD}(?=\W|\d|$)|[\s()\[\]]|(?<=[A-Z])-"),
    page_words={
        "front": "1",
        "l": "1",
        "I": "1",
        **{
            form: str(at)
            for at, word in enumerate(_NUMBERS, 1)
            for form in (word, word.title(), word.upper())
        },
        **dict.fromkeys(("Front", "FRONT"), "1"),
    },
    page_token=re.compile(_PAGE),
    guide_heading=re.compile(
        r"^\s*(?:INSIDE(?: TODAY)?|Inside(?: today)?|INDEX|Index|In this issue|Today['’]s paper)\s*:?\s*$"
    ),
    guide_item=re.compile(
        rf"^[\s■●▶•\-]*(?P<text>.{{2,60}}?)[\s.…,]*(?:[Pp]age\s*)?(?P<page>{_PAGE})(?P<page_before>)(?P<text_after>)\s*$"
    ),
    note=re.compile(
        r"^\s*\S+@\S+\.\S+\s*$|^\s*Contact the writers? at |^\s*(?:Editors?|Copy editor|Page design|Layout|Telephone|Tel|Subscriptions?|Price)\s*[:.]"
    ),
    notice=re.compile(
        r"^\s*(?:WEATHER|Weather|TIDES|DEATHS|Deaths|BIRTHS|MARRIAGES|OBITUARY|Obituary|CORRECTION|Correction|ADVERTISEMENT|Advertisement|PUBLIC NOTICE|Public Notice|CLASSIFIEDS?|Lost and Found)\s*$"
    ),
    reported=_NEVER,
    chapter=re.compile(
        r"^\s*(?:CHAPTER|Chapter|PART|Part|Article|ARTICLE|Section)\s+(?:[IVXLC]+|\d{1,3})\b[^.]{0,40}$"
    ),
    unsigned=re.compile(
        r"^\s*(?:Xinhua|Reuters|AFP|AP|UPI|TASS|Agencies|Associated Press|Agence France-Presse)\s*$|^\s*(?:By )?(?:(?:Special|Staff) )?(?:Staff )?(?:Writers?|Correspondents?|Reporters?)\s*$|^\s*(?:By )?(?:Our|A|Our Own) (?:[A-Z][a-z]+ ){0,2}(?:Correspondent|Reporter|Staff)s?\s*$"
    ),
    column=re.compile(
        r"^\s*(?:Editorial|Opinion|Commentary|Letters?|Obituar(?:y|ies)|Briefs?|Analysis)\s*$", re.IGNORECASE
    ),
    office=_NEVER,
    enumerated=re.compile(r"^\s*(?:\(?\d{1,2}[.)](?!\d)|[a-z]\)|[■●◆▲•*–—-]\s)"),
    name=re.compile(_NAME),
    name_joint=re.compile(r"\s+and\s+|\s*&\s*"),
    and_others=re.compile(r"\s+(?:and others|et al\.?)$"),
    signing_group=_NEVER,
    offices_that_sign=frozenset(),
    reporter="By ",
    by="By ",
    credit_role=re.compile(
        r"^(?P<agency>.*?)(?:Photos?(?: by)?|Photographs? by|Pictures?(?: by)?)\s*[:/]?\s*"
    ),
    role_between=_NEVER,
    sent_by=_NEVER,
    taken=_NEVER,
    picture_source=re.compile(r"(?i:file|handout|courtesy) (?i:photo|photograph|picture)$"),
    pictures_of_story=_NEVER,
    bracketed_report=_NEVER,
    no_place=_NEVER,
    goes_on=_NEVER,
    closing_date=_NEVER,
    only_date=_NEVER,
    bare_number=re.compile(r"^\(?(?:\d{1,2}|[IVX]{1,4})[.)]?$"),
    enumeration_inside=_NEVER,
    bare_kinds=frozenset(),
    kind_goes_on=_NEVER,
    role_goes_on=_NEVER,
    months=("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    roles={
        "By": "reporter",
        "Photo by": "photographer",
        "Photos by": "photographer",
        "Photograph by": "photographer",
    },
    own_paper=(),
    date_line=re.compile(
        rf"(?P<month_name>{_MONTH})\s?(?P<day>\d{{1,2}}),?\s?(?P<year>(?:17|18|19|20)\d\d)(?P<era>)(?P<month>)|(?<!\d)(?P<first_day>\d{{1,2}})\s?(?P<after_month>{_MONTH}),?\s?(?P<last_year>(?:17|18|19|20)\d\d)|(?P<iso_year>(?:18|19|20)\d\d)[-/](?P<iso_month>\d{{1,2}})[-/](?P<iso_day>\d{{1,2}})(?!\d)"
    ),
    furniture=re.compile(r"℃|°[FC]\b|^(?:http|www\.)|^(?:Price|PRICE)\b|[¢]$"),
    lunar_label=_NEVER,
    before_publisher=_NEVER,
    not_section=_NEVER,
    weekday=re.compile(rf"(?P<value>{'|'.join(_DAYS)}|{'|'.join(day.upper() for day in _DAYS)})"),
    weekdays={spelling: number for number, day in enumerate(_DAYS, 1) for spelling in (day, day.upper())},
    lunar=_NEVER,
    issue_number=re.compile(
        r"(?:VOL(?:UME)?\.?\s?[\dIVXLC]+\s?[,.…·]*\s?)?N(?:o|O|um(?:ber)?|UM(?:BER)?)\.?\s?(?P<value>[\d,]{1,9})(?P<total>)(?P<latin>)"
    ),
    page_count=re.compile(r"(?P<value>\d{1,3})\s?(?:PAGES|[Pp]ages)(?P<all>)(?P<bare>)"),
    cn=re.compile(
        r"CN\s*(?P<area>\d{2})\s*[-—–－]\s*(?P<serial>\d{4})\s*(?:/\s*(?P<class>\(\s*[A-Z]\s*\)|[A-Z]{1,2}))?"
    ),
    postal_code=_NEVER,
    publisher=re.compile(
        r"Published (?:daily |weekly )?by (?P<value>[A-Z][\w .&'’]+?)(?P<labelled>)(?=$|[,.;])"
    ),
    website=re.compile(r"(?P<value>https?://[^\s<>)]+|www\.[A-Za-z0-9.\-/]+)"),
    paper_name=re.compile(
        r"^\s*(?P<value>(?:The |THE )?(?:[A-Z][\w’'\-]+ ){1,4}(?:Times|Post|News|Herald|Gazette|Daily|Journal|Chronicle|Tribune|Mail|Star|Observer|Courier|Register|Press|Record|Weekly|TIMES|POST|NEWS|HERALD|GAZETTE|DAILY|JOURNAL|CHRONICLE|TRIBUNE|MAIL|STAR|OBSERVER|COURIER|REGISTER|PRESS|RECORD))\s*$"
    ),
    folio=re.compile(
        rf"^\s*(?:(?:Page|PAGE)\s*(?P<page>{_PAGE})(?P<rest>\b.{{0,60}})|(?P<number>[A-Z]?\d{{1,2}})\s+(?P<number_rest>[A-Z][\w ,.]{{2,60}}(?:19|20)\d\d)|(?P<before>[A-Z][\w ,.]{{2,60}}(?:19|20)\d\d)\s+(?P<last>[A-Z]?\d{{1,2}}))\s*$"
    ),
)
