"""Lays an account out as an official document: sentences and tables, every number a figure.

The sentences are those of the table of figures (`terms.FIGURES`); tables take their order from the account.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from lianfang.apps.reporting.rules import wording
from lianfang.apps.reporting.terms import (
    CHILDREN,
    COLUMNS,
    FIGURES,
    FREE_TEXTS,
    MEASURE_COLUMNS,
    MEASURE_ROWS,
    POST_COLUMNS,
    SECTIONS,
    Account,
    Holder,
    Section,
)
from lianfang.core.documents import (
    Align,
    Attachment,
    Block,
    Figure,
    Heading,
    Imprint,
    Inline,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Table,
    Text,
)

TITLE = "疫情防控工作日报"
TOTAL = "合计"
NOTE = "本报为日报告、零报告，所列数字均由台账生成，可逐项追溯到具体记录"


def brief_document(account: Account, *, uid: str, texts: Mapping[str, str] | None = None) -> OfficialDocument:
    """Return the daily brief of an account, with what people wrote by section; `uid` is kept to trace it."""
    place = account.place
    copies = (
        (place.upper_office,) if place.upper_office and place.upper_office != wording.addressee(place) else ()
    )
    attached = _attachments(account)
    return OfficialDocument(
        written_at=account.as_known_at,
        author=place.office,
        letterhead=Letterhead(body=place.office, number=wording.issue_number(account.on)),
        title=TITLE,
        subtitle=f"（截至{wording.moment(account.as_known_at)}）",
        addressee=wording.addressee(place),
        body=[_opening(account), *_sections(account), *_written(texts or {})],
        attachments=attached,
        signature=place.office,
        signed_on=account.on,
        note=NOTE,
        imprint=Imprint(printed_by=place.office, printed_on=account.on, copied_to=copies),
        facts={"brief": uid, "area": place.area, "on": account.on.isoformat()},
    )


def _opening(account: Account) -> Paragraph:
    day = f"{account.on.month}月{account.on.day}日"
    return Paragraph(f"现将{day}{wording.whole(account.place.name)}疫情防控工作情况报告如下。")


def _sections(account: Account) -> Iterator[Block]:
    for section in SECTIONS:
        yield Heading(1, section.heading)
        for paragraph in section.paragraphs:
            yield Paragraph(_sentence(account, paragraph))
        if section.table == "places":
            yield Paragraph(_worst(account))
        yield from _tables(account, section)


def _attachments(account: Account) -> list[Attachment]:
    """Return the long tables, which are bound behind the text."""
    tables = [LONG[section.table](account) for section in SECTIONS if section.table in LONG]
    return [Attachment(title=table.title, body=[replace(table, title="")]) for table in tables if table.rows]


def _written(texts: Mapping[str, str]) -> Iterator[Block]:
    """Return the sections that people wrote, a paragraph a line; an empty one is left out."""
    for key, heading in FREE_TEXTS.items():
        lines = [line.strip() for line in texts.get(key, "").splitlines() if line.strip()]
        if lines:
            yield Heading(1, heading)
            yield from map(Paragraph, lines)


def _worst(account: Account) -> list[Inline]:
    """Return the sentence above the ranking: which area has most open duties, or that none has any."""
    below = CHILDREN[account.place.level]
    if not account.ranking:
        return [f"本地没有下级{below}。"]
    worst = account.ranking[0]
    gap = figure(account, f"place.{worst}.gap")
    if not gap.value:
        return [f"各{below}缺口均为", gap, "项。"]
    return [f"各{below}按缺口由多到少列表如下，缺口最多的是{_place_name(account, worst)}，为", gap, "项。"]


def _place_name(account: Account, code: str) -> str:
    return account.place.children.get(code, "本级")


def _sentence(account: Account, paragraph: str) -> list[Inline]:
    """Return the declared figures of a paragraph with their words around them."""
    parts: list[Inline] = []
    for declared in FIGURES:
        if declared.paragraph == paragraph:
            before, after = declared.words.split("{}")
            parts += [before, figure(account, declared.key), after]
    return parts


def figure(account: Account, key: str) -> Figure:
    """Return a counted figure as it stands in the document."""
    counted = account.figures[key]
    return Figure(counted.key, counted.value, counted.text, counted.counts)


def _tables(account: Account, section: Section) -> Iterator[Block]:
    """Yield the table of a section, or where it is to be found; none without rows."""
    build = TABLES.get(section.table) or LONG.get(section.table)
    table = build(account) if build else None
    if table and table.rows:
        yield Paragraph(f"逐项情况见附件《{table.title}》。") if section.table in LONG else table


def _coded(
    account: Account, columns: Mapping[str, str], rows: Mapping[str, str], prefix: str, total: str
) -> list[list[Text]]:
    """Return the rows of a table of figures `prefix.code.column`, and their total `total.column`."""
    cells: list[list[Text]] = []
    for code, name in rows.items():
        figures = [figure(account, f"{prefix}.{code}.{column}") for column in columns]
        cells.append([name, *figures])
    return [*cells, [TOTAL, *(figure(account, f"{total}.{column}") for column in columns)]]


def _measures(account: Account) -> Table:
    columns = {column: head for column, (head, _) in MEASURE_COLUMNS.items()}
    rows = _coded(account, columns, MEASURE_ROWS, "measure", "measures")
    return Table(("措施", *columns.values()), rows, (3, 1, 1, 1, 1.2), title="表1　在管人员")


def _kinds(account: Account) -> Table:
    columns = {**COLUMNS, "rate": "完成率"}
    rows = _coded(account, columns, account.kinds, "kind", "duty")
    return Table(("事项", *columns.values()), rows, (2.4, 1, 1, 1, 1, 1, 1.2), title="责任事项落实情况")


def _places(account: Account) -> Table:
    columns = {"due": "应办", "done": "已办", "gap": "缺口", "overdue": "超时", "rate": "完成率"}
    names = {code: _place_name(account, code) for code in account.ranking}
    below = CHILDREN[account.place.level]
    rows = _coded(account, columns, names, "place", "duty")
    return Table((below, *columns.values()), rows, (3, 1, 1, 1, 1, 1.2), title=f"表2　各{below}落实情况")


def _posts(account: Account) -> Table:
    columns = {column: head for column, (head, _) in POST_COLUMNS.items()}
    rows = _coded(account, columns, account.posts, "post", "posts")
    return Table(("岗位", *columns.values()), rows, (3, 1, 1), title="表3　岗位")


def _todo(account: Account) -> Table:
    cells = partial(_holder, account)
    rows = [cells(number, holder) for number, holder in enumerate(account.holders, start=1)]
    head = ("责任人", "岗位", "地区", "未办事项", "项数", "最早时限")
    aligns: tuple[Align, ...] = ("center", "center", "center", "left", "center", "center")
    return Table(head, rows, (20, 30, 23, 45, 14, 24), aligns, title="未办事项较多的责任人")


def _holder(account: Account, number: int, holder: Holder) -> list[Text]:
    items: list[Inline] = []
    for kind in holder.kinds:
        items += [
            "；" if items else "",
            account.kinds[kind],
            figure(account, f"holder.{number}.{kind}"),
            "项",
        ]
    total = figure(account, f"holder.{number}.all")
    return [holder.name, holder.post, holder.area_name, items, total, wording.short_moment(holder.earliest)]


TABLES: Mapping[str, Callable[[Account], Table]] = {
    "measures": _measures,
    "places": _places,
    "posts": _posts,
}
LONG: Mapping[str, Callable[[Account], Table]] = {"kinds": _kinds, "todo": _todo}
"""Tables of a row for each kind or person: they are bound behind the text."""
