"""Pack files: every built-in one is sound; a faulty one is refused whole, with every fault in its place."""

import pytest
from tests.factories import policy as factory

from lianfang.apps.policy.rules.disease_file import read_diseases
from lianfang.apps.policy.rules.pack_file import PackRefused, read_pack
from lianfang.apps.policy.rules.table_rows import covers, keeps_gap, planned_test_days
from lianfang.apps.policy.terms import Conditions

SOUND = factory.COUNTY

# change in the sound file                                     | place in the file               | reason
FAULTS = [
    ("days: 7", "days: 七", "rules[1].phases[1].days", "1到366的整数"),
    ("days: 7", "days: 0", "rules[1].phases[1].days", "1到366的整数"),
    ("days: 7", "days: 7.5", "rules[1].phases[1].days", "1到366的整数"),
    ("days: 7, ", "", "rules[1].phases[1].days", "必须填写"),
    ("[1, 3, 7]", "[1, 3, 8]", "rules[1].phases[1].tests[3]", "1到7的整数"),
    ("[1, 3, 7]", "[3, 1]", "rules[1].phases[1].tests", "由小到大"),
    ("place: central", "place: centre", "rules[1].phases[1].place", "取值"),
    ("certainty: C}\n\n", "certainty: Z}\n\n", "rules[1].phases[1].certainty", "取值"),
    (
        "certainty: C}\n\n",
        "certainty: {days: B}}\n\n",
        "rules[1].phases[1].certainty.place",
        "没有注明确定程度",
    ),
    ("tests: [1, 3, 7]", "tests_count: 5, min_gap_h: 24", "rules[1].phases[1].min_gap_h", "排不下"),
    ("tests: [1, 3, 7]", "tests: [1], tests_count: 2", "rules[1].phases[1].tests_count", "与tests重复"),
    ("{exposure: high_risk_area}", "{exposure: hig_risk_area}", "rules[1].when.exposure", "取值"),
    ("{exposure: high_risk_area}", "{exposre: high_risk_area}", "rules[1].when.exposre", "不认识的项目"),
    (
        "{exposure: high_risk_area}",
        "{age_from: 60, age_under: 18}",
        "rules[1].when.age_under",
        "不大于age_from",
    ),
    ("[left_area_date]", "[leaving]", "rules[1].anchors[1]", "取值"),
    ("    anchors: [left_area_date]\n", "", "rules[1].anchors", "没有写起算日"),
    ("2022-07-01", "2022-07-32", "valid_from.date", "不是日期"),
    (
        "source: {text: 通告",
        "valid_to: {date: 2022-06-01, certainty: C}\nsource: {text: 通告",
        "valid_to",
        "不晚于",
    ),
    ('area: "990121"', 'area: "9901211"', "issuer.area", "不是区划代码"),
    ("level: county", "level: national", "issuer.area", "全国方案不写地区"),
    ("version:", "title:", "title", "写了两次"),
    ("title: 某县方案\n", "", "title", "必须填写"),
    ("pack: some-county", "pack: 某县", "pack", "不是代码"),
    ("    phases:", "    none: 不采取措施\n    phases:", "rules[1]", "三者之一"),
    ("  - {text: 条例第四十一条, certainty: A, from: 2003-05-09}", "", "legal_basis", "法律依据"),
    ("diseases: [covid19]", "diseases: &a [covid19]\nnotes: *a", "文件", "引用"),
    ("rules:", "rules: [", "第", "不是完好的YAML"),
]


@pytest.mark.parametrize("path", factory.PACKS, ids=lambda path: path.stem)
def test_every_built_in_pack_is_sound(path):
    pack = read_pack(path.read_text())
    assert pack.name == path.stem
    assert all(rule.certainty for rule in pack.rules)
    assert all(mark for rule in pack.rules for phase in rule.phases for mark in phase.certainty.values())


@pytest.mark.parametrize(("old", "new", "place", "reason"), FAULTS, ids=[f"{f[2]} {f[3]}" for f in FAULTS])
def test_a_fault_is_named_with_its_place_and_reason(old, new, place, reason):
    faulty = (SOUND + "\n").replace(old, new, 1)
    assert faulty != SOUND + "\n"
    with pytest.raises(PackRefused) as refused:
        read_pack(faulty)
    assert any(place in problem.place and reason in problem.reason for problem in refused.value.problems), (
        str(refused.value)
    )


