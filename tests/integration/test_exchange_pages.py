"""Pages of the exchange: peers and envelopes, files in and out, reports that leave, the draft of a card."""

import io
import json
import zipfile

import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.apps.exchange import queries
from lianfang.apps.exchange.models import Message, Peer, Received
from lianfang.apps.exchange.rules import envelope as rules
from lianfang.core import sql
from lianfang.core.access.models import Export

OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"p" * 32)
PEER = {
    "name": "市平台",
    "direction": "out",
    "public_key": rules.public_key(OTHER_KEY),
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
    peer, day = Peer.objects.get(), accepted_day()
    answer = client.post(f"/exchange/peers/{peer.uid}/pack/", {"on": day or "2022-07-01"})
    if not day:  # the morning accepts nothing yet
        assert "没有打包" in answer.content.decode()
        assert Message.objects.count() == 0
        return
    assert answer.status_code == 302
    message = Message.objects.get()
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
        "accepted_at": "2022-07-11T18:00:00+08:00",
        "accepted_digest": "d",
    }


def arriving(area, at):
    content = {"kind": "reports", "on": "2022-07-11", "reports": [report(area)]}
    return rules.seal(content, key=OTHER_KEY, to=queries.own_public_key(), sequence=1, made_at=at)


def test_an_envelope_that_came_by_file_is_taken_and_shown(county, client):
    client.post("/exchange/peers/", PEER | {"direction": "in"})
    text = arriving("990121100001", county.at)
    answer = client.post("/exchange/files/", {"file": SimpleUploadedFile("e.json", text.encode())})
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
