"""Looser shapes of headers: 被推送人, 离开来源地时间, 当前驻留街镇.

They are weaker than the words of `synonyms` and count only where no column is headed by a word of the field.
"""

import re

from lianfang.apps.intake.reading.terms import Field

_NOW = "(?:现|当前|目前|所在|所属|居住|驻留|落脚|落地|隔离|在本[省市县区镇村]){1,3}地?"
_HERE = "(?:本地|目的地|辖区|[本我].?[省市县区镇乡村])"
_HERE_IT_BEGINS = "(?:[本我辖]|目的)"
_ELSEWHERE = "(?:户籍|户口|身份证|单位|工作|学校|企业|公司|来源|出发|始发|旅居|风险|原|曾|是否)"
_COME = "(?:到达|抵达|进入|返回|返乡|来乡|回乡|来返|返程|入境|入住|到站|来|到|返|抵){1,2}"
_DAY = "的?(?:日期|时间|日)"

SHAPES: tuple[tuple[Field, re.Pattern[str]], ...] = tuple(
    (field, re.compile(shape))
    for field, shape in (
        (Field.NAME, r"(?!是否).{0,8}(?:姓名|名字)|被.{1,3}人"),
        (Field.ID_NUMBER, r"(?!是否).{0,6}(?:身份证|证件|身份)(?:号|号码)"),
        (Field.PHONE, r"(?!是否).{0,6}(?:电话|手机|手机号|联系方式)(?:号码|号)?"),
        (Field.SEX, r".{0,4}性别"),
        (Field.AGE, r".{0,4}年龄"),
        (Field.BIRTH_DATE, r".{0,4}出生(?:日期|年月日?|时间)"),
        (Field.LEVEL, r".{0,8}风险(?:等级|级别|程度)"),
        (Field.LAST_EXPOSURE, rf"(?:末次|最后|最近).{{0,4}}(?:接触|暴露).{{0,4}}(?:{_DAY})?"),
        (Field.LAST_EXPOSURE, rf"离开(?!{_HERE_IT_BEGINS}).{{0,8}}{_DAY}"),
        (Field.ARRIVED, rf"(?!预计|计划){_COME}{_HERE}?{_DAY}"),
        (Field.ORIGIN, r".{0,4}(?:来源地|出发地|始发地|旅居地)(?:区|名称|地址|详细地址)?|来自.{0,3}"),
        (Field.ORIGIN, r".{0,2}从(?:哪里|哪儿|哪|何地|何处)(?:来|返回|回来|过来|返乡)?"),
        (Field.REGISTERED_ADDRESS, r"(?:户籍|户口|身份证).{0,4}(?:地|地址|住址)"),
        (
            Field.ADDRESS,
            rf"(?!{_ELSEWHERE}).{{0,6}}(?:详细地址|居住地址?|居住住址|住址|住地)|目的地(?:地址)?",
        ),
        (Field.ADDRESS, r"(?:村?组|小组|楼栋)(?:楼栋)?门牌号?"),
        (Field.TOWN, rf"{_NOW}的?(?:乡镇|街镇|镇街|街道|乡镇街道|镇|乡)"),
        (Field.VILLAGE, rf"{_NOW}的?(?:村|社区|村社区|村居|行政村)"),
        (Field.GRID, rf"{_NOW}的?网格(?:名称|编号|号)?"),
        (Field.OCCUPATION, r"(?:从事|现|当前|目前)的?职业(?:类别|名称)?"),
        (Field.WORKPLACE, r"(?:现|当前|目前|所在)的?(?:工作单位|就读学校|单位|学校)(?:名称)?"),
        (Field.EXPOSURE, r"(?:人员|管控|接触|暴露|密接|风险)(?:类别|类型|性质|分类)"),
        (Field.TRANSPORT, r".{0,6}(?:车次|航班)号?|.{0,6}交通(?:方式|工具)"),
    )
)
