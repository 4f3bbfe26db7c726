"""One tree of errors: each names its code, a sentence for a person, and the facts that fill it.

A door maps the tree once: page, API problem, exit code. Sentences are Simplified Chinese source text with
named placeholders, so that a translation is a lookup by template.
"""

from typing import ClassVar


class DomainError(Exception):
    """Something the caller can understand and mend; never a defect of the program.

    Subclasses set `code` (dotted, stable, English), `sentence` (what is wrong and what to do) and may set
    `exit_code` (2 wrong call, 3 input refused, 4 not allowed).
    """

    code: ClassVar[str] = "domain"
    sentence: ClassVar[str] = "输入不能接受。"
    exit_code: ClassVar[int] = 3

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence.format(**facts))


class InputRefused(DomainError):
    """Input that can't be accepted as it stands; nothing was written."""

    code = "input.refused"


class WrongCall(DomainError):
    """A command or request that names its arguments wrongly."""

    code = "call.wrong"
    sentence = "调用有误：{problem}"
    exit_code = 2


class NotAllowed(DomainError):
    """The actor may not do this, here."""

    code = "access.not_allowed"
    sentence = "{actor}无权{action}。"
    exit_code = 4


class NotFound(DomainError):
    """What was named does not exist, or lies outside the actor's sight."""

    code = "input.not_found"
    sentence = "没有找到{what}“{value}”。请核对后重试。"
