"""What is typed or scanned at a sampling point, as a record of a sample."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lianfang.apps.testing.terms import Swab, TubeKind
from lianfang.kernel.citizen_id import squeeze
from lianfang.kernel.errors import InputRefused


class KindUnknown(InputRefused):
    """A kind of tube that there is not."""

    code = "testing.kind_unknown"
    sentence = "没有“{kind}”这种规格。请从列表中选择。"


def swab(client: UUID, said: Mapping[str, str], *, point: UUID, at: datetime) -> Swab:
    """A sample as the form of a point says it; who was scanned is a person's code or a document.

    Raises KindUnknown.
    """
    kind = said.get("kind", "")
    if kind not in set(TubeKind):
        raise KindUnknown(kind=kind)
    person, document = whom(said.get("whom", ""))
    return Swab(
        client_id=client,
        tube=said.get("tube", "").strip(),
        kind=TubeKind(kind),
        sampled_at=at,
        person=person,
        document=document,
        phone=said.get("phone", ""),
        name=said.get("name", ""),
        point=point,
        visitor=bool(said.get("visitor", "")),
        home=said.get("home", ""),
        disease=said.get("disease", ""),
    )


def whom(scanned: str) -> tuple[str, str]:
    """What a scanner or a finger put in for a person: their code, or the number of a document."""
    text = scanned.strip()
    try:
        return str(UUID(text)), ""
    except ValueError:
        return "", squeeze(text)
