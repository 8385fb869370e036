"""What simplified and traditional Chinese papers have in common: the grammar of their conventions.

Character classes hold both scripts ([转轉]): papers mix them, and OCR does too. What differs between the
scripts stands in `zh_hans.py` and `zh_hant.py`.
"""

from __future__ import annotations

import re

from mkdocs_newspaper.reading.conventions.grammar import HAN, Conventions
from mkdocs_newspaper.reading.numerals import HAN_DIGITS

_OPEN = r"（(〔\[【［"
_CLOSE = r"）)〕\]】］"

#: 4, ４, 04, 十二, A02, 头 (before 版)
_PAGE = rf"(?:[头頭]|[A-ZＡ-Ｚ]?\s?[0-9０-９]{{1,3}}|[{HAN_DIGITS}]{{1,3}})"
#: 第四版, 四版, A02版, 第 4 版
_PAGE_NAME = rf"第?\s?{_PAGE}\s?版"
#: What OCR makes of 第, 版, 一, 下 and 转 where a jump line leaves no doubt: 笫四版, 第四板, 第—版, 卜转, 下传.
_NTH = r"[第笫弟苐]"
_DASHES = "—–－―ー-"
_JUMP_PAGE = rf"(?:{_NTH}\s?[{_DASHES}]|{_NTH}?\s?{_PAGE})\s?[版板]"
#: 第四版; of 第二、三版 the first, where the story goes on
_JUMP_PAGES = rf"(?:{_NTH}?\s?{_PAGE}(?=\s*[、，,和至\-—]\s*{_NTH}?\s?{_PAGE}\s?[版板])|{_JUMP_PAGE})"
_AND_PAGES = rf"(?:\s*[版板]?\s*[、，,和至\-—]\s*{_NTH}?\s?{_PAGE}\s?[版板])?"
_OUT = r"(?:[下卜丅]\s?[转轉接传傳]|文\s?[转轉]|[紧緊]接)"
_IN = r"(?:上\s?[接承按]|文\s?接|[接續续]自)"

_NUMBER = rf"(?:[0-9０-９]{{1,4}}|[{HAN_DIGITS}○]{{1,4}})"
#: 6月17日, 17日, 2025年6月17日, 民國114年6月17日, 今天 is no date
_DAY = rf"(?:(?:民[国國])?{_NUMBER}\s?年\s?)?(?:{_NUMBER}\s?月\s?(?:份\s?)?)?{_NUMBER}\s?[日号號]"
#: The same in its parts
DATE = rf"(?:(?P<era>民[国國])?(?P<year>{_NUMBER})\s?年\s?)?(?:(?P<month>{_NUMBER})\s?月\s?(?:份\s?)?)?(?P<day>{_NUMBER})\s?[日号號]"

#: The paper itself, and agencies; a name that ends like one counts too.
_OWN = r"本[报報社刊台臺网網](?:综合|綜合)?"
_AGENCY = (
    rf"(?:{_OWN}|新[华華]社|中新社|中新[网網]|中央社|央[视視](?:[网網])?|人民[网網]|"
    rf"[{HAN}]{{2,6}}?(?:通[讯訊]社|社|日[报報]|晚[报報]|[时時][报報]|晨[报報]|周[报報]|[报報]|[电電][视視]?台|[电電][视視]?臺|新[闻聞][网網]|[网網]))"
)
_AGENCIES = rf"{_AGENCY}(?:\s?[/／、]\s?{_AGENCY})?"
_PLACES = rf"[{HAN}·、\s]{{0,30}}?"
#: Longest first: 专电 before 电.
_KIND = r"(?:专电|專電|综合电|綜合電|综合外电|外电|外電|急电|急電|快讯|快訊|航讯|航訊|特讯|特訊|短讯|短訊|综合消息|消息|电讯|電訊|专讯|專訊|讯|訊|电|電|综合报道|綜合報導|报道|報導|報道)"
#: What may stand between a dateline and the text.
_AFTER_DATELINE = rf"(?=$|[\s　：:，,{_OPEN}{_CLOSE}*]|[■●▲◆]|[{HAN}“‘《0-9])"

