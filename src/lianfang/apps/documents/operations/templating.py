"""An office's own template: checked word by word, kept as a version; blanks of a usual paper filled in."""

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
from lianfang.apps.documents.terms import kind_of
from lianfang.apps.reporting import queries as reporting
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.documents import PlaceholderFault, rewrite_paragraphs
from lianfang.kernel.errors import InputRefused, NotFound


class BlankUnknown(InputRefused):
    """Blanks of a paper of which the words around do not say what belongs there."""

    code = "documents.blank_unknown"
    sentence = "有{count}个空看不出应填什么：{places}。请改成占位符，如{{{{ measures.persons }}}}。"


@transaction.atomic
def upload_template(kind: str, name: str, docx: bytes, *, area: str, by: Actor, at: datetime) -> UUID:
    """Keep a template for the documents of a kind of an area; blanks such as “现在管x人” become placeholders.

    Raises PermissionMissing, NotAllowed, NotFound, NotADocument, BlankUnknown, TemplateFaulty.
    """
    check(by, Permission.EDIT_TEMPLATE)
    reporting.check_sight(area, by=by)
    found = kind_of(kind)
    if found.elsewhere:
        raise NotFound(what="有模板的文书种类", value=kind)
    ready = fill_blanks(docx)
    faults = queries.faults_in(ready, found)
    if faults:
        raise TemplateFaulty(faults)
    before = Template.objects.filter(area=area, kind=kind).aggregate(last=Max("version"))["last"] or 0
    made = Template.objects.create(
        area=area,
        kind=kind,
        version=before + 1,
        name=name,
        docx=ready,
        digest=sha256(ready).hexdigest(),
        names=sorted(known(found)),
        by=by.name,
        at=at,
    )
    made.refresh_from_db(fields=["uid"])
    facts = {"kind": kind, "version": made.version, "digest": made.digest}
    audit.record("template.uploaded", subject=f"template:{made.uid}", by=by, at=at, area=area, **facts)
    return UUID(str(made.uid))


def fill_blanks(docx: bytes) -> bytes:
    """Return a paper with placeholders in its blanks; raises BlankUnknown for those not understood."""
    unknown: list[PlaceholderFault] = []

    def changed(place: str, text: str) -> str:
        unknown.extend(
            PlaceholderFault(place, f"{each.before}{each.text}", "")
            for each in blanks.blanks_in(text)
            if not each.key
        )
        return blanks.filled_in(text)

    made = rewrite_paragraphs(docx, changed)
    if unknown:
        places = "；".join(f"{each.place}“{each.text}”" for each in unknown)
        raise BlankUnknown(count=len(unknown), places=places)
    return made
