"""An office's own template: checked word by word, kept as a version; blanks of a usual paper filled in."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from lianfang.apps.documents import queries
from lianfang.apps.documents.models import Template
from lianfang.apps.documents.queries import TemplateFaulty
from lianfang.apps.documents.rules import blanks
from lianfang.apps.documents.rules.vocabulary import known
from lianfang.apps.documents.terms import BlankLine, KindOf, kind_of
from lianfang.apps.reporting import queries as reporting
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.documents import Change, rewrite
from lianfang.kernel.errors import NotFound


@transaction.atomic
def upload_template(
    kind: str,
    name: str,
    docx: bytes,
    *,
    area: str,
    by: Actor,
    at: datetime,
    chosen: Mapping[int, str] | None = None,
) -> UUID:
    """Keep a template for the documents of a kind of an area; blanks such as “现在管x人” become placeholders.

    Of each blank the words before it say which figure belongs there; `chosen` says it by the blank's number,
    with nothing where it shall stay. Raises PermissionMissing, NotAllowed, NotFound, NotADocument,
    TemplateFaulty.
    """
    found = _checked(kind, area, by=by)
    ready, blanks = fill_blanks(docx, chosen or {})
    faults = queries.faults_in(ready, found)
    if faults:
        raise TemplateFaulty(faults)
    made = Template.objects.create(
        area=area,
        kind=kind,
        version=_last_version(area, kind) + 1,
        name=name,
        docx=ready,
        digest=sha256(ready).hexdigest(),
        names=sorted(known(found)),
        source=docx if blanks else None,
        blanks=[asdict(blank) for blank in blanks],
        by=by.name,
        at=at,
    )
    made.refresh_from_db(fields=["uid"])
    facts = {"kind": kind, "version": made.version, "digest": made.digest, "blanks": len(blanks)}
    audit.record("template.uploaded", subject=f"template:{made.uid}", by=by, at=at, area=area, **facts)
    return UUID(str(made.uid))


def _checked(kind: str, area: str, *, by: Actor) -> KindOf:
    check(by, Permission.EDIT_TEMPLATE)
    reporting.check_sight(area, by=by)
    found = kind_of(kind)
    if found.elsewhere:
        raise NotFound(what="有模板的文书种类", value=kind)
    return found


def _last_version(area: str, kind: str) -> int:
    return Template.objects.filter(area=area, kind=kind).aggregate(last=Max("version"))["last"] or 0


@transaction.atomic
def choose_blanks(uid: UUID, chosen: Mapping[int, str], *, by: Actor, at: datetime) -> UUID:
    """Have the blanks of a template filled otherwise: a version of its own. Raises as `upload_template`."""
    old = queries.template(uid, by=by)
    if old.source is None:
        raise NotFound(what="有空的公文", value=uid)
    return upload_template(old.kind, old.name, bytes(old.source), area=old.area, by=by, at=at, chosen=chosen)


def fill_blanks(docx: bytes, chosen: Mapping[int, str]) -> tuple[bytes, list[BlankLine]]:
    """Return a paper with placeholders in its blanks, and what became of each; raises NotADocument."""
    found: list[BlankLine] = []

    def changes(place: str, text: str) -> list[Change]:
        made = []
        for blank in blanks.blanks_in(text):
            number = len(found) + 1
            name = chosen.get(number, blank.name)
            otherwise = name != blank.name
            found.append(BlankLine(number, place, blank.before.strip(), blank.text, name, otherwise))
            if name:
                made.append(Change(blank.start, blank.end, f"{{{{ {name} }}}}"))
        return made

    return rewrite(docx, changes), found
