"""Every column that names a kept file is declared: the sweep removes what no declared column names."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import models

from lianfang.core.access import rows
from lianfang.core.retention.registry import file_columns
from lianfang.core.sql import runner

NAMES_FILES = re.compile(r"hash|file|sha|kept|photo|signature|digest|attachment")
NO_FILES = {
    "areas_edition.content_hash": "the hash of a table as loaded, which is not kept",
    "areas_officer.phone_digest": "a keyed digest of a telephone",
    "audit_auditevent.hash": "the chain of the log",
    "access_entry.digest": "a keyed digest of a code",
    "access_token.digest": "a keyed digest of a token",
    "control_fieldrecord.digest": "the digest of a record made in the field",
    "documents_paper.digest": "the digest of bytes that lie in the row, or of none",
    "documents_template.digest": "the digest of bytes that lie in the row",
    "forms_handedreport.accepted_digest": "the digest of what a report says, as its decision holds it",
    "exchange_message.digest": "the digest of an envelope that lies in the row",
    "exchange_received.digest": "the digest of an envelope that lies in the row",
    "forms_decision.digest": "the digest of a decision",
    "forms_doubt.content_hash": "the hash of a text that lies in the row",
    "forms_edition.content_hash": "the hash of a form's text",
    "hotline_matter.code_digest": "a keyed digest of a code",
    "hotline_matter.source_digest": "the digest of a letter",
    "inspection_checklist.content_hash": "the hash of a checklist's text",
    "inspection_paper.content_hash": "the hash of a text that lies in the row",
    "inspection_visit.digest": "the digest of a visit as it was sent",
    "intake_batch.file_name": "the name that a file had at its sender",
    "intake_submission.file_name": "the name that a file had at its sender",
    "intake_row.facts_digest": "the digest of what a row says",
    "people_identitykey.digest": "a keyed digest of a number",
    "policy_pack.content_hash": "the hash of a policy's text",
    "reporting_brief.content_hash": "the hash of a text that lies in the row",
    "venues_load.content_hash": "the hash of a file as loaded, which is not kept",
    "venues_load.file_name": "the name of a file as loaded, which is not kept",
    "venues_visitor.digest": "a keyed digest of a number",
    "reporting_signature.digest": "the digest of bytes that lie in the row",
}
"""Columns that sound as if they named a kept file, and what they hold: yours belong here or into `FILES`."""
SOUNDING = sorted(
    f"{model._meta.db_table}.{field.column}"
    for config in apps.get_app_configs()
    if config.name.startswith("lianfang.")
    for model in config.get_models()
    for field in model._meta.local_fields
    if NAMES_FILES.search(field.column or "") and not isinstance(field, models.ForeignKey)
)


@pytest.mark.parametrize("sounding", SOUNDING)
def test_a_column_that_may_name_files_is_declared_or_explained(sounding):
    declared = {f"{one.table}.{one.column}" for one in file_columns()}
    assert (sounding in declared) != (sounding in NO_FILES)


def test_nothing_is_declared_or_explained_that_is_not_there():
    declared = {f"{one.table}.{one.column}" for one in file_columns()}
    assert (declared | NO_FILES.keys()) - set(SOUNDING) == set()


def test_every_app_that_keeps_files_declares_columns():
    keeps = re.compile(r"\bkeeping\.keep(_bytes)?\(")
    apps_that_keep = {
        path.relative_to(runner.ROOT / "apps").parts[0]
        for path in (runner.ROOT / "apps").rglob("*.py")
        if keeps.search(path.read_text())
    }
    duties = {name: import_module(f"lianfang.apps.{name}.duties") for name in apps_that_keep}
    assert apps_that_keep >= {"control", "directives", "inspection", "intake"}
    assert [name for name, module in duties.items() if not getattr(module, "FILES", ())] == []
    elsewhere = [path for path in runner.ROOT.glob("core/**/*.py") if keeps.search(path.read_text())]
    assert elsewhere == []


@pytest.mark.parametrize("column", file_columns(), ids=lambda one: one.table)
def test_a_declared_table_shows_whoever_sees_everything_all_its_rows(column):
    lock = rows.locks().get(column.table)
    assert lock is None or lock.within.startswith(rows.WHOLE)
