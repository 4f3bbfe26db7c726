"""Reads of documents: the material that a template prints, templates, documents, the register, traces."""

from lianfang.apps.documents.queries.listing import (
    DocumentLine,
    DocumentUnknown,
    Standing,
    documents,
    issued,
    issued_docx,
    letters_sent,
    lines,
    only_letters,
    register,
    standing,
    voided,
)
from lianfang.apps.documents.queries.material import Material, draft_head, material
from lianfang.apps.documents.queries.templates import (
    TemplateFaulty,
    editable,
    faults_in,
    faults_of,
    shipped,
    template,
    template_for,
    templates,
)
from lianfang.apps.documents.queries.tracing import trace

__all__ = [
    "DocumentLine",
    "DocumentUnknown",
    "Material",
    "Standing",
    "TemplateFaulty",
    "documents",
    "draft_head",
    "editable",
    "faults_in",
    "faults_of",
    "issued",
    "issued_docx",
    "letters_sent",
    "lines",
    "material",
    "only_letters",
    "register",
    "shipped",
    "standing",
    "template",
    "template_for",
    "templates",
    "trace",
    "voided",
]
