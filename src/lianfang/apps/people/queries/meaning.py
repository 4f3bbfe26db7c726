"""The one person whom somebody means who types a uid, a document number, a telephone or a name."""

from typing import Final

from lianfang.apps.people.queries.finding import find
from lianfang.apps.people.queries.identity import as_uuid
from lianfang.apps.people.terms import PersonLine
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import InputRefused, NotFound

TOLD: Final = 3
"""So many of several persons are told apart in a refusal."""
ASKED: Final = 20


class SeveralMeant(InputRefused):
    """A name or telephone that several persons in sight have."""

    code = "people.several_meant"
    sentence = "“{value}”有{count}人：{persons}。请填身份证号，或从这个人的页面进来。"


def meant(text: str, *, by: Actor) -> str:
    """The uid of the one person in sight whom a text means; an operation checks a uid itself.

    Whoever may not find persons names them by uid alone. Raises NotFound, SeveralMeant.
    """
    wanted = text.strip()
    if not wanted or as_uuid(wanted) or not by.may(Permission.FIND_PERSON):
        return wanted
    found = find(text=wanted, scope=by.scope, limit=ASKED, whole=True)
    if not found:
        raise NotFound(what="人员", value=wanted)
    if len(found) > 1:
        count = f"{ASKED}或更多" if len(found) == ASKED else len(found)
        raise SeveralMeant(value=wanted, count=count, persons="、".join(map(_told, found[:TOLD])))
    return str(found[0].person)


def all_meant(text: str, *, by: Actor) -> list[str]:
    """The uids of the persons whom words apart by blanks or commas mean; raises as `meant`."""
    words = text.replace("，", " ").replace(",", " ").replace("、", " ").split()
    return [meant(word, by=by) for word in words]


def _told(one: PersonLine) -> str:
    year = f"{one.birth_year}年生" if one.birth_year else "出生年份不详"
    return f"{one.name}（{one.place}，{year}）"
