"""Pages of cases: the list, entering, one case whole and what is done with it."""

from lianfang.apps.cases.web.chains import chain_files, chains
from lianfang.apps.cases.web.contacts import contacts, judge, seek
from lianfang.apps.cases.web.desk import cases, new
from lianfang.apps.cases.web.letters import letter, letters, send
from lianfang.apps.cases.web.one import act, case
from lianfang.apps.cases.web.positives import positives
from lianfang.apps.cases.web.strangers import stranger
from lianfang.apps.cases.web.trajectory import met, trajectory

__all__ = [
    "act",
    "case",
    "cases",
    "chain_files",
    "chains",
    "contacts",
    "judge",
    "letter",
    "letters",
    "met",
    "new",
    "positives",
    "seek",
    "send",
    "stranger",
    "trajectory",
]
