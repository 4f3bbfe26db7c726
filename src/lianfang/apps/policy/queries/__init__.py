"""Reads of policy: packs and what is in force, assessment, explanation, comparison, grades of places."""

from lianfang.apps.policy.queries.assessment import (
    assess_cases,
    assess_list,
    open_cases,
)
from lianfang.apps.policy.queries.attempts import CaseRefused, case_fields, typed_case
from lianfang.apps.policy.queries.comparison import (
    Change,
    changes,
    diff,
    in_force_for,
    stricter_cells,
)
from lianfang.apps.policy.queries.explanation import (
    PersonCasesMissing,
    explain_case,
    explain_person,
    provide_person_cases,
)
from lianfang.apps.policy.queries.packs import (
    PackNotFound,
    case_clocks,
    category_label,
    disease_profile,
    find_pack,
    ground,
    known_exposures,
    list_packs,
    pack_in_force,
    phases_of,
    read_pack,
    require_pack,
    upper_pack,
)
from lianfang.apps.policy.queries.risk_areas import (
    DiseaseUnknown,
    disease_named,
    diseases,
    graded,
    list_adoptions,
    list_risk_areas,
)

__all__ = [
    "CaseRefused",
    "Change",
    "DiseaseUnknown",
    "PackNotFound",
    "PersonCasesMissing",
    "assess_cases",
    "assess_list",
    "case_clocks",
    "case_fields",
    "category_label",
    "changes",
    "diff",
    "disease_named",
    "disease_profile",
    "diseases",
    "explain_case",
    "explain_person",
    "find_pack",
    "graded",
    "ground",
    "in_force_for",
    "known_exposures",
    "list_adoptions",
    "list_packs",
    "list_risk_areas",
    "open_cases",
    "pack_in_force",
    "phases_of",
    "provide_person_cases",
    "read_pack",
    "require_pack",
    "stricter_cells",
    "typed_case",
    "upper_pack",
]
