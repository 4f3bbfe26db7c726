"""Every command that offers `--json` prints one JSON document; every command in the documents runs."""

import io
import json
import re
import shlex
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, LiteralString
from uuid import uuid4

import openpyxl
import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from tests.factories import exchange
from tests.factories.access import account, token_of

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import Result, SampleResult
from lianfang.apps.exchange import operations as exchanging
from lianfang.apps.exchange.queries import own_public_key
from lianfang.apps.exchange.rules.envelope import seal
from lianfang.apps.exchange.rules.packing import content_of
from lianfang.apps.exchange.rules.signed import public_key
from lianfang.apps.exchange.terms import Direction, Party
from lianfang.apps.forms import queries as forms
from lianfang.apps.hotline import operations as hotline
from lianfang.apps.hotline.terms import Brought, Identity, MatterChannel, MatterKind
from lianfang.core import sql
from lianfang.core.access.models import Grant, Token
from lianfang.core.access.terms import SYSTEM
from lianfang.core.doors import stop_clock
from lianfang.core.forms.reading import read_form
from lianfang.core.forms.sheets import Asked, Period, write_one
from lianfang.demo.papers import NOTICE
from lianfang.project import doors
from lianfang.project.morning import Morning

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*CHECKOUT.glob("README*.md"), *CHECKOUT.glob("docs/tutorial/*.md"), *CHECKOUT.glob("docs/how-to/*.md")]
)
NEW_FORM = CHECKOUT / "docs/how-to/new-form.md"
YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
CASE_COLUMNS = "id,exposure,level,last_exposure,arrived,occupation,vaccinated"
ELSEWHERE = {"db backup", "db restore"}  # they reach past the test's transaction: see test_project_archive.py


