"""Names of invented people: surnames by their real frequency, given names by sex and decade of birth."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from lianfang.demo.draws import Floats, Ints, chosen, flags, pick, words, zipf

# Hundredths of a percent of the population, after the yearly reports on names of the public security.
SURNAMES: dict[str, int] = {
    pair[0]: int(pair[1:])
    for pair in words(
        "王717 李700 张674 刘510 陈461 杨322 黄245 吴200 赵200 周190 徐145 孙138 马129 朱128 胡116 林113 "
        "郭113 何106 高100 罗95 郑93 梁85 谢76 宋70 唐69 许66 邓62 韩61 冯60 曹59 彭58 曾58 肖56 田54 "
        "董54 潘51 袁51 蔡48 蒋48 余46 于45 杜45 叶44 程43 魏43 苏43 吕43 丁41 任40 卢39 姚39 沈38 钟38 "
        "姜37 崔37 谭36 陆36 范36 汪35 廖35 石34 金33 韦33 贾33 夏32 付32 方32 邹31 熊30 白30 孟30 秦30 "
        "邱29 侯29 江29 尹28 薛28 闫27 段26 雷26 龙25 黎25 史24 陶24 贺23 毛23 郝23 顾22 龚22 邵22 万22 "
        "覃21 武21 钱21 戴21 严20 莫20 孔19 向19 常18 汤18 康17 易17 乔17 赖17 文17 施16 洪16 季15 辛14 "
        "樊14 兰14 殷13 章13 葛13 鲁13 伍13 俞12 牛12 关12 岳12 齐11 聂11 焦11 俸3 庄11 颜10 倪10 温9 "
        "芦9 左9 宁9 纪8 耿8 祝8 申8 柴8 鲍8 尤8 屈7 翟7 阮7 单7 路7 霍7 柳7 涂7 柯6 甘6 裴6 车6 梅6 欧6 "
        "游6 饶6 项5 盛5 凌5 解5 查4 仇4 区3 缪3 朴3"
    )
}
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "东方", "尉迟", "慕容", "令狐", "司徒")
COMPOUND_SHARE = 0.0012
DOTTED_SHARE = 0.003  # households whose names carry a dot
DOTTED_MALE = words("艾力 买买提 阿卜杜拉 吐尔逊 库尔班 玉素甫 艾尔肯 居马 巴特尔 扎西 多吉 哈斯")
DOTTED_FEMALE = words("阿依古丽 古丽娜尔 帕提古丽 热依汗 其曼古丽 阿米娜 萨仁 卓玛 央金 乌兰")
DOTTED_FATHERS = words("买买提 艾山 吐尔地 热合曼 依明 阿不都 肉孜 赛买提 呼格 次仁 达瓦 托乎提")

LATIN_SURNAMES = words("SMITH NGUYEN KIM TANAKA MUELLER GARCIA IVANOV ALI OKAFOR ROSSI")
LATIN_GIVEN = words("JOHN ANNA MARIA DAVID MIN YUKI THOMAS FATIMA ELENA PETER")


@dataclass(frozen=True)
class GivenNames:
    """What children of one sex were called in some decades: one character, or a first and a second."""

    single_share: float
    single: str
    first: str
    second: str


# The five bands are births before 1950, before 1970, before 1990, before 2005, and since.
BAND_YEARS = (1950, 1970, 1990, 2005)
MALE = (
    GivenNames(
        0.03,
        "福祥贵荣",
        "德国文玉长永明福金学光世家兴志正树万振广凤维宝庆",
        "林明清山成福祥荣才贵生华全高发堂海云臣武义昌元和顺",
    ),
    GivenNames(
        0.12,
        "军明勇强平刚华伟忠斌林杰涛波辉峰志东文武",
        "建国志文卫永军明爱新红光学海平长玉德春庆正金成世",
        "国华明军平民强林生伟东新成兵山海文忠义祥才荣清和",
    ),
    GivenNames(
        0.38,
        "伟强军勇磊涛超鹏杰斌波辉刚健峰亮俊浩宁飞凯旭龙明华林毅洋锋敏东平洪岩松雷坤兵彬鑫",
        "建志海晓文国永小俊明立少春金红向新宏成学",
        "军伟华平峰明强东波辉林龙飞兵勇涛斌祥亮刚生忠",
    ),
    GivenNames(
        0.24,
        "浩鹏杰超凯鑫宇阳帅磊涛旭康晨斌龙毅航翔奇昊睿哲锐楠森博辰恒越",
        "俊志嘉家文子宇浩明天晓佳建泽少瑞晨永海思",
        "杰豪宇鑫轩伟辉鹏龙飞强涛凯文康阳洋斌航毅",
    ),
    GivenNames(
        0.07,
        "睿辰轩涵昊晨宸煜泽毅博哲",
        "浩宇子俊梓皓奕沐一泽宸铭思嘉睿文景书瑞天",
        "轩宇涵泽辰睿豪博然宸航阳霖熙铭昊洋晨诚毅",
    ),
)
FEMALE = (
    GivenNames(
        0.02,
        "英兰珍芳",
        "秀桂玉淑素凤兰菊金春翠月爱冬惠美莲彩银瑞",
        "英兰珍华芳花香莲荣梅云芝琴莉凤娥珠清贞枝",
    ),
    GivenNames(
        0.12,
        "英梅玲霞芳萍红敏琴娟丽云燕平艳珍莲洁静蓉",
        "秀桂玉丽淑凤爱春红小金雪月美惠彩翠亚素建",
        "英兰梅华芳玲珍琴萍霞云红香莲凤荣珠娥丽清",
    ),
    GivenNames(
        0.38,
        "丽敏静艳娟芳燕霞玲婷红莉梅萍英洁琳蓉娜颖倩慧雪丹琼琴蕾平佳莹晶波媛薇华云岚晓",
        "晓丽小海春红雪玉秀艳美金文亚慧翠彩冬桂凤",
        "丽红燕霞娟玲梅芳敏华艳英萍莉琴云平荣珍静",
    ),
    GivenNames(
        0.22,
        "婷雪颖倩丹悦静敏莹璐琳娜慧瑶蕾佳琪怡欣洁薇媛晴萌楠宁",
        "佳雨思梦欣晓雅诗嘉文婷静紫子美若海心玉慧",
        "婷怡琪雯欣颖慧玉洁瑶敏静萍琳丽娜莹雪倩蓉",
    ),
    GivenNames(
        0.06,
        "玥萱悦妍彤瑶涵琪颖妤晴",
        "梓欣诗雨可语一若子依思雅佳沐艺芷嘉心钰紫",
        "涵萱怡妍琪馨彤诺汐桐瑶悦妤菲玥瑾宁婷晨雯",
    ),
)


def _with_compounds() -> tuple[list[str], Floats]:
    single = np.array(list(SURNAMES.values()), dtype=np.float64)
    each = single.sum() * COMPOUND_SHARE / len(COMPOUND_SURNAMES)
    return [*SURNAMES, *COMPOUND_SURNAMES], np.r_[single, np.full(len(COMPOUND_SURNAMES), each)]


def surnames(rng: np.random.Generator, count: int) -> pl.Series:
    """Surnames by their share of the population."""
    words, weights = _with_compounds()
    return pl.Series("surname", words).gather(pick(rng, weights, count))


def bands(birth_years: Ints) -> Ints:
    """Index of the band of decades each birth falls in."""
    found: Ints = np.searchsorted(np.array(BAND_YEARS), birth_years, side="right").astype(np.int64)
    return found


def given_names(rng: np.random.Generator, *, male: pl.Series, birth_years: Ints) -> pl.Series:
    """Given names by sex and decade of birth; drawn group by group, in the order of the rows."""
    group = 2 * bands(birth_years) + male.to_numpy().astype(np.int64)
    names = np.full(len(group), "", dtype=object)
    for place in range(2 * (len(BAND_YEARS) + 1)):
        chosen_here = np.flatnonzero(group == place)
        pool = (MALE if place % 2 else FEMALE)[place // 2]
        names[chosen_here] = _from_pool(rng, pool, len(chosen_here)).to_list()
    return pl.Series("given", names.tolist(), dtype=pl.String)


def _from_pool(rng: np.random.Generator, pool: GivenNames, count: int) -> pl.Series:
    alone = pl.Series(flags(rng, pool.single_share, count))
    one = chosen(rng, list(pool.single), count, flatness=8.0)
    two = _characters(rng, pool.first, count) + _characters(rng, pool.second, count)
    return pl.select(pl.when(alone).then(one).otherwise(two)).to_series()


def _characters(rng: np.random.Generator, characters: str, count: int) -> pl.Series:
    return pl.Series(list(characters)).gather(pick(rng, zipf(len(characters), 5.0), count))


def latin(rng: np.random.Generator, count: int) -> pl.Series:
    """Names as passports of other countries print them."""
    return chosen(rng, LATIN_SURNAMES, count) + " " + chosen(rng, LATIN_GIVEN, count)


def dotted(rng: np.random.Generator, male: pl.Series) -> pl.Series:
    """Names of two parts with a dot between, as some nationalities write them."""
    count = len(male)
    own = pl.select(
        pl.when(male).then(chosen(rng, DOTTED_MALE, count)).otherwise(chosen(rng, DOTTED_FEMALE, count))
    ).to_series()
    return own + "·" + chosen(rng, DOTTED_FATHERS, count)
