"""What a template prints: figures with their sources, sentences chosen from them, rows, a chart, words.

1. The account of the area's day as known at a moment, and of the same hour a day earlier.
2. Facts for the sentences: those figures, a week of some of them, who has waited longest.
3. Values by the names of the vocabulary; only what the template uses is drawn or asked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lianfang.apps.areas import queries as areas
from lianfang.apps.documents.queries.contact_letters import letter_of, letter_values
from lianfang.apps.documents.rules import numbers, sentences, vocabulary
from lianfang.apps.documents.terms import (
    SMALLEST_SHOWN,
    DocumentKind,
    Fact,
    Facts,
    Head,
    KindOf,
    Longest,
    Subject,
)
from lianfang.apps.intake import queries as intake
from lianfang.apps.reporting import queries as reporting
from lianfang.apps.reporting.terms import (
    BEFORE,
    FIGURES,
    MEASURE_ROWS,
    NOBODY,
    QUOTIENT,
    Account,
    Counted,
    Place,
    Source,
)
from lianfang.core import charts
from lianfang.core.documents import Figure, Picture, Text, Value, written_date
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE

WHOLES = ("县", "区", "市", "镇", "乡", "街道")
CHART_WIDTH_MM = 140.0
LETTER_ROWS = 500
"""Records that a letter lists; its template says what becomes of the rest."""


@dataclass(frozen=True)
class Material:
    """Values by name, the figures by key with their sources, of which area they count."""

    values: Mapping[str, Value]
    figures: Mapping[str, Counted]
    area: str


def draft_head(kind: KindOf, *, area: str, about: str, on: date, known_at: datetime) -> Head:
    """Return the head that a new document of a kind begins with. Raises PlaceUnknown, NotFound."""
    place = reporting.place_of(area)
    receiver = _receiver(kind, area, about, known_at)
    subject = receiver or _named(about) or place.name
    titles = {
        DocumentKind.SITUATION: f"关于{on.month}月{on.day}日疫情防控情况的报告",
        DocumentKind.TALK_OUTLINE: f"关于疫情防控工作落实情况\n约谈{subject}的提纲",
        DocumentKind.PRESS_RELEASE: f"{place.name}疫情防控情况通报",
        DocumentKind.COMMAND: "疫情防控命令",
        DocumentKind.ANNOUNCEMENT: "关于解除疫情防控措施的通告",
        DocumentKind.LETTER: "关于商请协助核查有关人员的函",
        DocumentKind.CONTACT_LETTER: "关于商请协助查找和管控\n密切接触者的函",
    }
    addressees = {
        DocumentKind.SITUATION: place.upper_office or "上级疫情防控指挥部办公室",
        DocumentKind.LETTER: f"{subject}疫情防控指挥部办公室" if about else "有关地区疫情防控指挥部办公室",
        DocumentKind.CONTACT_LETTER: receiver or "有关地区疫情防控指挥部办公室",
    }
    return Head(
        title=titles[kind.code],
        issuer=place.office,
        prefix=numbers.prefix_of(place.name, kind.suffix),
        addressee=addressees.get(kind.code, ""),
    )


def _receiver(kind: KindOf, area: str, about: str, known_at: datetime) -> str:
    """Return to whom a letter about contacts is written: an office of that county, or as it was typed."""
    if kind.code is not DocumentKind.CONTACT_LETTER or not about:
        return ""
    card = letter_of(area, about, known_at=known_at)
    return f"{card.other}疫情防控指挥部办公室" if card.other_area else card.other


def _named(about: str) -> str:
    """Return the name of an area by its code, or a place as it was typed."""
    return areas.names([about]).get(about, "" if about.isdigit() else about)


def material(
    kind: KindOf,
    *,
    subject: Subject,
    head: Head,
    texts: Mapping[str, str],
    number: str,
    signed_on: date,
    used: Collection[str],
    clear: bool = False,
) -> Material:
    """Return what a template of a kind may print; numbers of persons masked unless `clear`.

    Raises PlaceUnknown, NotFound.
    """
    counted_in = counted_area(kind.code, subject.area, subject.about)
    account = reporting.account_of(area=counted_in, on=subject.on, as_known_at=subject.as_known_at)
    compared = any(name.startswith(("判断.", "before.", "change.")) for name in used)
    figures = reporting.compared(account) if compared else dict(account.figures)
    values: dict[str, Value] = dict(_words(subject, account.place, head))
    values |= {"文号": number, "成文日期": written_date(signed_on)}
    values |= {f"所写.{title}": _lines(texts.get(key, "")) for key, title in kind.texts.items()}
    if kind.code is DocumentKind.LETTER:
        values |= _letter(subject, figures)
    if kind.code is DocumentKind.CONTACT_LETTER:
        values |= _contacts(subject, figures, clear=clear)
    values |= {key: _shown(figure, public=kind.public) for key, figure in figures.items()}
    if not kind.public:
        values |= _rows(account)
        values |= _judged(account, figures) if compared else {}
        values |= _chart(account) if vocabulary.CHART in used else {}
    return Material(values, figures, counted_in)


def counted_area(kind: str, area: str, about: str) -> str:
    """Return the area in which the figures of a document count: of an outline the place that it is about."""
    return about if kind == DocumentKind.TALK_OUTLINE and about else area


def _words(subject: Subject, place: Place, head: Head) -> dict[str, str]:
    local, on = subject.as_known_at.astimezone(ZONE), subject.on
    own = areas.names([subject.area]).get(subject.area, subject.area)
    whole = next((f"全{each}" for each in WHOLES if own.endswith(each)), "辖区")
    return {
        "标题": head.title.replace("\n", ""),
        "主送": head.addressee,
        "抄送": "，".join(head.copied_to) or "无",
        "单位": head.issuer,
        "对象": _named(subject.about) or place.name,
        "地名": own,
        "全域": whole,
        "日期": f"{on.month}月{on.day}日",
        "截至": f"{written_date(local.date())}{local.hour}时{local.minute:02}分",
        "签发人": head.signer,
        "密级": head.secrecy,
        "紧急程度": head.urgency,
    }


def _lines(text: str) -> list[Text]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _shown(figure: Counted, *, public: bool) -> Figure:
    """Return a figure as it is printed; to the public a small count has no number, not even in the file."""
    value = figure.value
    if public and isinstance(value, int) and 0 < value < SMALLEST_SHOWN:
        few = f"少于{SMALLEST_SHOWN}"
        return Figure(figure.key, few, few, figure.counts)
    return sentences.shown(figure)


def _rows(account: Account) -> dict[str, Value]:
    """Return the rows of the tables, every number of them a figure."""
    figures = account.figures

    def columns(prefix: str, code: str) -> dict[str, Text]:
        told: dict[str, Text] = {
            name: sentences.shown(figures[f"{prefix}.{code}.{column}"])
            for name, column in vocabulary.TALLIED.items()
        }
        return told | {"完成率": sentences.shown(figures[f"{prefix}.{code}.rate"])}

    places = account.place.children
    measured: dict[str, dict[str, Text]] = {
        code: {
            name: sentences.shown(figures[f"measure.{code}.{column}"])
            for name, column in vocabulary.MEASURED.items()
        }
        for code in MEASURE_ROWS
    }
    return {
        "各地": [{"地名": places.get(code, "本级"), **columns("place", code)} for code in account.ranking],
        "事项": [
            {"名称": name, **columns("kind", code)}
            for code, name in account.kinds.items()
            if figures[f"kind.{code}.due"].value
        ],
        "措施": [
            {"名称": name, **measured[code]}
            for code, name in MEASURE_ROWS.items()
            if any(figures[f"measure.{code}.{column}"].value for column in vocabulary.MEASURED.values())
        ],
        "责任人": _holders(account),
    }


def _holders(account: Account) -> list[dict[str, Text]]:
    return [
        {
            "姓名": each.name,
            "岗位": each.post,
            "地区": each.area_name,
            "项数": sentences.shown(account.figures[f"holder.{number}.all"]),
            "最早时限": _moment(each.earliest),
        }
        for number, each in enumerate(account.holders, start=1)
    ]


def _moment(at: datetime) -> str:
    local = at.astimezone(ZONE)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{local.month}月{local.day}日{local.hour}时{minutes}"


def _judged(account: Account, figures: Mapping[str, Counted]) -> dict[str, Value]:
    facts = _facts(account, figures)
    return {
        f"判断.{name}": [sentences.sentence(rule, facts, figures) for rule in sentences.chosen(facts, topics)]
        for name, topics in vocabulary.TOPICS.items()
    }


def _facts(account: Account, figures: Mapping[str, Counted]) -> Facts:
    """Return the facts of the sentences."""
    keys = [each.key for each in FIGURES if each.source.query != QUOTIENT]
    days = reporting.days_before(account, sentences.LOOKED_BACK, days=sentences.DAYS_LOOKED_BACK)
    found = {
        key: Fact(int(figures[key].value), int(figures[f"{BEFORE}.{key}"].value), days.get(key, ()))
        for key in keys
    }
    longest, children = _longest(account), account.place.children
    worst = next((code for code in account.ranking if code in children), "")
    gap = f"place.{worst}.gap"
    told = bool(worst) and bool(figures[gap].value)
    return Facts(found, longest, children[worst] if told else "", gap if told else "")


def _longest(account: Account) -> Longest | None:
    """Return who has waited longest with something that is overdue by now."""
    first = account.longest
    if first is None or first.earliest >= account.as_known_at:
        return None
    name = "" if first.key[0] == NOBODY else first.name
    kind = account.kinds[first.kinds[0]]
    return Longest(name, first.post, first.area_name, kind, _moment(first.earliest))


def _chart(account: Account) -> dict[str, Value]:
    rows = [
        (account.place.children.get(code, "本级"), int(account.figures[f"place.{code}.gap"].value))
        for code in account.ranking
    ]
    return {vocabulary.CHART: Picture(charts.bars_on_paper(rows, unit="缺口（项）"), CHART_WIDTH_MM)}


def _contacts(subject: Subject, figures: dict[str, Counted], *, clear: bool) -> dict[str, Value]:
    """Return what a letter about contacts says; its figures are added to the others."""
    values, counted = letter_values(subject, clear=clear)
    figures |= {one.key: one for one in counted}
    return values


def _letter(subject: Subject, figures: dict[str, Counted]) -> dict[str, Value]:
    """Return what a letter says of the records handed to a place; its figure is added to the others."""
    lo, hi = area_code.prefix_range(subject.area)
    about = subject.about
    found = [
        each
        for each in intake.open_forwards(area=subject.area, known_at=subject.as_known_at)
        if lo <= each.from_area < hi and about in {"", each.area}
    ]
    source = Source("forwards_to", part=about) if about else Source("forwards_open", part="sent")
    figures["letter.forwards"] = Counted(
        "letter.forwards", len(found), str(len(found)), "转交该地尚未签收的条数", source
    )
    names = intake.batch_names({each.batch_id for each in found})
    rows = [
        {
            "序号": str(number),
            "名单": names.get(each.batch_id, ""),
            "行号": str(each.row_no),
            "时间": _moment(each.happened_at),
        }
        for number, each in enumerate(found[:LETTER_ROWS], start=1)
    ]
    return {"转交": rows}
