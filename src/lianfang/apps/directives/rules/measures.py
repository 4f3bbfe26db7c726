"""The words that quantities are written with: bounds, units, what they are per, and rules of shares."""

from typing import Final

from lianfang.apps.directives.rules.numerals import ARABIC, CHINESE
from lianfang.apps.directives.rules.rule import N, rule

LEAST: Final = "不得?少于|不得?低于|不得?小于|不得?短于|大于等于|≥|至少|最少|大于|高于|超过|达到|达|保证|确保|备足|储备|满足|满"
MOST: Final = (
    "不得?超过|不得?长于|小于等于|≤|不得?高于|不得?多于|不得?大于|最多|最高|控制在|小于|低于|少于|以内"
)
BOUND: Final = (
    rf"(?:(?P<bound>{LEAST}|{MOST})(?:到|在|为|有|(?<=至少)[建设配完安储][\u4e00-\u9fff]{{0,3}})?)?"
)
BOUND_OF: Final = rf"(?:(?P<bound>{LEAST}|{MOST})(?:到|在|为|有)?(?:[^,。;:0-9%()]{{0,10}}(?:\([^()]{{1,8}}\))?[^,。;:0-9%()]{{0,12}}的)?)?"
"""A bound, and of what a share is told: 不低于辖区企业数的20%."""
AFTER: Final = "(?P<after>(?:及|或)?以上|(?:及)?以内|(?:及)?以下|之内)?"
MEASURES: Final = (
    "人份|人次|车次|台次|班次|批次|平方米|平米|平方公里|公里|千米|厘米|毫米|立方米|米|毫克|毫升|公斤|千克|克|斤|吨|升|"
    "万元|元|摄氏度|度|℃|倍|床位|张床|工作日|个?小时|分钟|个月|个?星期|周|天|日|"
    "个?钟头|份|间|张|名|人|套|只|盒|瓶|台|辆|支|件|户|家|处|所|组|队|批|管|剂|针|册|块|顶|桶|箱|样|幅|副|根|袋|包|条|部|座|栋|片|具|架|艘|顿|餐|头|例|把|项|个人(?!防)|个|种|类|班|岗|点位|次|轮|桌|席|亩|株|平方|床|年|月|分"
)
WIDE: Final = "个?钟头|轮|遍|次|例|把|项|种|份|间|张|名|人|套|只|盒|瓶|台|辆|支|件|处|组|队|批|桌|席|箱|桶|个月|天|日|小时|周|倍|米|平方米|班|家|户|岗|个人|个|顶|部"
PER: Final = rf"(?:(?P<per>每(?:{N})?(?:万人口?|千人|百人|人|户|间|班|村|社区|乡镇|镇|街道|网格|小区|栋|单元|点|个?(?:行政村|自然村|村民小组|采样点|隔离点|安置点|接种点|检查点|卡点|网格|单位|企业|学校|班级|车间|家庭|对象|人员|小组|班次|楼栋|栋楼|楼层|房间|年级|摊位|项目|医院|机构|病区|台车|辆车|批次|样本|学生|教师|职工|员工|居民|村民|医护|采样队|专班)|半月|(?:名|位|个|所|家|处|组|台|辆|支|次|批|张|餐|班)[\u4e00-\u9fff]{{0,5}}?|天|日|周|月)(?:每[日天人])?)(?P<gap>[^,。;:0-9每]{{0,9}}?))?"
OF: Final = r"(?:/(?P<of>日|天|人|户|周|月|小时|次|万人|百人|千人|间|班|村|床))?"
IN_WORDS: Final = rf"{CHINESE}+(?:[万亿]{CHINESE}*)?"
"""A number in Chinese numerals."""

SHARES: Final = (
    rule(
        "percent",
        rf"{BOUND_OF}(?P<n>{ARABIC})(?P<unit>[%‰])(?:[-~至到](?P<n2>{ARABIC})[%‰])?{AFTER}",
        "100%",
        "百分比",
    ),
    rule(
        "percent_words",
        rf"{BOUND_OF}(?P<w>百分之(?P<n>{IN_WORDS}|{ARABIC}))(?:[至到](?:百分之)?(?P<n2>{IN_WORDS}|{ARABIC}))?{AFTER}",
        "百分之八十",
        "百分比",
    ),
    rule("per_mille", rf"{BOUND_OF}(?P<w>千分之(?P<n>{IN_WORDS}|{ARABIC})){AFTER}", "千分之五", "千分比"),
    rule(
        "half",
        rf"{BOUND_OF}(?P<w>(?<![一-龥])过(?P<n>半)数?|(?P<n3>半)数|(?<=的)一(?P<n2>半)){AFTER}",
        "半数以上",
        "一半",
    ),
    rule("fraction", rf"{BOUND_OF}(?P<n>(?:{CHINESE}|万)分之{CHINESE}+){AFTER}", "三分之二", "几分之几"),
    rule(
        "tenths",
        rf"{BOUND_OF}(?P<n>[一二两三四五六七八九])(?P<unit>成)(?P<fifth>[一二三四五六七八九半])?(?=及?以[上下内]|的|[,。;时左]|$)(?!为|立){AFTER}",
        "八成以上",
        "十分之几",
    ),
    rule(
        "times_of",
        rf"{BOUND_OF}(?P<n>{N})(?P<unit>倍){AFTER}",
        "不少于平时的1.5倍",
        "几倍",
    ),
)
"""Rules of shares and multiples; where several could match, the first counts."""