_DATELINE_CORE = (
    # 综合本报驻外记者报道
    rf"(?:(?:综合|綜合)(?P<gathered>{_AGENCY})?(?:驻外|駐外)?(?:记者|記者)?(?P<gathered_kind>报道|報[道導]|消息|外[电電])(?=[:：　]|$)"
    rf"|(?:据|據)?\s*(?P<agency>{_AGENCIES})\s*(?P<places>{_PLACES})\s*(?P<date>{_DAY})?\s*(?P<kind>{_KIND})"
    # (吉隆坡29日综合电)
    rf"|(?<=[{_OPEN}])(?P<only_place>[{HAN}]{{2,8}}?)(?P<only_date>{_DAY})(?P<only_kind>综合电|綜合電|专电|專電|电|電|讯|訊)(?=[{_CLOSE}]))"
)

#: One name in Han characters (letter-spaced names are joined before), a foreign one, or Latin letters.
_NAME = rf"(?:[{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:[·・][{HAN}]{{1,8}}){{1,3}}|[A-Z][A-Za-z.\-]+(?: [A-Z][A-Za-z.\-]+){{0,3}})"
_NAMES = rf"[{HAN}·・A-Za-z.、，,\s　和与與]{{2,60}}?"

_QUALIFIER = r"(?:学生|學生|校园|校園|小|特约|特約|特派|特别|見習|见习|实习|實習|首席|高级|高級|资深|資深|主任|融媒体?|全媒体?|驻[\u4e00-\u9fff]{1,6}?|駐[\u4e00-\u9fff]{1,6}?|随军|隨軍|[军軍]事)"
_ROLE_WORD = r"(?:实习记者|實習記者|实习生|實習生|记者|記者|通讯员|通訊員|通联员|摄影师|攝影師|评论员|評論員|特约撰稿人|撰稿人?|报道员|報道員|(?:作者|编译|編譯|撰文|摄影|攝影)(?=[\s　]*[:：/／\s　])|(?:文字|图片|圖片|文|图|圖)(?=\s*[:：/／]))"
_ROLE = rf"(?P<agency>{_AGENCY})?\s*(?:{_QUALIFIER}\s*)*(?P<role>{_ROLE_WORD})(?:\s?[/／]\s?(?:文|图|圖|摄影|攝影))?\s*[:：/／]?"

_TAKEN = r"(?:摄影报道|攝影報[道導]|摄影报導|图文报道|文并摄|文/摄|文／摄|摄影|攝影|摄|攝|绘图|繪圖|绘|制图|製圖|供图|供圖|提供|翻拍)"

_FOLIO_REST = rf"[{HAN}A-Za-z0-9０-９·:：.、，,/＠@|｜\-—\s年月日]{{0,60}}"


