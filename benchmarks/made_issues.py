"""Issues of a newspaper that never was, as OCR would deliver them: the same seed gives the same text.

Every issue has several print pages; stories have kickers, bylines, datelines, photographs, names with
offices, jumps to another page, and a little of the damage that OCR does.
"""

# ruff: noqa: SIM905 - lists of words read better so
from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOWNS = (
    "柳湾 青崖 临河 松坪 白鹭洲 石桥 云岭 沙溪 梅坞 平湖 东港 南坪 北麓 西渡 长滩 桂林 昆明 兰州 厦门 大连 "
    "阿斯塔纳 塔什干 比什凯克 莫斯科 巴黎 内罗毕 雅加达 日内瓦"
).split()
COUNTRIES = (
    "中国 哈萨克斯坦 乌兹别克斯坦 吉尔吉斯斯坦 俄罗斯 法国 肯尼亚 印度尼西亚 瑞士 巴西 埃及 蒙古".split()
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "小满 一舟 若水 田禾 文渊 明远 思齐 海涛 雨桐 建业 志强 晓岚 国栋 春生 秋实 静怡 云帆 子墨 佳宁 振华 立新 书瑶".split()
OFFICES = "市长 副市长 局长 院长 书记 县长 主任 教授 总工程师 董事长 秘书长 校长".split()
BODIES = (
    "市农业农村局 省水利厅 市图书馆 国家林业和草原局 市人民政府 柳湾大学 省气象局 市交通运输局 联合国粮农组织 "
    "世界卫生组织 中国科学院 上海合作组织 教育部 自然资源部"
).split()
TERMS = (
    "乡村振兴 绿色发展 高质量发展 共同富裕 生态文明 数字经济 营商环境 一带一路 新质生产力 防灾减灾".split()
)
SECTIONS = "要闻 综合 国内 国际 经济 文化 体育 副刊".split()
THINGS = "大桥 渔港 春茶 图书馆 灌渠 水库 苗圃 车站 码头 果园 医院 古城 温室 风电场 博物馆 学校".split()
DEEDS = "合龙 开市 开采 延长开放 完工 扩建 迎客 试运行 投产 丰收 复航 揭牌 签约 修缮一新".split()
SENTENCES = (
    "{office}{person}在{town}说，{thing}关系到{town2}一带三万多户居民的生活。",
    "据{body}介绍，{thing}自去年{month}月开工以来，已完成投资{number}亿元，比计划提前{small}天。",
    "“{term}要落到每一个村。”{person}站在{thing}旁，指着远处的山脊告诉记者。",
    "{country}与{country2}的客商在{town}看样订货，{body}为他们准备了双语说明。",
    "{month}月以来，{town}先后接待了来自{country}、{country2}的{number}批考察者。",
    "{body}{office}{person}表示，今后三年将把{term}同{thing}建设结合起来。",
    "清晨六点，{person}和同伴沿着{town}的江堤走了{small}公里，记下每一处水位。",
    "从{town}到{town2}，新修的道路长{number}公里，沿线{small}个村的{thing}因此受益。",
    "{person}今年{age}岁，在{town}守了{small}年{thing}，许多年轻人叫他“老{surname}”。",
    "{country}{office}{person}日前到{town}参观，称赞这里的{term}做得扎实。",
    "数据显示，前{small}个月{town}的{thing}收入同比增长{small}.{digit}%，其中{town2}占四成。",
    "会议强调，要坚持{term}，做好{town}、{town2}等地的{thing}管护工作。",
)
PLAIN = (
    "雨停以后，河面上起了一层薄雾，对岸的灯一盏一盏灭下去。",
    "村口的老人说，这样的年景有许多年没有见过了。",
    "大家把工具收进棚子，又把第二天要用的绳子理了一遍。",
    "孩子们放学回来，沿着新修的石阶一直跑到坡顶。",
    "一本旧账记着每天的用水，字迹已经淡了，数字还看得清。",
)
HAN_PAGES = "〇一二三四五六七八九"
#: Letters that OCR takes for one another.
MISREAD = {"己": "已", "未": "末", "土": "士", "大": "太", "日": "曰"}


@dataclass(frozen=True)
class Size:
    """How large an issue is."""

    pages: int = 4
    stories: int = 5  # that begin on a page
    paragraphs: int = 6


def write_issues(folder: Path, articles: int, *, seed: int = 1, size: Size = Size()) -> int:
    """Write issues with about `articles` articles below `folder`, one a day; how many issues."""
    wanted = max(1, round(articles / (size.pages * size.stories)))
    first = dt.date(2019, 1, 2)
    for number in range(wanted):
        write_issue(folder, first + dt.timedelta(days=number), number, seed=seed, size=size)
    return wanted


def write_issue(folder: Path, date: dt.date, number: int, *, seed: int = 1, size: Size = Size()) -> None:
    """Write one issue, a document a print page."""
    below = folder / date.isoformat()
    below.mkdir(parents=True, exist_ok=True)
    for label, text in issue_documents(date, number, seed=seed, size=size):
        (below / f"{label:02d}.md").write_text(text, encoding="utf-8")


def issue_documents(
    date: dt.date, number: int, *, seed: int = 1, size: Size = Size()
) -> Iterator[tuple[int, str]]:
    """The documents of one issue: (print page, text)."""
    chance = random.Random(f"{seed}-{number}")
    people = _people(random.Random(f"{seed}-people"))
    desk = _Desk(chance, people)
    carried: dict[int, list[str]] = {}
    for page in range(1, size.pages + 1):
        lines = [_masthead(date, number, size.pages)] if page == 1 else [_folio(page, chance)]
        lines += carried.get(page, [])
        for _ in range(size.stories):
            headline = desk.headline()
            later = chance.randrange(page + 1, size.pages + 1) if page < size.pages else 0
            jumps = bool(later) and chance.random() < 0.15
            lines.append(desk.story(headline, date, size.paragraphs))
            if jumps:
                lines.append(f"（下转第{HAN_PAGES[later]}版）")
                carried.setdefault(later, []).append(
                    f"## {headline}\n\n（上接第{HAN_PAGES[page]}版）{desk.paragraph()}\n\n{desk.paragraph()}"
                )
        if chance.random() < 0.5:
            lines.append(f"本版责任编辑：{desk.person()} {desk.person()}")
        yield page, _damaged("\n\n".join(lines), chance) + "\n"


def _people(chance: random.Random) -> list[tuple[str, str]]:
    """The people of this world, with the offices that they keep."""
    names = {chance.choice(SURNAMES) + chance.choice(GIVEN) for _ in range(400)}
    return [(name, chance.choice(OFFICES)) for name in sorted(names)]


def _masthead(date: dt.date, number: int, pages: int) -> str:
    weekday = "一二三四五六日"[date.weekday()]
    return (
        f"{date.year}年{date.month}月{date.day}日 星期{weekday} 柳湾日报社出版 第 {7000 + number} 号\n\n"
        f"今日 {pages} 版 国内统一连续出版物号: CN 99-0042"
    )


def _folio(page: int, chance: random.Random) -> str:
    return f"第{HAN_PAGES[page]}版 {chance.choice(SECTIONS)}"


@dataclass
class _Desk:
    """Writes stories."""

    chance: random.Random
    people: list[tuple[str, str]]

    def person(self) -> str:
        return self.chance.choice(self.people)[0]

    def headline(self) -> str:
        pick = self.chance.choice
        return pick(
            (
                f"{pick(TOWNS)}{pick(THINGS)}{pick(DEEDS)}",
                f"{self.person()}赴{pick(TOWNS)}调研{pick(THINGS)}",
                f"{pick(COUNTRIES)}与{pick(COUNTRIES)}商定{pick(THINGS)}合作",
                f"{pick(BODIES)}：{pick(TERMS)}要见实效",
                f"{pick(TOWNS)}{pick(THINGS)}{pick(DEEDS)} {pick(TOWNS)}{pick(THINGS)}{pick(DEEDS)}",
            )
        )

    def sentence(self) -> str:
        pick = self.chance.choice
        if self.chance.random() < 0.5:
            return pick(PLAIN)
        person, office = pick(self.people)
        return pick(SENTENCES).format(
            person=person,
            surname=person[0],
            office=office,
            town=pick(TOWNS),
            town2=pick(TOWNS),
            country=pick(COUNTRIES),
            country2=pick(COUNTRIES),
            body=pick(BODIES),
            term=pick(TERMS),
            thing=pick(THINGS),
            month=self.chance.randrange(1, 13),
            number=self.chance.randrange(12, 980),
            small=self.chance.randrange(2, 30),
            digit=self.chance.randrange(1, 10),
            age=self.chance.randrange(30, 80),
        )

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(self.chance.randrange(2, 5)))

    def story(self, headline: str, date: dt.date, paragraphs: int) -> str:
        chance = self.chance
        day = date - dt.timedelta(days=1)
        agency = chance.choice(("本报", "新华社"))
        town = chance.choice(TOWNS)
        reporters = "、".join(self.person() for _ in range(chance.choice((1, 2))))
        start = f"{agency}{town}{day.month}月{day.day}日电（记者 {reporters}）"
        parts = [f"## {headline}"]
        if chance.random() < 0.25:
            parts.append(f"——{chance.choice(TOWNS)}{chance.choice(TERMS)}纪事")
        body = [self.paragraph() for _ in range(chance.randrange(max(1, paragraphs - 3), paragraphs + 4))]
        if len(body) > 7 and chance.random() < 0.5:
            body.insert(len(body) // 2, f"### {chance.choice(TERMS)}在{chance.choice(TOWNS)}")
        parts += [start + body[0], *body[1:]]
        if chance.random() < 0.3:
            parts.append(f"图为{chance.choice(TOWNS)}的{chance.choice(THINGS)}。新华社记者 {self.person()}摄")
        return "\n\n".join(parts)


def _damaged(text: str, chance: random.Random) -> str:
    """A few misread letters, half-width punctuation, and spaces inside numbers."""
    letters = list(text)
    for place, letter in enumerate(letters):
        if letter in MISREAD and chance.random() < 0.01:
            letters[place] = MISREAD[letter]
        elif letter == "，" and chance.random() < 0.03:
            letters[place] = ","
    return "".join(letters)
