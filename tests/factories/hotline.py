"""A county that answers: its headquarters, a town and a village, and what callers bring there."""

from datetime import datetime
from typing import Any

from django.db import connection
from tests.factories.control import BY, COUNTY, NOW, VILLAGE

from lianfang.apps.areas.models import Area, Edition, Post
from lianfang.apps.areas.terms import PostCode
from lianfang.apps.hotline import operations
from lianfang.apps.hotline.terms import Brought, Identity, MatterChannel, MatterKind, Need, Slip

TOWN = VILLAGE[:9]
NAME, PHONE, ADDRESS = "欧阳举证", "13912345678", "东山巷七号二单元"
SAID = f"我叫{NAME}，电话139-1234-5678，看到有人私拆围挡"
MARKS = (NAME, PHONE, ADDRESS, "举证", "12345678")
INFORMANT = Identity(name=NAME, phone=PHONE, address=ADDRESS)


def answering_county(at: datetime = NOW) -> None:
    """A county with a headquarters, one town, one village."""
    edition = Edition.objects.create(
        label="试", scope=COUNTY, content_hash="", areas=3, deepest=5, loaded_at=at
    )
    for code, level, name in ((COUNTY, 3, "澜砚县"), (TOWN, 4, "青石镇"), (VILLAGE, 5, "柳溪村")):
        Area.objects.create(code=code, level=level, name=name, from_edition=edition)
    Post.objects.create(code=PostCode.COUNTY_OFFICE, area=COUNTY, established_at=at)


def brought(kind: MatterKind = MatterKind.LEAD, **facts: Any) -> Slip:
    """A matter that somebody brings by telephone, the informant above unless another is given."""
    need = facts.pop("need", Need.DIALYSIS if kind is MatterKind.HELP else None)
    text = facts.pop("text", "有人私自拆除卡口围挡放人进出")
    told = {"identity": INFORMANT, "by": BY, "at": NOW} | facts
    place = told.pop("place", VILLAGE)
    return operations.receive(Brought(kind, MatterChannel.PHONE, place, text, need), **told)


def every_value() -> str:
    """Everything that any table holds, as text, as the owner of the tables dumps it."""
    shown = []
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            shown += [row[0] for row in cursor.fetchall()]
            cursor.execute(f'select row_to_json(t)::text from "{table}" t')
            shown += [row[0] for row in cursor.fetchall()]
    return "\n".join(shown)


def marks_in(text: str) -> list[str]:
    """Marks of the informant in a text, also as bytes of a dump written in hexadecimal."""
    return [mark for mark in MARKS if mark in text or mark.encode().hex() in text]
