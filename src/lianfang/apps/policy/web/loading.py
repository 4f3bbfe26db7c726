"""The page on which a table comes in as a file: every fault with its place, what it changes, then loaded."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from lianfang.apps.policy import operations
from lianfang.apps.policy.operations import Preview
from lianfang.apps.policy.rules.pack_file import LONGEST_FILE, PackRefused
from lianfang.apps.policy.web.asking import shown
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.kernel.errors import DomainError, InputRefused

LARGEST: Final = 4 * LONGEST_FILE
"""Bytes of the longest file: a sign takes up to four."""


class NotText(InputRefused):
    """A file that is no text in UTF-8, or far too long."""

    code = "policy.not_text"
    sentence = "“{name}”不是UTF-8文本，或超过{most}字节。请选择YAML文件。"


@needs(Permission.ADOPT_POLICY)
def load(request: PageRequest) -> HttpResponse:
    """Take a file or a text: looked at first, loaded when asked; what was typed stays to be mended."""
    context: dict[str, Any] = {"typed": request.POST.dict()}
    status = 200
    if request.method == "POST":
        try:
            context["typed"]["text"] = text = _text(request)
            found = operations.preview_file(text=text, by=request.actor, at=request.moment)
            context |= _previewed(found)
            if request.POST.get("act") == "load":
                return _load(request, text)
        except PackRefused as refusal:
            context["problems"], status = refusal.problems, 422
        except operations.StricterThanUpper:
            context["unapproved"], status = True, 422
        except DomainError as refusal:
            context["problem"], status = str(refusal), status_of(refusal)
    return render(request, "policy/load.html", context, status=status)


def _text(request: PageRequest) -> str:
    """The chosen file, or else what stands in the field."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "").replace("\r\n", "\n")
    try:
        if (file.size or 0) > LARGEST:
            raise NotText(name=file.name, most=LARGEST)
        content: bytes = file.read()
        return content.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise NotText(name=file.name, most=LARGEST) from problem


def _previewed(found: Preview) -> dict[str, Any]:
    change = shown(found.change, found.pack) if found.change and found.pack else None
    return {
        "found": found,
        "unchanged": found.outcome == operations.UNCHANGED,
        "ends": "、".join(found.ends),
        "change": change,
    }


def _load(request: PageRequest, text: str) -> HttpResponse:
    done = operations.load_file(
        text=text,
        approved_by=request.POST.get("approved_by", "").strip(),
        reason=request.POST.get("reason", "").strip(),
        by=request.actor,
        at=request.moment,
    )
    again = done.outcome == operations.UNCHANGED
    messages.success(request, gettext("内容相同，没有改动。") if again else gettext("已载入。"))
    to_pack = done.pack_id is not None
    return HttpResponseRedirect(
        reverse("policy:table", args=[done.pack_id]) if to_pack else reverse("policy:packs")
    )
