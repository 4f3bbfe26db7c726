"""Rules of the hotline: clocks and routes for everything, what is taken out of a text, codes, letters."""

from email.message import EmailMessage

import pytest

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.hotline.rules import clocks, letters, receipts, routes, workflow
from lianfang.apps.hotline.rules.redaction import HIDDEN, redacted
from lianfang.apps.hotline.terms import EventKind, Identity, MatterKind, MatterState, Need

EVERY = [(kind, "") for kind in MatterKind if kind is not MatterKind.HELP] + [
    (MatterKind.HELP, need) for need in Need
]
WHO = Identity(name="欧阳举证", phone="13912345678", address="东山巷七号", mail="jz@example.cn")


@pytest.mark.parametrize(("kind", "need"), EVERY)
def test_everything_has_a_clock_with_source_and_certainty_and_a_first_post(kind, need):
    clock = clocks.clock_of(kind, need)
    assert clock.taken < clock.answered
    assert clock.certainty == "C"
    assert "地方" in clock.source
    post, area = routes.route(kind, need, "990121100001001")
    assert post in set(PostCode)
    assert area in {"990121", "990121100", "990121100001"}


def test_help_to_live_is_counted_in_hours_and_leads_pass_the_village_by():
    assert clocks.clock_of("help", "birth").answered.total_seconds() == 3600
    assert clocks.clock_of("help", "dialysis").answered.total_seconds() == 2 * 3600
    assert routes.route("lead", "", "990121100001")[1] == "990121"
    assert routes.route("help", "food", "990121100001") == (PostCode.VILLAGE_SECRETARY, "990121100001")


@pytest.mark.parametrize(
    "said",
    [
        "我叫欧阳举证，看到有人聚餐",
        "请打139 1234 5678找我",
        "请打 139-1234-5678 找我",
        "我住在东山巷七号，楼下聚餐",
        "回信JZ@example.cn，有人聚餐",
        "欧 阳 举 证反映：有人聚餐",
    ],
)
def test_what_a_caller_gave_of_themselves_is_taken_out_of_the_text(said):
    left = redacted(said, WHO)
    assert HIDDEN in left
    for value in ("举证", "13912345678", "1234", "东山巷", "example"):
        assert value not in left


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("我叫李四光，有人聚餐", "李四光"),
        ("联系电话：13800001111", "13800001111"),
        ("我的微信号是lisi_8899，请加", "lisi_8899"),
        ("身份证990121199001011234", "990121199001011234"),
        ("举报人：王小明。", "王小明"),
        ("联系地址：南门街3号院5栋。有人聚餐", "南门街3号院5栋"),
    ],
)
def test_what_callers_say_of_themselves_is_taken_out_also_where_they_gave_nothing(said, gone):
    assert gone not in redacted(said, Identity())


def test_what_is_reported_stays():
    said = "柳溪村三组麻将馆7月9日晚上还开着，20多人打牌，老板不让查码"
    assert redacted(said, Identity()) == said


def test_codes_are_long_plain_and_never_the_same():
    codes = {receipts.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 10 and set(code) <= set(receipts.ALPHABET) for code in codes)
    assert receipts.plain(" abcd2-efgh3 ") == "ABCD2EFGH3"


def letter(body: str, kind: str = "plain") -> bytes:
    message = EmailMessage()
    message["From"] = "欧阳举证 <jz@example.cn>"
    message["Subject"] = "举报"
    message["Message-ID"] = "<1@example.cn>"
    message.set_content(body, subtype=kind)
    return message.as_bytes()


def test_a_letter_is_read_plain_or_as_a_page():
    mail = letters.read_letter(letter("卡口无人值守"), file="a.eml")
    assert mail.text == "举报\n卡口无人值守"
    assert (mail.identity.name, mail.identity.mail) == ("欧阳举证", "jz@example.cn")
    page = letters.read_letter(
        letter("<style>p{}</style><p>卡口</p><p>无人&amp;空</p>", "html"), file="b.eml"
    )
    assert "卡口\n无人&空" in page.text
    assert "{" not in page.text


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"no headers at all", letter(" ").replace(b"From:", b"X:")]
)
def test_what_is_no_letter_is_refused(content):
    with pytest.raises(letters.NotALetter):
        letters.read_letter(content, file="x.eml")


def test_an_identity_does_not_print_itself():
    assert "举证" not in repr(WHO)
    assert "举证" not in f"{WHO}"


def test_the_workflow_knows_every_state_and_nothing_is_closed_unanswered():
    assert set(workflow.TRANSITIONS) == set(MatterState)
    leading = {state for state, steps in workflow.TRANSITIONS.items() if EventKind.CLOSED in steps}
    assert leading == {MatterState.ANSWERED}