def chinese(*, weekdays: dict[str, int], own_paper: tuple[str, ...]) -> Conventions:
    """The conventions of a Chinese paper in one script."""
    roles = {
        "记者": "reporter",
        "記者": "reporter",
        "通讯员": "correspondent",
        "通訊員": "correspondent",
        "通联员": "correspondent",
        "报道员": "correspondent",
        "報道員": "correspondent",
        "实习记者": "intern",
        "實習記者": "intern",
        "实习生": "intern",
        "實習生": "intern",
        "摄影师": "photographer",
        "攝影師": "photographer",
        "摄影": "photographer",
        "攝影": "photographer",
        "图": "photographer",
        "圖": "photographer",
        "图片": "photographer",
        "圖片": "photographer",
    }
    return Conventions(
        spaced=False,
        terminal="。！？；!?;…”’』」）)》】〕：:",
        # 新华社阿斯塔纳6月17日电 · 据新华社北京6月3日电 · 本报讯 · 【本报北京专电】
        dateline=re.compile(rf"[\s　]*[{_OPEN}]?\s*{_DATELINE_CORE}\s*[{_CLOSE}]?{_AFTER_DATELINE}"),
        # (本报开罗2月17日电)
        tail_dateline=re.compile(
            rf"[{_OPEN}]\s*{_DATELINE_CORE}(?P<names>[^{_CLOSE}]{{0,40}})[{_CLOSE}]\s*$"
        ),
        date=re.compile(DATE),
        place_separator=re.compile(r"[、，,\s　/／]+|(?<=.{2})[和与與及](?=.{2})"),
        role=re.compile(_ROLE),
        role_cue=re.compile("[者生员員师師稿文影译譯图圖]"),
        byline_suffix=re.compile(
            r"\s*(?:等)?\s*(?:综合)?(?:摄影报道|攝影報[道導]|综合报道|綜合報導|报道|報[道導]|采写|採寫|参与采写|參與採寫|撰写|整理|文并摄|文\s?[/／]\s?[图圖摄攝]影?|[图圖]\s?[/／]\s?文)?\s*$"
        ),
        # 本报记者 王明 通讯员 李强 · ■本报记者 王明 · □ 张三 · 记者 王明 文/图 · 撰稿：甲 摄影：乙
        byline_line=re.compile(
            rf"^[\s　]*[{_OPEN}]?\s*(?:[■□●○◆◇▲△◎★☆]|[—\-]{{2}})?\s*(?P<names>[^。！？；]{{2,80}}?)\s*[{_CLOSE}]?\s*$"
        ),
        # (记者倪四义、赵宇) · 记者王明 通讯员李强报道：
        byline_lead=re.compile(
            rf"^[\s　]*(?:[{_OPEN}]\s*(?P<inside>(?:{_ROLE.replace('?P<agency>', '?:').replace('?P<role>', '?:')})[^{_CLOSE}。]{{2,80}})[{_CLOSE}]"
            rf"|(?P<bare>(?:{_ROLE.replace('?P<agency>', '?:').replace('?P<role>', '?:')})[^。，,：:]{{2,40}}?)(?:报道|報[道導])\s*[:：，,]?"
            # 记者 王明、李强  (set off by white space on both sides)
            rf"|(?P<open>(?:{_ROLE.replace('?P<agency>', '?:').replace('?P<role>', '?:')})[^。，,：:]{{2,40}}?)(?:[:：]|[\s　]{{2,}}|　))\s*"
        ),
        byline_tail=re.compile(
            rf"[{_OPEN}]\s*(?P<names>(?:{_ROLE.replace('?P<agency>', '?:').replace('?P<role>', '?:')})[^{_CLOSE}。]{{2,80}}?|[^{_CLOSE}。]{{2,60}}?(?:参与采写|參與採寫|采写|报道|報[道導]))\s*[{_CLOSE}]\s*$"
        ),
        # 新华社记者 黄敬文摄 · 田 嘉 曹迎新摄影报道 · 新华社发（王明摄） · 摄影：李强 · 资料图片
        credit=re.compile(
            rf"^[\s　]*[{_OPEN}]?\s*(?P<credit>"
            rf"(?:{_AGENCY}\s*(?:发|發)\s*[{_OPEN}]\s*)?(?:(?:{_AGENCY})?\s*(?:{_QUALIFIER})*\s*(?:{_ROLE_WORD})?\s*[:：]?\s*){{0,2}}{_NAMES}\s*{_TAKEN}\s*[{_CLOSE}]?"
            rf"|(?:{_AGENCY})?\s*(?:资料图片|資料圖片|资料照片|資料照片|[图圖]片[:：]?资料|新华社发|新華社發|网络图片|视频截图)"
            rf"|(?:摄影|攝影|[图圖]片?|[图圖]|照片|制图|製圖)\s*(?:来源|提供)?\s*[:：/／]\s*(?:(?:{_AGENCY})?\s*(?:{_QUALIFIER})*\s*(?:记者|記者|通讯员|通訊員)?)\s*{_NAMES}"
            rf"|(?:{_AGENCY})?\s*(?:记者|記者|通讯员|通訊員)\s*{_NAMES}\s*[图圖]"
            rf")\s*[{_CLOSE}]?\s*[。.]?\s*$"
        ),
        credit_tail=re.compile(
            rf"(?:(?<=[。！？”’》」])|(?<=\s)|(?=[{_OPEN}]))[\s　]*[{_OPEN}]?\s*(?P<credit>"
            rf"(?:{_AGENCY}\s*(?:发|發)\s*[{_OPEN}]\s*)?(?:(?:{_AGENCY})?\s*(?:{_QUALIFIER})*\s*(?:{_ROLE_WORD})?\s*[:：]?\s*){{0,2}}[{HAN}·、，,\s　和与與]{{2,40}}?\s*{_TAKEN}\s*[{_CLOSE}]?"
            rf"|(?:{_AGENCY})?\s*(?:资料图片|資料圖片|资料照片|資料照片|新华社发|新華社發)"
            rf"|(?:摄影|攝影|[图圖]|照片)\s*[:：/／]\s*(?:(?:{_AGENCY})?\s*(?:{_QUALIFIER})*\s*(?:记者|記者|通讯员|通訊員)?)\s*[{HAN}、\s]{{2,20}}?"
            rf"|(?:{_AGENCY})?\s*(?:记者|記者|通讯员|通訊員)\s*[{HAN}、\s]{{2,20}}?\s*[图圖]"
            rf")\s*[{_CLOSE}]?\s*[。.]?\s*$"
        ),
        credit_cue=re.compile("[摄攝图圖绘繪供拍照发發]"),
        caption_cue=re.compile(
            r"^[\s　]*(?:[▲△↑↓←→▼▽◀▶]|[图圖](?:为|爲|為|[一二三四五六七八九十①-⑩0-9]{1,2}\s?[:：、为為])|上[图圖]|下[图圖]|左[图圖]|右[图圖]|本[图圖]|题[图圖]|主[图圖]|大[图圖]|小[图圖]|[图圖]片说明|[图圖]片說明|[图圖]说|资料图片?[:：]|資料圖片?[:：])"
        ),
        jump=re.compile(
            rf"[\s　]*(?P<mark>[▶→►]?\s*[{_OPEN}]\s*(?:未完\s*[，,、。]?\s*)?(?:{_OUT}|[转轉續续]|接)\s*(?:本[报報])?\s*(?P<page>{_JUMP_PAGES}){_AND_PAGES}[^{_CLOSE}]{{0,12}}[{_CLOSE}]"
            rf"|[▶→►]?\s*[{_OPEN}]?\s*{_OUT}\s*(?P<bare>{_JUMP_PAGES}){_AND_PAGES}(?:\s*[·•|]\s*[{HAN}]{{1,6}})?\s*[)）】〕▶→>》]?"
            # 转03版, 下转02: the short forms of narrow columns, only behind a sentence's end
            rf"|(?<=[。！？”’…）)\s])[转轉]\s?(?P<named>第?\s?[0-9０-９]{{1,2}}\s?版)|(?:[▶→►]|(?<![{HAN}]))下[转轉]\s?(?P<arrow>[0-9０-９]{{1,2}}))"
            r"[\s　▶→►⇨>》»。.①-⑳]*$"
        ),
        jump_cue=re.compile("[转轉接传傳续續]"),
        continuation=re.compile(
            rf"^[\s　]*(?P<mark>[{_OPEN}]\s*(?:{_IN}|接|承|[续續])\s*(?:本[报報])?\s*(?P<page>{_JUMP_PAGE})[^{_CLOSE}]{{0,12}}[{_CLOSE}]"
            rf"|[◀←<▲△◁]?\s*[{_OPEN}]?\s*{_IN}\s*(?P<bare>{_JUMP_PAGE}))[\s　]*[:：]?[\s　]*"
        ),
        continuation_inside=re.compile(
            rf"(?P<mark>[{_OPEN}](?<=.{{3}})\s*{_IN}\s*(?P<page>{_JUMP_PAGE})\s*[{_CLOSE}])(?=.{{4}})"
        ),
        continuation_tail=re.compile(
            rf"[\s　]*(?P<mark>[{_OPEN}]?\s*{_IN}\s*(?P<page>{_JUMP_PAGE})[^{_CLOSE}]{{0,6}}[{_CLOSE}]?)\s*$"
        ),
        # (全文见第二版) · 相关报道见第三版 · 详见2版、3版 · (见4版)
        reference=re.compile(
            rf"(?:[{_OPEN}](?:[{HAN}《》“”、·]{{0,24}}?)\s?(?:[见見]|刊[于於載载]?|[载載])\s*(?:今[日天])?(?:本[报報])?\s*(?P<pages>{_JUMP_PAGE}(?:[、，,和至\-—]\s*{_JUMP_PAGE})*|第?\s?{_PAGE}(?:[、，,和至\-—]\s*{_PAGE})+\s?版)\s*[{_CLOSE}]"
            rf"|(?:全文|相[关關]报?道?|[报報][道導]|[详詳](?:情|[细細][报報][道導])?|另|更多[{HAN}]{{0,6}}|[评評][论論]|社[论論]|[图圖]片?|照片|专版|專版)(?:均|分别|另)?(?:请|請)?(?:[见見]|刊[于於载載]|[载載])\s*(?:今[日天])?(?:本[报報])?\s*(?P<bare>{_JUMP_PAGE}(?:[、，,和至\-—]\s*{_JUMP_PAGE})*|第?\s?{_PAGE}(?:[、，,和至\-—]\s*{_PAGE})+\s?版))"
        ),
        reference_cue=re.compile("[版板]"),
        page_affixes=re.compile(rf"^{_NTH}|[版板]$|[\s（()）]"),
        page_words=dict.fromkeys(_DASHES, "1"),
        page_token=re.compile(rf"[头頭]|[A-ZＡ-Ｚ]?\s?[0-9０-９]{{1,3}}|[{HAN_DIGITS}]{{1,3}}"),
        guide_heading=re.compile(
            r"^[\s　【〔\[■●◆]*(?:[\u4e00-\u9fff]{0,6}导\s*读|(?:今日|本[期报報]|本报今日|新[闻聞]|版面|本周)?[导導]\s*[读讀]|(?:本[报報]|本期)?(?:今日|本期)?要目|今日[看关關][点點注]|(?:今日|本期)(?:提要|看点|看點|要[闻聞]提示)|内容提要|Guide)[\s　】〕\]：:]*$"
        ),
        # 社区食堂开到家门口 (2版) · 西瓜大量上市……3 · ▶3版 西瓜大量上市
        guide_item=re.compile(
            rf"^[\s　■●◆▶□·•\-]*(?:第?\s?(?P<page_before>{_PAGE_NAME}|[PpA-ZＡ-Ｚ]\s?[0-9]{{1,2}})[\s　:：|｜]+(?P<text_after>.{{2,60}}?)[\s　]*$"
            rf"|(?P<text>.{{2,60}}?)[\s　.…·\-—]*[{_OPEN}]?\s*(?:▶|→|>|[详詳]?[见見]|刊|[转轉])?\s*(?P<page>{_PAGE_NAME}|[PpA-ZＡ-Ｚ]?\s?[0-9０-９]{{1,3}}\s?版?)\s*[{_CLOSE}]?\s*$)"
        ),
        note=re.compile(
            r"^[\s　【〔\[]*(?:(?:本版|本期|今日|值班|执行|责任|責任|视觉|視覺|组版|組版|美术|美術|版式)*(?:责任编辑|責任編輯|责编|責編|编辑|編輯|主编|主編|总编|總編|编委|編委|校对|校對|版式(?:设计|設計)?|美编|美編|组版|組版|审读|検校|检校|终审|值班[总總]编)\s*[:：/／\s　]"
            r"|(?:本报|本報|本社)?(?:社址|地址|电话|電話|新闻热线|新聞熱線|热线|熱線|广告(?:部|热线|许可证|经营许可证|经营)|廣告(?:部|熱線|許可證)|订阅|訂閱|邮编|郵編|郵政編碼|邮政编码|零售|定价|定價|每份|月价|月價|投稿|邮箱|郵箱|传真|傳真|印刷|印刷厂|开印|開印|法律顾问|法律顧問|广告经营)[^。]{0,12}[:：\d]"
            r"|(?:扫|掃)(?:码|碼|一扫|一掃|描).{0,20}$|E-?mail|电子邮箱|電子郵箱|https?://\S+$|www\.\S+$)"
        ),
        notice=re.compile(
            r"^[\s　【]*[^\s，。：、；？！“”]{0,8}?(?:广\s*告|廣\s*告|公\s*告|启\s*事|啟\s*事|声\s*明|聲\s*明|招\s*聘|招\s*租|讣\s*告|訃\s*告|通\s*告|敬告读者|敬告讀者|^更\s*正|^(?:今日|明日)?天\s*[气氣](?:预报|預報)?|^图片新[闻聞]|^[图圖]片[报報][道導])[\s　】]*$"
        ),
        # 何美玲 报道 name@example.org
        reported=re.compile(
            rf"^(?!.*(?:摄影|攝影|图文|圖文|综合|綜合))[\s　]*(?P<names>{_NAME}(?:[、\s　]+{_NAME}){{0,3}})[\s　]*(?:报道|報[道導])(?:[\s　]+\S+@\S+)?[\s　]*$"
        ),
        # 第一章 总则
        chapter=re.compile(r"^[\s　]*第[一二三四五六七八九十百\d]{1,4}[章节節编編篇][\s　]*[^，。；]{0,24}$"),
        # 本报评论员文章 · 本报社论
        unsigned=re.compile(
            r"^[\s　■□●（(]*(?:本[报報刊社]|[\u4e00-\u9fff]{2,6}[报報社])?\s*(?:特约|特約)?(?:评论员文章|評論員文章|编辑部文章|編輯部文章)|^[\s　■□●（(]*(?:本[報报刊社]|[\u4e00-\u9fff]{2,6}[报報])\s*(?:社论|社論|编辑部|編輯部|评论部|理论部)[\s　）)]*$"
        ),
        # 溪畔时评 · 今日关注 · 链接
        column=re.compile(
            r"^[\s　【〔\[《]*.{0,5}?(?:社论|社論|时评|時評|论坛|論壇|评论|評論|短评|短評|快评|锐评|观察|觀察|聚焦|关注|關注|链接|連結|热线|熱線|随笔|隨筆|视点|視點|纪事|紀事|手记|手記|故事|专栏|專欄|系列报道|特稿|访谈|訪談|述评|今日谈|漫笔|纵横|之窗|现场|走笔|新闻眼|人物|副刊|连载|連載|来信|來信|来信选登|回音壁|百姓心声|图说|圖說)[\s　】〕\]》]*$"
        ),
        # 云溪市市长 顾清和
        office=re.compile(
            rf"^[\s　]*[{HAN}]{{2,14}}(?:长|長|书记|書記|主任|主席|院士|教授|校长|校長|总编辑|總編輯|理事|委员|委員)[\s　]+(?P<name>[{HAN}](?:[\s　]?[{HAN}]){{1,2}})[\s　]*$"
        ),
        # 一、 · （一） · 1. · ① · ● · ——
        enumerated=re.compile(
            r"^[\s　]*(?:[一二三四五六七八九十]{1,3}\s*、|第[一二三四五六七八九十]{1,3}[条條章节節款、，]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}\s*[.．、)）](?!\d)|[①-⑳]|[■□●○◆◇▲△★☆◎▶•·▪※]|——)"
        ),
        name=re.compile(_NAME),
        name_joint=re.compile(r"(?<=.{2})[和与與及](?=.{2,4}$)|\s+and\s+|\s*&\s*"),
        and_others=re.compile(r"[等]+$"),
        # 赤岩公社通訊組
        signing_group=re.compile(r"[\u4e00-\u9fff]{3,12}(?:组|組|站|部|科|处|處|室|队|隊|中心|办|辦|局|社)"),
        offices_that_sign=frozenset({"评论员", "評論員"}),
        reporter="记者",
        by="作者：",
        credit_role=re.compile(
            r"^(?P<agency>.*?)(?:发|發)?\s*(?:特约|特約|首席|见习|見習|实习|實習|特派)?(?:记者|記者|通讯员|通訊員|摄影师|攝影師|摄影|攝影|图片?|圖片?|照片|制图|Photos?(?: by)?|Photograph by|Picture)\s*[:：/／]?\s*"
        ),
        # 本报记者 王明 通讯员 李强摄
        role_between=re.compile(r"(?:、|\s)*(?:特约|实习)?(?:记者|記者|通讯员|通訊員|实习生)\s*"),
        sent_by=re.compile(r"^(?P<agency>[^（(\s]{2,10}?)\s*(?:发|發)\s*[（(]?\s*"),
        taken=re.compile(
            r"\s*(?:摄影报道|攝影報[道導]|图文报道|文并摄|文\s?[/／]\s?[摄图圖]影?|摄影|攝影|摄|攝|绘图|繪圖|绘|制图|製圖|翻拍|图|圖)\s*$"
        ),
        picture_source=re.compile(
            r"(?:资料|資料|供图|供圖|提供|网络图片|视频截图|社发|社發)(?:图片|圖片|照片)?$"
        ),
        # （文中图片由市档案馆提供）
        pictures_of_story=re.compile(r"^[（(\s　]*(?:文中|本文|本版|以上|均)"),
        # 记者王小明／台北报导
        bracketed_report=re.compile(
            r"^(?P<agency>[\u4e00-\u9fff]{2,6}?(?=[记記]者))?[\u4e00-\u9fff]{0,4}?[记記]者\s*(?P<names>[\u4e00-\u9fff·、，,\s]{2,30}?)\s*(?:[/／╱∕]\s*(?P<places>[\u4e00-\u9fff、\s]{2,12}?)|(?P<tight>(?<=\s)[\u4e00-\u9fff]{2,4}))?\s*(?P<date>\d{1,2}日)?\s*(?P<kind>(?:综合|綜合|专题|專題|特稿|连线|連線|现场|即時)?(?:报道|報導|報道|專訪|专访|電|电|特稿|摄影|攝影))?$"
        ),
        no_place=re.compile(r"[记記]者|通[讯訊]|[从從在由对對向将將把被的了]|消息"),
        goes_on=re.compile(r"^(?:并|暨|和|与|及|以及|而|也|並|與)"),
        closing_date=re.compile(r"\d{4}年\d{1,2}月\d{1,2}日\s*$"),
        only_date=re.compile(
            rf"^[\s　]*(?:\d{{4}}|[{HAN_DIGITS}○]{{2,4}})年.{{1,6}}月.{{1,4}}[日号號](?:[\s　]*)$"
        ),
        bare_number=re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[）)]?$"),
        enumeration_inside=re.compile(r"^[一二三四五六日七八九十]{1,3}、(?=.*[，。])"),
        # 本报讯昨日… is a dateline; 本报从报社电话… and 新华社电视… are sentences.
        bare_kinds=frozenset("讯訊电電"),
        kind_goes_on=re.compile(r"[话話视視台臺报報子脑腦]"),
        role_goes_on=re.compile(r"[员員]"),
        months=(),
        roles=roles,
        own_paper=own_paper,
        # 2025年6月18日 · 一九五八年三月五日 · 民國114年6月18日 · 2025-06-18
        date_line=re.compile(
            r"(?:(?P<era>民[国國]|中[华華]民[国國])\s*)?(?P<year>[0-9０-９]{2,4}|[〇○零一二三四五六七八九十百Ｏ]{2,5})年(?P<month>[0-9０-９]{1,2}|[一二三四五六七八九十元]{1,2})月(?P<day>[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号號]"
            r"|(?P<iso_year>(?:18|19|20)\d\d)[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})(?!\d)"
        ),
        # 今日4版 on a line of its own, a price, 晴 3~12℃
        furniture=re.compile(
            r"^(?:零售价?|每份|定价|售价|今日天[气氣]|天[气氣]|晴|多云|阴|小雨|.{0,6}℃)|[元角分]$|℃|^(?:http|www\.)|^(?:中国)?.{2,10}网址?[:：]?$|数字报|^(?:本?[报報]?社?)(?:社址|地址|电话|電話|邮箱|微信)|扫描?二维码|内部资料|^(?:主[办辦管]|[发發]行|編輯|编辑|社[长長]|[总總][编編]|[创創]刊)[^。]{0,20}(?:[:：]|[单單]位|所)"
        ),
        lunar_label=re.compile(r"^(?:农历|農曆|夏历|夏曆|阴历|陰曆|古历)"),
        before_publisher=re.compile(r"^.*?[号號期](?=.{3})"),
        not_section=re.compile(
            r"编辑|編輯|校对|校對|版式|美编|邮箱|郵箱|电话|電話|热线|主编|主編|星期|农历|農曆|第.+[号期號]|[报報]$|责编|組版|组版"
        ),
        weekday=re.compile(r"(?P<value>(?:星期|礼拜|禮拜|周|週)[一二三四五六日天曰])"),
        weekdays=weekdays,
        # 乙巳年五月廿三 · 农历五月廿三 · 夏曆乙巳年閏六月初一
        lunar=re.compile(
            r"(?P<value>(?:(?:农历|農曆|夏历|夏曆|阴历|陰曆|古历)\s*(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?)?|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)[闰閏]?(?:正|冬|腊|臘|十[一二]?|[一二三四五六七八九])月(?:初[一二三四五六七八九十]|[十廿卅][一二三四五六七八九十]?|二十[一二三四五六七八九]?|三十|[一二三四五六七八九]日?)日?)"
        ),
        issue_number=re.compile(
            rf"(?:总|總)?(?:期号|期號)?第(?P<value>[0-9０-９,，]{{1,9}}|[{HAN_DIGITS}○]{{1,10}})[号號期]|(?:总|總)第?(?P<total>[0-9０-９,，]{{1,9}})[号號期]|(?:Vol\.?\d+,?)?No\.?(?P<latin>[0-9,]{{1,9}})"
        ),
        page_count=re.compile(
            rf"(?:今[日天]|本[期报報]|本日|每[日期])(?:本[报報])?(?:共|出[版刊]?)?(?:[对對][开開])?(?P<value>[0-9０-９]{{1,3}}|[{HAN_DIGITS}]{{1,3}})(?:大)?[版张張]|共(?P<all>[0-9０-９]{{1,3}}|[{HAN_DIGITS}]{{1,3}})版|(?<![第0-9A-Z])(?P<bare>[0-9０-９]{{1,3}})版(?=$|[国國][内內]|[邮郵][发發]|零售|今[日天])"
        ),
        cn=re.compile(
            r"(?:CN|ＣＮ)\s*(?P<area>\d{2})\s*[-—–－]\s*(?P<serial>\d{4})\s*(?:/\s*(?P<class>[(（]\s*[A-Z]\s*[)）]|[A-Z]{1,2}))?"
        ),
        postal_code=re.compile(
            r"(?:邮发|郵發)代[号號码碼][:：]?(?P<value>[A-Z]?\d{1,4}[-—–－]\d{1,4}|[A-Z]?\d{2,6})"
        ),
        publisher=re.compile(
            rf"(?:由)?(?P<value>[{HAN}]{{2,16}}?(?:社|[报報]|集[团團]|[编編][辑輯]部|委))(?:编辑|編輯)?(?:主办|主辦|编印|編印|出版|编辑出版|編輯出版)(?:发行|發行)?|(?:主办|主辦|出版)[单單]?[位]?(?:者)?[:：](?P<labelled>[{HAN}]{{2,20}})"
        ),
        website=re.compile(r"(?P<value>https?://[^\s<>)）\u4e00-\u9fff]+|www\.[A-Za-z0-9.\-/]+)"),
        # 云溪日报 · 南 山 周 报
        paper_name=re.compile(
            rf"^[\s　《]*(?P<value>(?:[{HAN}][\s　]*){{1,10}}(?:日|晚|早|晨|周|週|时|時|商|导|導|旬|快|简|學|学|军|軍|都市|青年|工人|农民|農民|科技|法制|法治|教育|公)?[\s　]*(?:[报報]|新[闻聞]|日[报報]))[\s　》]*$"
        ),
        # 第四版 要闻 2025年6月18日 星期三 · 2 要闻 2025年6月18日 · A2 综合 · 02版
        folio=re.compile(
            rf"^[\s　]*(?:(?P<page>{_PAGE_NAME}|[A-Z]\s?[0-9]{{1,2}})(?P<rest>$|[\s　·|｜:：]{_FOLIO_REST}$|(?=[{HAN}]){_FOLIO_REST}$)"
            # 读者来信 第七版 1996年8月13日
            rf"|(?P<over>[{HAN}]{{2,8}})[\s　|｜]+(?P<middle>{_PAGE_NAME})[\s　|｜]+(?P<middle_rest>(?=.*[年\-/.].*\d){_FOLIO_REST})$"
            rf"|(?P<number>[0-9０-９]{{1,2}})[\s　]+(?![\s0-9０-９])(?P<number_rest>{_FOLIO_REST})$"
            rf"|(?P<before>{_FOLIO_REST}?)[\s　|｜]+(?P<last>{_PAGE_NAME}|[A-Z]?[0-9]{{1,2}})[\s　]*$)"
        ),
    )
