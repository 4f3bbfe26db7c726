"""A notice to a person says everything that it must, in order, and leaves out what was not given."""

import io
from datetime import UTC, date, datetime
from typing import Any

import docx
from docx.oxml.ns import qn

from lianfang.core.documents import Notice, render_notice


def notice(**changes: Any) -> Notice:
    given: dict[str, Any] = {
        "written_at": datetime(2022, 3, 5, tzinfo=UTC),
        "author": "县疾控中心",
        "title": "居家隔离医学观察告知书",
        "number": "清防隔告〔2022〕12号",
        "person": "王小明",
        "reasons": "经核查，你于2022年3月1日在中风险地区停留。",
        "basis": ("《中华人民共和国传染病防治法》", "《防控方案（第九版）》"),
        "decision": "决定对你采取居家隔离医学观察措施。",
        "terms": [
            ("地点", "石桥村3组12号"),
            ("开始时间", "2022年3月5日0时"),
            ("结束时间", "2022年3月12日0时"),
        ],
        "obligations": ["不外出。", "每日两次测温。"],
        "support": ["食品、药品由村负责保障。"],
        "help_phone": "0000-1234567",
        "remedies": ["可以自收到本告知书之日起六十日内申请行政复议。"],
        "officers": ("李某", "赵某"),
        "signature": "清河县疾病预防控制中心",
        "signed_on": date(2022, 3, 5),
    }
    return Notice(**(given | changes))


def lines(blob: bytes) -> list[str]:
    body = docx.Document(io.BytesIO(blob)).element.body
    texts = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return [text for text in texts if text.strip()]


def test_a_notice_tells_reason_basis_term_duties_support_remedies_and_officers_in_order() -> None:
    assert lines(render_notice(notice()))[:22] == [
        "居家隔离医学观察告知书",
        "清防隔告〔2022〕12号",
        "王小明：",
        "经核查，你于2022年3月1日在中风险地区停留。依据《中华人民共和国传染病防治法》、《防控方案（第九版）》，"
        "决定对你采取居家隔离医学观察措施。",
        "地点",
        "石桥村3组12号",
        "开始时间",
        "2022年3月5日0时",
        "结束时间",
        "2022年3月12日0时",
        "一、请你遵守以下要求",
        "1.不外出。",
        "2.每日两次测温。",
        "二、生活保障和求助",
        "食品、药品由村负责保障。",
        "求助电话：0000-1234567。",
        "三、你的权利和救济途径",
        "可以自收到本告知书之日起六十日内申请行政复议。",
        "执行人员：李某、赵某",
        "清河县疾病预防控制中心",
        "2022年3月5日",
        "送　达　回　证",
    ]


def test_the_receipt_asks_for_the_person_two_officers_and_a_witness() -> None:
    receipt = lines(render_notice(notice()))[22:]
    assert receipt.count("送达人签名") == 2
    assert {"受送达人签名", "签收时间", "见证人签名", "拒收事由"} <= set(receipt)


def test_a_notice_of_release_has_only_its_own_parts() -> None:
    release = notice(
        title="解除隔离医学观察通知单",
        obligations=(),
        support=(),
        help_phone="",
        officers=(),
        receipt=False,
        remedies=(),
    )
    shown = lines(render_notice(release))
    assert not any(text.startswith("一、") for text in shown)
    assert shown[-2:] == ["清河县疾病预防控制中心", "2022年3月5日"]


def test_same_notice_same_bytes() -> None:
    assert render_notice(notice()) == render_notice(notice())
