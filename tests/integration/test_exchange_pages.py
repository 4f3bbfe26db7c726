"""Pages of the exchange: peers and envelopes, files in and out, reports that leave, the draft of a card."""

import io
import json
import re
import zipfile
from datetime import date, datetime

import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.access import token_of

from lianfang.apps.exchange import operations, queries
from lianfang.apps.exchange.models import Message, Peer, Received
from lianfang.apps.exchange.rules import envelope as rules
from lianfang.apps.exchange.rules import signed
from lianfang.core import sql
from lianfang.core.access.models import Export
from lianfang.core.access.terms import SYSTEM
from lianfang.core.exports.tables import TableFormat

OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"p" * 32)
PEER = {
    "name": "市平台",
    "direction": "out",
    "public_key": signed.public_key(OTHER_KEY),
    "areas": "990121",
    "begins_on": "2022-01-01",
}


@pytest.fixture
def client(signed_in):
    return signed_in()


def accepted_day():
    found = sql.query(
        "select r.period_on from forms_report r join forms_decision d on d.report_id = r.id"
        " where d.kind = 'accepted' and r.superseded_at is null order by r.period_on limit 1"
    )
    return found[0]["period_on"].isoformat() if found else ""


def test_an_envelope_goes_out_by_file_and_its_receipt_comes_back(county, client):
    assert client.post("/exchange/peers/", PEER).status_code == 302
    peer, day = Peer.objects.get(name="市平台"), accepted_day()
    answer = client.post(f"/exchange/peers/{peer.uid}/pack/", {"on": day or "2022-07-01"})
    if not day:  # the morning accepts nothing yet
        assert "没有打包" in answer.content.decode()
        assert not Message.objects.filter(peer=peer)
        return
    assert answer.status_code == 302
    message = Message.objects.get(peer=peer)
    assert "待送达" in client.get(answer.url).content.decode()
    text = client.post(f"/exchange/messages/{message.uid}/file/").content.decode()
    receipt = rules.acknowledge(rules.open_envelope(text), key=OTHER_KEY, received_at=county.at, taken=1)
    brought = client.post("/exchange/files/", {"file": SimpleUploadedFile("r.json", receipt.encode())})
    assert brought.status_code == 302
    assert "对方已签收" in client.get("/exchange/").content.decode()


def report(area):
    return {
        "uid": "0190a5b4-7d1e-7000-8000-000000000001",
        "form": "village-daily",
        "version": 1,
        "reporter": area,
        "name": "试村",
        "area": area,
        "on": "2022-07-11",
        "slot": "day",
        "sequence": 1,
        "zero": False,
        "values": {"returned": 3.0},
        "reported_at": "2022-07-11T08:00:00+08:00",
        "accepted_at": "2022-07-11T18:00:00+08:00",
        "accepted_digest": "d",
    }


def arriving(area, at):
    content = {"kind": "reports", "on": "2022-07-11", "reports": [report(area)]}
    return rules.seal(content, key=OTHER_KEY, to=queries.own_public_key(), sequence=1, made_at=at)


def test_an_envelope_that_came_by_file_is_taken_and_shown(county, client):
    client.post("/exchange/peers/", PEER | {"direction": "in"})
    text = arriving("990121100001", county.at)
    looked = client.post("/exchange/files/", {"file": SimpleUploadedFile("e.json", text.encode())})
    assert "可以收下" in looked.content.decode()
    assert Received.objects.count() == 0
    word = re.search(r'name="kept" value="([^"]+)"', looked.content.decode())[1]
    answer = client.post("/exchange/files/", {"kept": word, "work": "take"})
    assert answer.status_code == 302
    assert "试村" in client.get(answer.url).content.decode()
    receipt = client.post(f"/exchange/messages/{Received.objects.get().uid}/file/").content
    assert rules.open_receipt(receipt.decode()).taken == 1
    again = client.post("/exchange/files/", {"file": SimpleUploadedFile("e.json", text.encode())})
    assert again.status_code == 409
    foreign = client.post(
        "/exchange/files/", {"file": SimpleUploadedFile("e.json", b'{"content": 1}', "application/json")}
    )
    assert foreign.status_code == 422


def table(change=("", "")):
    """The reports of the county's villages as they leave, one thing changed."""
    span = operations.Span("village-daily", "990121", date(2022, 7, 11), date(2022, 7, 11))
    left = operations.export_table(
        span, TableFormat.CSV, reason="核对", by=SYSTEM, at=datetime.fromisoformat("2022-07-11T11:30+08:00")
    )
    return SimpleUploadedFile("reports.csv", left.files[".csv"].decode().replace(*change).encode())


def reports_told():
    return sql.query("select count(*) as count from forms_report")[0]["count"]


