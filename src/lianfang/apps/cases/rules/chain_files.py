"""Chains as files that other programs read: GraphML, and tables in the shape of epicontacts, Go.Data, SORMAS.

They name cases by number, nobody by name. The shapes are those that the programs' import guides describe
(certainty M: read from memory); each can rename columns when it imports.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from lianfang.apps.cases.terms import Chain, Classification, Linked

NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
Table = list[Sequence[object]]
ATTRIBUTES: Final = (
    ("classification", "node", "string"),
    ("onset", "node", "string"),
    ("generation", "node", "int"),
    ("found", "node", "string"),
    ("setting", "edge", "string"),
    ("certainty", "edge", "string"),
    ("interval", "edge", "int"),
)
GODATA: Final = {
    Classification.SUSPECTED: "SUSPECT",
    Classification.CLINICAL: "PROBABLE",
    Classification.EXCLUDED: "NOT_A_CASE_DISCARDED",
}
SORMAS: Final = {
    Classification.SUSPECTED: "SUSPECT",
    Classification.CLINICAL: "PROBABLE",
    Classification.ASYMPTOMATIC: "CONFIRMED_NO_SYMPTOMS",
    Classification.EXCLUDED: "NO_CASE",
}


def graphml(chain: Chain) -> bytes:
    """A directed graph: a node a case, an edge from infector to infected."""
    root = ET.Element("graphml", xmlns=NAMESPACE)
    for name, part, kind in ATTRIBUTES:
        ET.SubElement(root, "key", {"id": name, "for": part, "attr.name": name, "attr.type": kind})
    graph = ET.SubElement(root, "graph", id=chain.outbreak, edgedefault="directed")
    for one in chain.cases:
        node = ET.SubElement(graph, "node", id=one.number)
        told = {"classification": one.classification, "onset": one.onset_on, "generation": one.generation}
        _data(node, told | {"found": one.found_through})
    for one in chain.cases:
        if one.infector:
            edge = ET.SubElement(graph, "edge", source=one.infector_number, target=one.number)
            told = {"setting": one.setting, "certainty": one.certainty, "interval": one.serial_interval}
            _data(edge, told)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _data(parent: ET.Element, told: Mapping[str, object]) -> None:
    for name, value in told.items():
        if value is not None:
            ET.SubElement(parent, "data", key=name).text = str(value)


def epicontacts(chain: Chain) -> dict[str, Table]:
    """`linelist.csv` and `contacts.csv` of `make_epicontacts(linelist, contacts, directed = TRUE)`."""
    line = [(one.number, one.onset_on, one.classification, one.generation) for one in chain.cases]
    links = [(one.infector_number, one.number, one.setting, one.certainty) for one in _infected(chain)]
    return {
        "linelist.csv": [("id", "onset", "classification", "generation"), *line],
        "contacts.csv": [("from", "to", "setting", "certainty"), *links],
    }


def godata(chain: Chain) -> dict[str, Table]:
    """Cases and relationships as Go.Data imports them."""
    cases = [(one.number, _word(one, GODATA), one.onset_on, one.sampled_on) for one in chain.cases]
    links = [
        (one.infector_number, one.number, one.certainty.upper(), one.setting) for one in _infected(chain)
    ]
    return {
        "cases.csv": [("visualId", "classification", "dateOfOnset", "dateOfReporting"), *cases],
        "relationships.csv": [("source", "target", "certaintyLevelId", "exposureTypeId"), *links],
    }


def sormas(chain: Chain) -> dict[str, Table]:
    """Cases as SORMAS imports them."""
    head = ("externalID", "caseClassification", "symptoms.onsetDate", "quarantine", "additionalDetails")
    rows = [
        (one.number, _word(one, SORMAS), one.onset_on, one.found_through, one.infector_number)
        for one in chain.cases
    ]
    return {"cases.csv": [head, *rows]}


def _infected(chain: Chain) -> list[Linked]:
    return [one for one in chain.cases if one.infector]


def _word(one: Linked, words: dict[Classification, str]) -> str:
    return words.get(Classification(one.classification), "CONFIRMED")
