from __future__ import annotations

from pathlib import Path

from tests.knowledge.breaks import Break, assert_is_the_one_problem, breaks_in, each

FILE = "departments.yaml"
health = breaks_in(FILE, "health")
education = breaks_in(FILE, "education")
towns_entry = breaks_in("towns.yaml", "后柳镇")
elsewhere_id_card = breaks_in("elsewhere.yaml", "id-card")


@each(
    health("hotline nobody has", "hotline: '12320'", "hotline: '8888'", "hotline", "12345"),
    education(
        "matter handed to nobody",
        "matter: 看病报销, who: health",
        "matter: 看病报销, who: healt",
        "not_handles",
        "改成 health",
        at="  not_handles:",
    ),
    education(
        "matter handed to the office itself",
        "matter: 看病报销, who: health",
        "matter: 看病报销, who: education",
        "not_handles",
        "真正办",
        at="  not_handles:",
    ),
    health("alias of two departments", "aliases: [卫健局]", "aliases: [卫健局, 教体局]", "aliases", "education"),
    health("alias that is another's name", "aliases: [卫健局]", "aliases: [卫健局, 县教育局]", "aliases", "education"),
    health("alias twice", "aliases: [卫健局]", "aliases: [卫健局, 卫健局]", "aliases", "不止一次"),
    education(
        "department twice",
        "- key: health",
        "- {key: education, name: 甲, aliases: [], named_in_plan: 'true', handles: 乙}\n- key: health",
        "key",
        "重复",
    ),
    health("unknown field", "  hotline: '12320'", "  hotlin: '12320'", "hotlin", "改成 hotline"),
    education(
        "date that is none",
        "  hotline: ''\n  handles: 上学的事",
        "  hotline: ''\n  handles: 上学的事\n  confirmed_on: 昨天",
        "confirmed_on",
        "2026-01-31",
        below=2,
    ),
    towns_entry("town alias of two towns", "aliases: [后柳]", "aliases: [后柳, 街上]", "aliases", "城关镇"),
    elsewhere_id_card("matter with an invented number", "hotline: ''", "hotline: 0915-1234567", "hotline", "清空"),
)
def test_department(root: Path, mistake: Break) -> None:
    assert_is_the_one_problem(root, mistake)
