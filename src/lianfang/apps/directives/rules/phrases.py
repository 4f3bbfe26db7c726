"""Conditions under which a demand holds, and the words of supervision."""

import re
from collections.abc import Iterator
from typing import Final

from lianfang.apps.directives.rules.rule import rule
from lianfang.apps.directives.terms import Phrase, Span

CONDITIONS: Final = (
    rule(
        "every_who",
        r"(?<![平大不])凡(?:是)?[^,。;:!?\n]{2,60}?(?:的|者)?(?=[,。;]|一律|要|必须|应|须|不得|都)",
        "凡是外地返乡人员，",
        "凡是某种人、某种情形",
    ),
    rule(
        "towards",
        r"(?:针对|对于?)(?!标|照|接|口|此|应|策|外|内|象|待|手|其)[^,。;:!?\n]{2,60}?(?:的|者)(?=[,]|要(?!求)|一律|依法|必须|应|须|坚决|予以|给予|按|由|严肃|立即|及时|将)",
        "对拒绝隔离的，",
        "对某种人、某种情形",
    ),
    rule("once", r"一旦[^,。;:!?\n]{2,40}", "一旦发现可疑病例", "一旦发生"),
    rule(
        "if",
        r"(?:(?<=[,。;:!?\n])|^)(?:如果|如遇|如有|如发现|如需|如确需|如出现|如因|如(?![何下期实此上同数约意愿])|若|倘若|万一|遇有?|遇到|要是)[^,。;:!?\n]{2,40}",
        "如有发热",
        "如果",
    ),
    rule(
        "on_finding",
        r"(?:(?<=[,。;:!?\n])|^)(?:发现|出现|发生|接到|收到)[^,。;:!?\n]{2,40}?(?:的|后|时)?(?=[,]|要|应|须|必须|立即|马上|第一时间|及时|\d|[一二两三]小时)",
        "发现发热患者，",
        "发现某事",
    ),
    rule(
        "in_case",
        r"(?:(?<=[,。;:!?\n])|^)(?:在)?[^,。;:!?\n]{2,30}(?:的情况下|情况时|情形下|期间|的情形)(?=[,]|要|应|须)",
        "在发生疫情的情况下，",
        "在某种情况下",
    ),
    rule(
        "who_fails",
        r"(?:(?<=[,。;:!?\n])|^)(?:因)?[^,。;:!?\n]{0,30}(?:不力|不到位|不及时|缓报|瞒报|漏报|迟报|谎报|失职|渎职|不落实|擅自|拒绝|拒不|造成)[^,。;:!?\n]{0,40}的(?=[,])",
        "因工作不力造成后果的，",
        "失职的情形",
    ),
)
SUPERVISION: Final = rule(
    "supervision",
    r"明察暗访|责任倒查|挂牌督办|监督执纪|回头看|追究[^,。;]{0,8}责任|追责问责|问责追责|严肃处理|严肃查处|移[交送](?:纪检监察|司法|公安|纪委)[^,。;]{0,4}|组织处理|党纪政务处分|通报批评|督查检查|督导检查|监督检查|"
    r"督查|督导|督办|通报|问责|追责|约谈|考核|暗访|抽查|巡查|检查|销号|查处|处分|曝光|倒查|批评|诫勉|点名|排名|立案|顶格处罚|依法处理|依纪依规",
    "每周通报",
    "督查、通报、问责等",
)
_PLACE: Final = re.compile(r"[点站卡组]|证|单|表|结果|员")


def conditions_in(view: str, text: str) -> Iterator[Phrase]:
    """Conditions, as written; spans are places of the view."""
    taken: list[tuple[int, int]] = []
    for one in CONDITIONS:
        for match in one.pattern.finditer(view):
            start, end = match.span()
            if not any(start < right and left < end for left, right in taken):
                taken.append((start, end))
                yield Phrase(text[start:end], Span(start, end), one.name)


def supervision_in(view: str, text: str) -> Iterator[Phrase]:
    """Words of supervision, each once; 检查站 and 督导组 are places and groups, not verbs."""
    seen: set[str] = set()
    for match in SUPERVISION.pattern.finditer(view):
        word = match.group()
        if word not in seen and not _PLACE.match(view, match.end()):
            seen.add(word)
            yield Phrase(text[slice(*match.span())], Span(*match.span()), SUPERVISION.name)
