"""Every command that offers `--json` prints one JSON document; every command in the documents runs."""

import json
import re
import shlex
from pathlib import Path

import pytest

from lianfang.core import sql
from lianfang.project import doors
from lianfang.project.morning import Morning

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = sorted(CHECKOUT.glob("docs/tutorial/*.md")) + sorted(CHECKOUT.glob("docs/how-to/*.md"))
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
ELSEWHERE = {"db backup", "db restore"}  # they reach past the test's transaction: see test_project_archive.py


@pytest.fixture
def words(county: Morning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What stands for a batch, a person, a measure, a file in the documents and below."""
    monkeypatch.chdir(tmp_path)
    row = sql.query(
        "select id, person_uid from control_measure where released_at is null"
        " and not person_id in (select person_id from control_reading) order by id limit 1"
    )[0]
    two = sql.query("select uid from people_person where merged_into_id is null order by id limit 2")
    batch = sql.query("select id from intake_batch where rejected > 0 and review > 0 order by id limit 1")[0]
    areas_file = tmp_path / "areas.csv"
    areas_file.write_text("code,name\n980301,试验县\n980301100,试验镇\n")
    cases = tmp_path / "cases.csv"
    cases.write_text(
        "id,exposure,level,last_exposure,arrived,occupation,vaccinated\n1,close_contact,,2022-07-08,,,\n"
    )
    readings = tmp_path / "readings.csv"
    readings.write_text(f"person,date,slot,celsius\n{row['person_uid']},2022-07-11,am,36.6\n")
    return {
        "PERSON": str(row["person_uid"]),
        "MEASURE": str(row["id"]),
        "BATCH": str(batch["id"]),
        "KEPT": str(two[0]["uid"]),
        "MERGED": str(two[1]["uid"]),
        "LIST": str(next(county.brief.parent.glob("*自主报备*"))),
        "AREAS": str(areas_file),
        "CASES": str(cases),
        "READINGS": str(readings),
        "FOLDER": str(tmp_path),
    }


CALLS = {
    "areas load": "AREAS --scope 980301",
    "areas show": "990121",
    "areas responsible": "990121 --post county_office",
    "audit verify": "",
    "brief daily": "--area 990121 --on 2022-07-11 -o FOLDER/brief.docx",
    "gaps": "--area 990121",
    "intake": "LIST --channel self_report --area 990121",
    "intake rows": "BATCH",
    "intake status": "BATCH",
    "people find": "wang",
    "people show": "PERSON",
    "people merge": "KEPT MERGED",
    "policy assess": "CASES --pack covid19-v9 --on 2022-07-10",
    "policy diff": "covid19-v9 town-opinion-14d",
    "policy list": "",
    "policy explain": "PERSON --on 2022-07-11",
    "measures list": "--area 990121",
    "reading add": "--person PERSON --slot am --celsius 36.6",
    "reading load": "READINGS",
    "rollup": "--area 990121",
}


def with_json() -> list[str]:
    return [
        path
        for path, command in doors.leaves(doors.command_line())
        if any("--json" in parameter.opts for parameter in command.params)
    ]


def filled(text: str, words: dict[str, str]) -> list[str]:
    return [re.sub("|".join(words), lambda found: words[found[0]], part) for part in shlex.split(text)]


def test_the_calls_below_cover_every_command_with_json():
    assert set(with_json()) - CALLS.keys() == set()


@pytest.mark.parametrize("path", CALLS)
def test_json_is_one_document_and_nothing_else(path, words, run_command, capsys):
    code = run_command(*path.split(), *filled(CALLS[path], words), "--json")
    shown = capsys.readouterr()
    assert code == 0, shown.err
    json.loads(shown.out)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_the_commands_of_a_document_run(document, words, run_command, capsys):
    lines = [line for block in BLOCK.findall(document.read_text()) for line in block.splitlines()]
    commands = [line.removeprefix("lianfang ") for line in lines if line.startswith("lianfang ")]
    assert commands
    for line in commands:
        if not any(line.startswith(apart) for apart in ELSEWHERE):
            code = run_command(*filled(line, words))
            assert code == 0, (line, capsys.readouterr().err)
