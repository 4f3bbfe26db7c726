"""Tables keep their promises by named constraints, and migrations say what the models say."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

OWN = [
    model
    for config in apps.get_app_configs()
    if config.name.startswith("lianfang.")
    for model in config.get_models()
]
NAME = re.compile(r"[a-z][a-z_]+[a-z]")
# Loaded by the hundred thousand: the operation that writes them keeps identity, and their natural key does.
BULK = {"MeasureEvent", "Reading", "Encounter", "TestResult", "ReviewDecision", "Forward", "Check", "Merge"}


@pytest.mark.django_db
def test_migrations_are_complete(capsys):
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_constraints_and_indexes_bear_names_of_their_own(model):
    given = [*model._meta.constraints, *model._meta.indexes]
    assert [item.name for item in given if not NAME.fullmatch(item.name)] == []
    assert not model._meta.unique_together


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_uniqueness_is_a_named_constraint_not_a_column_option(model):
    unnamed = [field.name for field in model._meta.fields if field.unique and not field.primary_key]
    assert unnamed == []


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_an_identity_that_leaves_the_server_is_unique(model):
    if not any(isinstance(field, models.UUIDField) and field.name == "uid" for field in model._meta.fields):
        return
    unique = [item for item in model._meta.constraints if isinstance(item, models.UniqueConstraint)]
    assert model.__name__ in BULK or any(tuple(item.fields) == ("uid",) for item in unique)


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_foreign_keys_point_downwards(model):
    core = ["sql", "audit", "access", "api", "webhooks"]
    low = ["areas", "people", "policy", "intake", "control", "facilities", "venues", "cases", "testing"]
    low += ["alerts", "health"]
    order = [*core, *low, "directives", "inspection", "hotline", "reporting", "forms", "documents"]
    order += ["exchange", "bulletin"]
    here = order.index(model._meta.app_label)
    targets = [field.related_model._meta.app_label for field in model._meta.fields if field.is_relation]
    assert [label for label in targets if order.index(label) > here] == []
