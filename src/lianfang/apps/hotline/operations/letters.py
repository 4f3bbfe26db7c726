"""Letters by e-mail come in: the file is read, its writer sealed, the same letter twice is one matter."""

from datetime import datetime

from lianfang.apps.hotline.operations.receiving import LONGEST, receive
from lianfang.apps.hotline.rules.letters import read_letter
from lianfang.apps.hotline.terms import Brought, MatterChannel, MatterKind, Need, Slip
from lianfang.core import sealing, sql
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import InputRefused


class KnownLetter(InputRefused):
    """A letter that came in before."""

    code = "hotline.known_letter"
    sentence = "邮件“{file}”此前已登记。"


def receive_letter(
    content: bytes,
    *,
    file: str,
    kind: MatterKind,
    place: str,
    by: Actor,
    at: datetime,
    need: Need | None = None,
) -> Slip:
    """Take a letter in as a matter of a kind. Raises NotALetter, KnownLetter, and what `receive` raises.

    The file itself is not kept; who wrote it is sealed.
    """
    mail = read_letter(content, file=file)
    source = sealing.digest("hotline_letter", mail.message_id or mail.text)
    brought = Brought(kind, MatterChannel.MAIL, place, mail.text[:LONGEST], need)
    with sql.refusing({"matter_letter_once": KnownLetter}, file=file):
        return receive(brought, identity=mail.identity, by=by, at=at, source=source)
