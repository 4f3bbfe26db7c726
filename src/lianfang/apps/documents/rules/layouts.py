"""The official document around a template: head, title, addressee, signature, imprint (GB/T 9704-2012)."""

from dataclasses import replace
from datetime import date, datetime

from lianfang.apps.documents.rules import numbers
from lianfang.apps.documents.rules.sources import Sourced
from lianfang.apps.documents.terms import Head, KindOf
from lianfang.core.documents import (
    Imprint,
    Letterhead,
    OfficialDocument,
)

NUMBER_HERE = "{{ 文号 }}"
NOTE = "所列数字均由台账生成，可逐项追溯到具体记录"


def around(
    sourced: Sourced, *, kind: KindOf, head: Head, number: str, on: date, at: datetime
) -> OfficialDocument:
    """Return a source as the document of its kind; `on` is the day that stands under it."""
    issuer = head.issuer.removesuffix("办公室") if kind.form == "order" else head.issuer
    return OfficialDocument(
        written_at=at,
        author=head.issuer,
        letterhead=Letterhead(
            body=f"{issuer}令" if kind.form == "order" else issuer,
            form=kind.form,
            number=number,
            signer=head.signer if kind.upward else "",
            secrecy=head.secrecy,
            urgency=head.urgency,
        ),
        title=head.title,
        addressee=head.addressee,
        body=sourced.body,
        attachments=sourced.attachments,
        attached_if=sourced.attached_if,
        enclosed=head.attachments,
        signature=issuer,
        signed_on=on,
        note=NOTE if kind.form == "document" and not kind.public else "",
        imprint=Imprint(printed_by=head.issuer, printed_on=on, copied_to=head.copied_to)
        if kind.imprint
        else None,
    )


def editable(head: Head) -> Head:
    """Return a head of placeholders, for a template that an office changes in Word."""
    return replace(
        head,
        title="{{ 标题 }}",
        addressee="{{ 主送 }}" if head.addressee else "",
        copied_to=("{{ 抄送 }}",),
        urgency="{{ 紧急程度 }}",
        secrecy="{{ 密级 }}",
        signer="{{ 签发人 }}",
    )


def placeholder(kind: KindOf, year: int, prefix: str) -> str:
    """Return what stands in the place of a number in a document that has none yet."""
    return numbers.unnumbered(kind.form, prefix, year)