def test_the_demonstration_shows_one_that_was_signed_for_and_one_that_waits(county, client):
    page = client.get("/exchange/").content.decode()
    assert "澜川市平台" in page
    assert "HandOverCard" not in page
    for state in ("对方已签收", "待送达"):
        assert state in page


def test_a_file_of_reports_is_looked_at_then_taken_and_the_refused_come_back(county, signed_in):
    clerk = signed_in("town_clerk", "990121100")
    text = table().read().decode()
    head, *rows = text.splitlines()
    row = next(one for one in rows if ",990121100" in one and ",否," in one)
    stranger = row.replace(row.split(",")[2], "990121100999")
    whole = f"{head}\n{row}\n{stranger}\n"
    before = reports_told()
    asked = {"form": "village-daily", "file": SimpleUploadedFile("r.csv", whole.encode())}
    looked = clerk.post("/exchange/take/", asked).content.decode()
    assert "尚未收下" in looked
    assert "第3行" in looked
    word = re.search(r'name="kept_file" value="([^"]+)"', looked)[1]
    back = clerk.post("/exchange/take/", {"form": "village-daily", "kept_file": word, "work": "returned"})
    assert "990121100999" in back.content.decode("utf-8-sig")
    assert "_problem" in back.content.decode("utf-8-sig")
    done = clerk.post("/exchange/take/", {"form": "village-daily", "kept_file": word, "work": "take"})
    assert "已收下" in done.content.decode()
    assert reports_told() == before  # what it says was said before


def test_the_api_looks_before_it_takes(county):
    headers = {"Authorization": f"Bearer {token_of('town_clerk', '990121100')}"}
    before = reports_told()
    for dry_run in ("true", "false"):
        given = {"form": "village-daily", "dry_run": dry_run, "file": table()}
        answer = Client().post("/api/exchange/imports", given, headers=headers)
        told = answer.json()
        assert answer.status_code == 200
        assert told["unchanged"] > 0
        assert (told["taken"], told["corrected"]) == (0, 0)
    assert reports_told() == before


def test_a_file_that_is_no_table_is_refused_on_the_page(county, signed_in):
    clerk = signed_in("town_clerk", "990121100")
    for name in ("r.csv", "r.json", "r.docx"):
        asked = {"form": "village-daily", "file": SimpleUploadedFile(name, b"{")}
        answer = clerk.post("/exchange/take/", asked)
        assert answer.status_code in {400, 422}
        assert "notice" in answer.content.decode()
    assert signed_in("auditor", "").get("/exchange/take/").status_code == 403


def test_a_peer_that_can_not_be_registered_is_refused_with_the_reason(county, client):
    answer = client.post("/exchange/peers/", PEER | {"public_key": "x"})
    assert answer.status_code == 422
    assert "公钥应为64位十六进制" in answer.content.decode()
    assert client.post("/exchange/peers/", PEER | {"direction": ""}).status_code == 400


def test_peers_and_envelopes_need_their_permission(county, signed_in):
    clerk = signed_in("county_clerk", county.area)
    assert clerk.get("/exchange/").status_code == 200
    assert clerk.post("/exchange/peers/", PEER).status_code == 403
    assert signed_in("town_clerk", f"{county.area}100").get("/exchange/").status_code == 403


@pytest.mark.parametrize("kind", ["xlsx", "csv", "parquet", "dhis2-daily", "dhis2-weekly", "dhis2-monthly"])
def test_reports_leave_with_a_reason(county, client, kind):
    day = county.at.date().isoformat()
    asked = {"form": "village-daily", "area": county.area, "from": day, "until": day, "format": kind}
    assert client.post("/exchange/reports/", asked).status_code == 422
    answer = client.post("/exchange/reports/", asked | {"reason": "报市指挥部"})
    assert answer.status_code == 200
    line = Export.objects.latest("id")
    assert (line.reason, line.area) == ("报市指挥部", county.area)
    if kind == "parquet":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            table = next(name for name in archive.namelist() if name.endswith(".parquet"))
            assert pl.read_parquet(io.BytesIO(archive.read(table))).height == line.rows
    if kind.startswith("dhis2"):
        assert len(json.loads(answer.content)["dataValues"]) == line.rows


def test_the_draft_of_a_card_needs_a_reason_and_leaves_two_lines(county, client):
    person = sql.query("select person_uid from control_measure order by id limit 1")[0]["person_uid"]
    address = f"/people/{person}/card/"
    assert "这里不填卡" in client.get(address).content.decode()
    assert client.post(address).status_code == 422
    before = Export.objects.count()
    answer = client.post(address, {"reason": "报告疑似病例"})
    assert answer.status_code == 200
    assert "由首诊医生判定" in answer.content.decode()
    assert Export.objects.count() == before + 1
