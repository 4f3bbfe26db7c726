"""Pages of documents: the list, a new one, a draft with its approvals, the register, templates, the trace."""

from lianfang.apps.documents.web.drafts import act, decide, document, document_file, trace
from lianfang.apps.documents.web.lists import documents, new, register
from lianfang.apps.documents.web.templates import (
    names,
    sentences,
    shipped_file,
    template,
    template_file,
    templates,
)

__all__ = [
    "act",
    "decide",
    "document",
    "document_file",
    "documents",
    "names",
    "new",
    "register",
    "sentences",
    "shipped_file",
    "template",
    "template_file",
    "templates",
    "trace",
]