def test_all_faults_are_listed_at_once():
    faulty = (
        SOUND.replace("days: 7", "days: x").replace("place: central", "place: y").replace("version", "ver")
    )
    with pytest.raises(PackRefused) as refused:
        read_pack(faulty)
    assert len(refused.value.problems) >= 2
    faulty = (
        SOUND.replace("days: 7", "days: x").replace("place: central", "place: y").replace('"990121"', "99012")
    )
    with pytest.raises(PackRefused) as refused:
        read_pack(faulty)
    assert {"days", "place", "area"} <= {
        problem.place.rpartition(".")[2] for problem in refused.value.problems
    }
    assert all(problem.remedy and "第" in problem.place for problem in refused.value.problems)


def test_a_row_that_is_never_reached_is_refused():
    twice = SOUND + SOUND[SOUND.index("  - category") :].replace(
        "category: high", "rule: again\n    category: high"
    )
    with pytest.raises(PackRefused, match="永远轮不到"):
        read_pack(twice)


def test_a_code_of_a_row_that_stands_twice_is_refused():
    twice = SOUND + SOUND[SOUND.index("  - category") :].replace("exposure: high", "exposure: low")
    with pytest.raises(PackRefused, match="重复"):
        read_pack(twice)


def test_layout_and_comments_do_not_change_what_a_pack_says():
    assert read_pack("# a comment\n" + SOUND.replace("[1, 3, 7]", "[ 1,3,  7 ]")) == read_pack(SOUND)


def test_a_file_that_is_no_pack_is_refused():
    for text in ("", "[]", "just words", "pack: [\n", "a: {b: " * 2000):
        with pytest.raises(PackRefused):
            read_pack(text)
    with pytest.raises(PackRefused, match="过大"):
        read_pack("#" * 2_000_000)


COVERS = [
    (Conditions(), Conditions("close_contact"), True),
    (Conditions("close_contact"), Conditions(), False),
    (Conditions("close_contact"), Conditions("close_contact", vaccinated=False), True),
    (Conditions(vaccinated=True), Conditions(vaccinated=False), False),
    (Conditions(age_from=18), Conditions(age_from=60), True),
    (Conditions(age_from=60), Conditions(age_from=18), False),
    (Conditions(age_under=18), Conditions(age_under=6), True),
    (Conditions(days_max=7), Conditions(), False),
    (Conditions(days_max=7), Conditions(days_max=3), True),
    (Conditions(days_min=3), Conditions(days_min=7), True),
]


@pytest.mark.parametrize(("wide", "narrow", "expected"), COVERS)
def test_which_row_covers_which(wide, narrow, expected):
    assert covers(wide, narrow) is expected


# tests in days → planned on, and the hours between two of them that this guarantees
PLANS = [(1, 3, (1,), 24), (2, 3, (1, 3), 24), (2, 2, (1, 2), 0), (3, 7, (1, 4, 7), 48), (3, 3, (1, 2, 3), 0)]


@pytest.mark.parametrize(("count", "days", "planned", "gap"), PLANS)
def test_a_number_of_tests_is_spread_over_the_phase(count, days, planned, gap):
    assert planned_test_days(count=count, days=days) == planned
    assert keeps_gap(planned, hours=gap)
    assert count == 1 or not keeps_gap(planned, hours=gap + 1)


def test_the_disease_profiles_are_sound_and_give_the_legal_deadlines():
    profiles = {profile.code: profile for profile in read_diseases(DISEASES)}
    assert {code for code, row in profiles.items() if row.legal_class == "A"} == {"cholera", "plague"}
    assert all(row.report_hours == 2 for row in profiles.values() if row.legal_class == "A")
    assert all(row.report_hours == 24 for row in profiles.values() if row.legal_class in ("B", "C"))
    assert all(row.certainty for row in profiles.values())


DISEASES = (factory.PACKS[0].parents[1] / "diseases.yaml").read_text()


def test_a_faulty_profile_is_refused_with_every_fault():
    faulty = DISEASES.replace("[24, 336]", "[336, 24]").replace("code: influenza", "code: covid19")
    with pytest.raises(PackRefused) as refused:
        read_diseases(faulty)
    assert {"止小于起", "写了两次"} <= {problem.reason for problem in refused.value.problems}