@pytest.fixture
def words(county: Morning, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """What stands for a batch, a person, a measure, a file in the documents and below."""
    monkeypatch.chdir(tmp_path)
    stop_clock(county.at)  # links to enter exist in a rehearsal only
    yield (
        _records()
        | _access()
        | _files(county, tmp_path)
        | _matter(county)
        | _cases(tmp_path)
        | _tubes(tmp_path)
        | _positive(county)
        | _reports(county, tmp_path)
        | _envelope(county, tmp_path)
    )
    settings.HOME.clock.unlink()


def _envelope(county: Morning, folder: Path) -> dict[str, str]:
    (folder / "metadata.json").write_text(json.dumps(exchange.metadata()))
    key = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    content = content_of([exchange.row(decided_at=county.at, digest="d")], on=exchange.DAY)
    text = seal(content, key=key, to=own_public_key(), sequence=1, made_at=county.at)
    (folder / "from-county.json").write_text(text)
    upper = Party("省平台", "a" * 64, ("990121",), Direction.OUT, exchange.DAY)
    peer = exchanging.add_peer(upper, url="https://upper.example", by=SYSTEM, at=county.at)
    waiting = exchanging.pack(peer=str(peer.uid), on=county.at.date(), by=SYSTEM, at=county.at)
    assert waiting is not None
    return {"PEERKEY": public_key(key), "ENVELOPE": str(waiting.uid)}


def _matter(county: Morning) -> dict[str, str]:
    asked = Brought(MatterKind.QUESTION, MatterChannel.PHONE, county.area, "封控区能不能取快递")
    return {"MATTER": hotline.receive(asked, identity=Identity(), by=SYSTEM, at=county.at).number}


def _tubes(folder: Path) -> dict[str, str]:
    """A file of samples, one of results, and the village that is tested."""
    person = one("select uid from people_person where state = 'present' order by id limit 1")["uid"]
    (folder / "samples.csv").write_text(f"管码,规格,人员编号,采样时间\nT-1,1,{person},2022-07-12 07:00\n")
    (folder / "found.csv").write_text("管码,结果\nLY0711-005,阴性\n没有,阴性\n")
    tested = one("select area from testing_round order by id limit 1")["area"]
    return {
        "SAMPLES.csv": str(folder / "samples.csv"),
        "FOUND.csv": str(folder / "found.csv"),
        "TESTED": tested,
    }


def _cases(folder: Path) -> dict[str, str]:
    """A case of which nothing is told yet, its outbreak, and an export of cards."""
    columns = "卡片编号,患者姓名,现住地址国标,病例分类,发病日期,诊断时间"
    (folder / "cards.csv").write_text(
        f"{columns}\nK1,司空试,990121100,确诊病例,2022-07-09,2022-07-10 09:00\n"
    )
    found = one(
        "select o.code, max(c.sequence) as last from cases_case c"
        " join cases_outbreak o on o.id = c.outbreak_id group by o.code"
    )
    number = f"{found['code']}-{found['last']:03}"
    return {
        "FIRSTCASE": f"{found['code']}-001",
        "CASE": number,
        "OUTBREAK": found["code"],
        "CARDS": str(folder / "cards.csv"),
    }


def _reports(county: Morning, folder: Path) -> dict[str, str]:
    """Two villages of a town, and a spreadsheet of the how-to's form that the first has filled in."""
    found = sql.query("select code from areas_area where code ~ '^990121100...$' order by code limit 2")
    villages = [row["code"] for row in found]
    form = read_form(YAML.findall(NEW_FORM.read_text())[0], forms.known())
    asked = Asked(villages[0], "某村", before={"runners": 4.0})
    book = openpyxl.load_workbook(io.BytesIO(write_one(form, asked, Period(county.at.date(), "day"))))
    for row in book["填报"].iter_rows(min_row=4):
        if row[0].value in {"asked", "served"}:
            row[5].value = 0
    book.save(folder / "needs-filled.xlsx")
    filled = str(folder / "needs-filled.xlsx")
    return {"VILLAGE": villages[0], "OTHER_VILLAGE": villages[1], "NEEDS.xlsx": filled}


def _access() -> dict[str, str]:
    token_of("inspector")
    token = Token.objects.get()
    grant = Grant.objects.get(user=token.user)
    auditor = account("auditor", "").username
    return {"USER": token.user.username, "GRANT": str(grant.pk), "TOKEN": str(token.pk), "AUDITOR": auditor}


def _records() -> dict[str, str]:
    open_ones = "ended_at is null and ends_on > '2022-07-13'"
    held = f"select id, person_uid, ends_on from control_measure where {open_ones}"
    unread = " and not person_id in (select person_id from control_reading)"
    named = one(f"{held} and served_at is not null{unread} order by id limit 1")
    waiting = (
        "select batch_id, row_no from intake_row where outcome = 'review' order by batch_id, row_no limit 1"
    )
    row = one(waiting)
    kept, merged = sql.query("select uid from people_person where merged_into_id is null order by id limit 2")
    return {
        "PERSON": str(named["person_uid"]),
        "NEED": str(sql.query("select uid from facilities_need order by id limit 1")[0]["uid"]),
        "MEASURE": str(named["id"]),
        "UNSERVED": str(one(f"{held} and served_at is null order by id limit 1")["id"]),
        "SHORTER": str(named["ends_on"] - timedelta(days=1)),
        "LONGER": str(named["ends_on"] + timedelta(days=1)),
        "BATCH": str(row["batch_id"]),
        "ROW": str(row["row_no"]),
        "KEPT": str(kept["uid"]),
        "DIRECTIVE": str(one("select uid from directives_directive order by id limit 1")["uid"]),
        "DRAFT": str(one("select uid from directives_directive order by id desc limit 1")["uid"]),
        "MERGED": str(merged["uid"]),
        **_letters(),
    }


def _letters() -> dict[str, str]:
    """A case with a contact that was judged, and a letter that nobody has acknowledged."""
    judged = one(
        "select c.uid as case, p.uid as person from cases_contact k join cases_case c on c.id = k.case_id"
        " join people_person p on p.id = k.person_id order by k.id limit 1"
    )
    answered = "select from cases_letterevent e where e.letter_id = l.id"
    waiting = f"select l.uid from cases_letter l where not exists ({answered})"
    return {"JUDGED": str(judged["case"]), "CONTACT": str(judged["person"]), "SENT": str(one(waiting)["uid"])}


def _positive(county: Morning) -> dict[str, str]:
    """A positive result of somebody who is no case."""
    person = one("select uid from people_person where state = 'present' order by id desc limit 1")["uid"]
    said = SampleResult(person, uuid4(), county.at, Result.POSITIVE)
    control.add_results([said], by=SYSTEM, at=county.at)
    return {"POSITIVE": str(one("select uid from control_testresult where result = 'positive'")["uid"])}


def _files(county: Morning, folder: Path) -> dict[str, str]:
    person = one("select person_uid from control_measure order by id limit 1")["person_uid"]
    (folder / "letter.eml").write_text("From: A <a@example.cn>\n\n卡口晚上没有人值守")
    texts = {
        "ASKED": f"case,person\n1,{person}\n",
        "PLACES": "code,name\n980301,试验县\n980301100,试验镇\n",
        "CASES": f"{CASE_COLUMNS}\n1,close_contact,,2022-07-08,,,\n",
        "READINGS": f"person,date,slot,celsius\n{person},2022-07-11,am,36.6\n",
        "RESULTS": f"person,date,result\n{person},2022-07-11,阴性\n",
        "NAMED": "姓名,电话,住地,级,末次接触\n来客,13911112222,990121100,密接,2022-07-09\n",
    }
    for name, text in texts.items():
        (folder / f"{name.lower()}.csv").write_text(text)
    (folder / "paper.txt").write_text(NOTICE)
    issued = one("select docx from documents_paper where docx is not null order by id limit 1")
    (folder / "document.docx").write_bytes(bytes(issued["docx"]))
    (folder / "form.yaml").write_text(YAML.findall(NEW_FORM.read_text())[0])
    listed = next(county.brief.parent.glob("*自主报备*"))
    checked = pl.read_csv(listed, infer_schema=False).head(3).with_columns(pl.lit("已离开").alias("核查结果"))
    checked.write_csv(folder / "checked.csv")
    return {name: str(folder / f"{name.lower()}.csv") for name in (*texts, "CHECKED")} | {
        "NAMED.csv": str(folder / "named.csv"),
        "ASKED.csv": str(folder / "asked.csv"),
        "VENUES.csv": str(county.brief.parent / "场所登记.csv"),
        "VISITS.csv": str(county.brief.parent / "扫码登记.csv"),
        "LISTS": str(county.brief.parent),
        "LIST": str(listed),
        "LIST.xlsx": str(listed),
        "AREAS.csv": str(folder / "places.csv"),
        "LETTER": str(folder / "letter.eml"),
        "BRIEF": str(county.brief),
        "DOCUMENT": str(folder / "document.docx"),
        "PAPER": str(folder / "paper.txt"),
        "PACK": str(CHECKOUT / "src/lianfang/apps/policy/packs/measles.yaml"),
        "FORM.yaml": str(folder / "form.yaml"),
        "FOLDER": str(folder),
    }


def one(statement: LiteralString) -> dict[str, Any]:
    return sql.query(statement)[0]


CALLS = {
    "areas load": "PLACES --scope 980301",
    "areas recode": "",
    "areas responsible": "990121 --post county_office",
    "areas show": "990121",
    "audit verify": "",
    "brief daily": "--area 990121 --on 2022-07-11 -o FOLDER/brief.docx",
    "brief trace": "BRIEF",
    "case add": "--disease covid19 --name 司马试 --area 990121100 --onset 2022-07-09 --outbreak OUTBREAK",
    "case aside": "POSITIVE --reason 复阳",
    "case infected-by": "CASE FIRSTCASE --setting market",
    "case contacts": "CASE",
    "case judge": "CASE",
    "case met": "CASE --situation meal --from 2022-07-10T18:00 --until 2022-07-10T20:00 --person KEPT",
    "case seek": "CASE --ground 流调",
    "case load": "CARDS --area 990121 --disease covid19",
    "case show": "CASE",
    "case step": "CASE reported",
    "chains": "--outbreak OUTBREAK --graphml FOLDER/chain.graphml",
    "demo build": "--scale 0.02",
    "demo lists": "--out FOLDER/lists --scale 0.02",
    "demo score": "LISTS",
    "directive issue": "DRAFT --area 990121",
    "directive list": "",
    "directive read": "PAPER",
    "directive receive": "PAPER --area 990121",
    "directive status": "DIRECTIVE",
    "directive withdraw": "DIRECTIVE --reason 文件作废",
    "doc blanks": "DOCUMENT",
    "doc check": "situation DOCUMENT",
    "doc kinds": "",
    "doc make": "letter --area 990121 --on 2022-07-11 -o FOLDER/letter.docx",
    "doc notices": "--area 990121 --since 2022-07-10 --reason 送达 -o FOLDER/notices.docx",
    "doc trace": "DOCUMENT",
    "encounter add": "--person PERSON --kind call --outcome reached",
    "form check": "FORM.yaml",
    "form days-off": "--year 2022",
    "form list": "",
    "form load": "FORM.yaml",
    "form spreadsheet": "medicine-needs --area 990121100 -o FOLDER/needs.xlsx",
    "encounters find": "--person PERSON --window 2h",
    "encounters load": "VISITS.csv",
    "encounters venues": "VENUES.csv",
    "exchange peer add": "市平台 --key PEERKEY --area 990121 --direction out",
    "exchange peer list": "",
    "exchange arrived": "--on 2022-07-11",
    "exchange receive": "from-county.json",
    "exchange resend": "ENVELOPE",
    "exchange send": "市平台 --on 2022-07-11",
    "exchange status": "",
    "export dhis2": "village-daily --area 990121 --on 2022-07-11 -o FOLDER/values.json",
    "export dhis2-mapping": "village-daily --area 990121 --on 2022-07-11 --metadata metadata.json",
    "export report": "village-daily --area 990121 --on 2022-07-11 -o FOLDER/reports.csv --reason 核对",
    "gaps": "--area 990121",
    "import dhis2": "village-daily FOLDER/values.json",
    "import report": "village-daily FOLDER/reports.csv",
    "hotline add": "--kind help --need dialysis --area 990121 --text 明早透析出不了门",
    "hotline answer": "MATTER --text 可以，在卡口取",
    "hotline mail": "LETTER --area 990121",
    "hotline status": "MATTER",
    "inspection bulletin": "--area 990121 --on 2022-07-11 -o FOLDER/bulletin.docx",
    "inspection campaigns": "",
    "inspection checklists": "",
    "inspection ledger": "--area 990121",
    "inspection plan": "试查 --area 990121 --purpose 核实 --ground 通知 --from 2022-07-12 --until 2022-07-14"
    " --checklist village_grid --kind village --size 2 --team 第一组:张某",
    "inspection sample": "重点场所夜查 --seed 7",
    "rooms assign": "--site 澜砚县一号集中隔离点",
    "rooms held": "--area 990121",
    "rooms shortfall": "--area 990121",
    "rooms staff": "--site 澜砚县一号集中隔离点",
    "care answer": "NEED",
    "care ask": "PERSON --kind daily",
    "care list": "--area 990121",
    "rooms sites": "",
    "report expected": "--area 990121 --on 2022-07-12",
    "report status": "--area 990121 --on 2022-07-12",
    "report rollup": "village-daily --area 990121 --on 2022-07-12",
    "report doubts": "--area 990121 --on 2022-07-11",
    "report evaluate": "--area 990121 --from 2022-07-05 --until 2022-07-11",
    "intake": "LIST --channel self_report --area 990121",
    "intake check-load": "CHECKED --area 990121",
    "intake decide": "BATCH ROW reject --reason 查无此人",
    "intake five-clears": "--area 990121",
    "intake forwards": "--area 990121",
    "intake mappings": "",
    "intake receive": "LIST --channel self_report --area 990121",
    "intake reconcile": "--area 990121",
    "intake review": "BATCH",
    "intake rows": "BATCH",
    "intake status": "BATCH",
    "measures answer": "MEASURE --text 已核实",
    "measures appeal": "MEASURE --text 有异议",
    "measures extend": "MEASURE --until LONGER --reason 家中出现病例 --approved-by 张三",
    "measures issue": "--batch BATCH",
    "measures lapse": "--area 990121",
    "measures list": "--area 990121",
    "measures notice": "MEASURE -o FOLDER/notice.docx",
    "letter list": "",
    "letter note": "SENT acknowledged",
    "letter receive": "NAMED.csv --from 外地疾控 --number 7 --asked 请核实 --disease covid19 --area 990121",
    "letter send": "JUDGED --asked 请核实 --person CONTACT --name 外地疾控中心",
    "measures release": "MEASURE --ground deceased --reason 因病去世",
    "measures revoke": "MEASURE --reason 决定有误",
    "measures serve": "UNSERVED",
    "measures shorten": "MEASURE --until SHORTER --reason 政策调整",
    "notices list": "--area 990121 --open",
    "notices outbox": "",
    "notices tell": "--area 990121",
    "testing bulletin": "--week 2022-07-11",
    "testing plan": "--population 220000 --labs 5500",
    "testing pool pass": "LY0711-006 --step sealed",
    "testing pool register": "SAMPLES.csv",
    "testing pool result": "FOUND.csv",
    "testing pool show": "LY0711-002",
    "testing round coverage": "--area TESTED",
    "testing round end": "--area TESTED",
    "testing round start": "--area 990121200",
    "testing round status": "--area 990121",
    "testing turnaround": "",
    "people duplicates": "--area 990121",
    "people export": "990121 --out 人员.csv --reason 上报市指挥部",
    "people find": "wang",
    "people merge": "KEPT MERGED",
    "people recode": "",
    "people show": "PERSON",
    "people unmerge": "MERGED",
    "plan activate": "county-outbreak --area 990121 --level 3",
    "plan import": "PAPER --area 990121 --code town-notice",
    "plan list": "",
    "plan step-down": "DIRECTIVE --reason 疫情平息",
    "policy adopt": "covid19-v9 --area 990121001 --from 2022-07-10",
    "policy assess": "CASES --pack covid19-v9 --on 2022-07-10",
    "policy diff": "covid19-v9 town-opinion-14d",
    "policy explain": "PERSON --on 2022-07-11",
    "policy list": "",
    "policy load": "PACK",
    "policy risk announce": "980302 high --source 通报 --on 2022-07-10 --name 远山县",
    "policy risk level": "980101100",
    "policy risk lift": "980101100 --on 2022-07-11",
    "policy risk list": "--on 2022-07-10",
    "reading add": "--person PERSON --slot am --celsius 36.6",
    "reading load": "READINGS",
    "rollup": "--area 990121",
    "report submit": "medicine-needs --unit OTHER_VILLAGE --zero",
    "retention run": "--dry-run",
    "retention show": "",
    "roles grant": "USER auditor --ground 审计局派驻",
    "roles grants": "",
    "roles list": "",
    "roles revoke": "GRANT --ground 期满",
    "task list": "--area 990121100",
    "tests add": "--person PERSON --result negative",
    "tests load": "RESULTS",
    "tokens issue": "USER --role inspector --label 试用 --days 3",
    "tokens list": "",
    "tokens revoke": "TOKEN",
    "users add": "lifang --name 李芳",
    "users close": "USER --ground 调离",
    "users invite": "USER",
    "users link": "USER",
    "users list": "",
    "users reset-second-factor": "AUDITOR --ground 手机遗失",
}


BEFORE = {
    "exchange receive": "exchange peer add 县平台 --key PEERKEY --area 990121 --direction in",
    "exchange send": "exchange peer add 市平台 --key PEERKEY --area 990121 --direction out",
    "import dhis2": "export dhis2 village-daily --area 990121 --on 2022-07-11 -o FOLDER/values.json",
    "import report": "export report village-daily --area 990121 --on 2022-07-11 -o FOLDER/reports.csv"
    " --reason 核对",
    "form spreadsheet": "form load FORM.yaml",
    "report submit": "form load FORM.yaml",
    "measures answer": "measures appeal MEASURE --text 有异议",
    "people unmerge": "people merge KEPT MERGED",
}
"""What must have happened before a call makes sense."""


def with_json() -> list[str]:
    return [
        path
        for path, command in doors.leaves(doors.command_line())
        if any("--json" in parameter.opts for parameter in command.params)
    ]


def filled(text: str, words: dict[str, str]) -> list[str]:
    longest_first = "|".join(sorted(words, key=len, reverse=True))
    return [re.sub(longest_first, lambda found: words[found[0]], part) for part in shlex.split(text)]


def test_the_calls_below_cover_every_command_with_json():
    assert set(with_json()) - CALLS.keys() == set()


@pytest.mark.parametrize("path", CALLS)
def test_json_is_one_document_and_nothing_else(path, words, run_command, capsys):
    if path in BEFORE:
        assert run_command(*filled(BEFORE[path], words)) == 0
        capsys.readouterr()
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
