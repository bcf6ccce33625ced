from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.screening.facts import NumberRange, one_of
from knowledge.screening.family import MOST_PEOPLE, Family
from knowledge.screening.people import Mention
from knowledge.screening.portrait import Portrait
from knowledge.screening.statements import Statement
from knowledge.situation import Whom, Whose
from knowledge.tellings import Kin

ME = Kin(Whom.ME, ("我",), is_generic=False, is_several=False)
GRANDMOTHER = Kin(Whom.ELDER, ("婆",), is_generic=False, is_several=False)
OLD = Kin(Whom.ELDER, ("老人",), is_generic=True, is_several=False)
CHILD = Kin(Whom.CHILD, ("娃",), is_generic=True, is_several=True)
SON = Kin(Whom.CHILD, ("儿子",), is_generic=False, is_several=True)
SHE = Kin(Whom.OTHER, ("她",), is_generic=True, is_several=False)
SICK = Statement(
    start=0,
    end=1,
    fact="illness",
    known=one_of("chronic"),
    is_denied=False,
    is_past=False,
    is_typical=False,
    is_continued=False,
    whose=Whose.PERSON,
    words="病",
)
POOR = replace(SICK, fact="income", known=one_of("low"), whose=Whose.HOUSEHOLD)
EXPECTING = replace(SICK, fact="family_stage", known=one_of("pregnant"))
DIED = replace(SICK, fact="bereavement", known=one_of("recent"))
HUSBAND = Kin(Whom.SPOUSE, ("丈夫",), is_generic=False, is_several=False, is_male=True)
GRANDSON = Kin(Whom.CHILD, ("孙子",), is_generic=False, is_several=True)
FATHER = Kin(Whom.ELDER, ("爸",), is_generic=False, is_several=False, is_male=True, is_parent=True)
BROTHER = Kin(Whom.OTHER, ("弟",), is_generic=False, is_several=False, is_male=True)
ORPHAN = replace(SICK, fact="child_care", known=one_of("orphan"), whose=Whose.CHILD, words="孤儿")
ONLY_CHILD = replace(SICK, fact="only_child", known=one_of("only_child"), whose=Whose.PARENT)
GIVES = replace(SICK, fact="role", known=one_of("donor"), whose=Whose.ME)


def aged(years: int, words: str = "岁") -> Statement:
    return replace(SICK, fact="age", known=NumberRange(years, years), words=words)


def named(kin: Kin, *, is_companion: bool = False, is_beneficiary: bool = False) -> Mention:
    word = "" if kin is ME else kin.words[0]
    return Mention(0, 1, kin, word, is_companion=is_companion, is_introduced=False, is_beneficiary=is_beneficiary)


def tell(family: Family, kin: Kin | None, *statements: Statement, has_request: bool = False) -> None:
    people = [named(kin)] if kin else []
    for statement in statements:
        family.add(people, statement)
    family.turn_to(people, has_request=has_request)


def told(family: Family) -> dict[str, list[str]]:
    return {one.called: [statement.fact for statement in one.statements] for one in family.portraits()}


def asked(family: Family) -> Portrait:
    return max(family.portraits(), key=lambda one: one.rank)


def test_nobody_named_is_the_one_who_asks() -> None:
    family = Family()
    tell(family, None, SICK)
    (me,) = family.portraits()
    assert (me.kin.whom, me.is_named, me.statements) == (Whom.ME, False, [SICK])


def test_a_clause_without_a_person_goes_on_about_the_last() -> None:
    family = Family()
    tell(family, GRANDMOTHER, aged(86))
    tell(family, None, SICK)
    assert told(family) == {"婆": ["age", "illness"]}


def test_what_stands_before_the_only_person_is_told_of_that_one() -> None:
    family = Family()
    tell(family, None, aged(86))
    tell(family, GRANDMOTHER)
    assert told(family) == {"婆": ["age"]}


def test_a_grown_up_thing_before_a_child_is_told_of_the_one_who_asks() -> None:
    family = Family()
    tell(family, None, EXPECTING)
    tell(family, CHILD, aged(9))
    assert told(family) == {"娃": ["age"], "": ["family_stage"]}


def test_a_general_word_is_the_person_named_before() -> None:
    family = Family()
    tell(family, GRANDMOTHER, aged(86))
    tell(family, OLD, SICK)
    assert told(family) == {"婆": ["age", "illness"]}


def test_a_general_word_becomes_the_person_named_after() -> None:
    family = Family()
    tell(family, CHILD, aged(8))
    tell(family, SON, SICK)
    assert told(family) == {"儿子": ["age", "illness"]}


def test_she_is_the_last_one_who_does_not_ask() -> None:
    family = Family()
    tell(family, GRANDMOTHER, aged(86))
    tell(family, ME, aged(40))
    tell(family, SHE, SICK)
    assert told(family)["婆"] == ["age", "illness"]


def test_two_ages_of_children_are_two_children() -> None:
    family = Family()
    tell(family, CHILD, aged(5), aged(8))
    assert [one.statements[0].known for one in family.portraits()] == [NumberRange(5, 5), NumberRange(8, 8)]


def test_the_age_of_a_toddler_is_never_of_the_one_who_asks() -> None:
    family = Family()
    tell(family, ME, aged(2))
    assert told(family) == {"": [], "娃": ["age"]}


def test_months_after_a_pregnancy_are_no_age() -> None:
    family = Family()
    tell(family, ME, EXPECTING, aged(0, "五个月"))
    assert told(family) == {"": ["family_stage"]}


def test_a_fact_of_children_is_told_of_all_of_them() -> None:
    family = Family()
    tell(family, CHILD, aged(5), aged(8))
    tell(family, ME, ORPHAN)
    assert [one.statements[-1].fact for one in family.portraits() if one.called] == ["child_care", "child_care"]


def test_a_fact_of_parents_is_not_told_of_their_child() -> None:
    family = Family()
    tell(family, CHILD, ONLY_CHILD)
    assert told(family) == {"娃": [], "": ["only_child"]}


def test_a_fact_of_the_parents_of_the_one_who_asks_is_theirs() -> None:
    family = Family()
    tell(family, ME, replace(ONLY_CHILD, whose=Whose.ELDER))
    assert told(family) == {"": [], "父母": ["only_child"]}


def test_who_offers_something_is_the_one_who_asks() -> None:
    family = Family()
    tell(family, OLD, GIVES)
    assert told(family)[""] == ["role"]


def test_what_has_ended_is_denied() -> None:
    family = Family()
    tell(family, ME, POOR)
    family.end_last()
    assert [(one.fact, one.is_denied) for one in family.portraits()[0].statements] == [("income", True)]


@pytest.mark.parametrize(
    ("statements", "whom"), [((SICK, EXPECTING), Whom.ME), ((SICK,), Whom.ELDER), ((POOR, POOR), Whom.ELDER)]
)
def test_asked_about_is_of_whom_most_is_told_rather_another(statements: tuple[Statement, ...], whom: Whom) -> None:
    family = Family()
    tell(family, ME, *statements)
    tell(family, GRANDMOTHER, aged(86))
    assert asked(family).kin.whom is whom


def test_asked_about_is_whom_the_request_names() -> None:
    family = Family()
    tell(family, ME, SICK, EXPECTING, aged(40))
    tell(family, GRANDMOTHER, has_request=True)
    assert asked(family).called == "婆"


def test_asked_for_counts_more_than_named_in_the_request() -> None:
    family = Family()
    family.turn_to([named(CHILD)], has_request=True)
    family.turn_to([named(GRANDMOTHER, is_beneficiary=True)], has_request=False)
    assert asked(family).called == "婆"


def test_people_beyond_a_family_are_not_kept_apart() -> None:
    family = Family()
    tell(family, CHILD, *(aged(years) for years in range(20, 60)))
    assert len(family.portraits()) == MOST_PEOPLE


def test_who_has_died_is_no_longer_asked_for_and_the_family_mourns() -> None:
    family = Family()
    tell(family, GRANDMOTHER, aged(86))
    family.mourn([named(GRANDMOTHER)], DIED)
    assert told(family) == {"": ["bereavement"]}


def test_what_follows_a_death_is_told_of_who_is_left() -> None:
    family = Family()
    tell(family, GRANDMOTHER, aged(86))
    family.mourn([], DIED)
    tell(family, None, SICK)
    assert told(family) == {"": ["bereavement", "illness"]}


def test_another_death_leaves_a_person_named_generally_alive() -> None:
    family = Family()
    tell(family, OLD, aged(83))
    family.mourn([named(GRANDMOTHER)], DIED)
    assert told(family)["老人"] == ["age"]


@pytest.mark.parametrize("death", [replace(DIED, is_denied=True), replace(DIED, is_past=True)])
def test_no_death_or_one_of_long_ago_is_no_news(death: Statement) -> None:
    family = Family()
    tell(family, ME, aged(40))
    family.mourn([named(GRANDMOTHER)], death)
    assert told(family)[""] == ["age"]


def test_a_husband_expects_no_child() -> None:
    family = Family()
    tell(family, HUSBAND, EXPECTING)
    assert told(family) == {"丈夫": [], "": ["family_stage"]}


def test_what_is_told_before_a_husband_who_has_his_own_facts_is_of_who_asks() -> None:
    family = Family()
    tell(family, None, POOR)
    tell(family, HUSBAND, SICK)
    assert told(family)[""] == ["income"]


def test_the_parent_of_a_grandchild_is_the_grown_up_child() -> None:
    family = Family()
    tell(family, SON, SICK)
    tell(family, GRANDSON, ONLY_CHILD)
    assert told(family) == {"儿子": ["illness", "only_child"], "孙子": []}


def test_an_orphan_without_another_child_is_who_asks_if_nothing_tells_a_grown_up() -> None:
    family = Family()
    tell(family, None, replace(ORPHAN, words="爸妈都没了"))
    assert told(family) == {"": ["child_care"]}


def test_a_grown_up_without_parents_is_no_orphan() -> None:
    family = Family()
    tell(family, ME, aged(40), replace(ORPHAN, words="爸妈都没了"))
    assert told(family) == {"": ["age"]}


def test_two_things_told_of_one_fact_count_once() -> None:
    family = Family()
    tell(family, GRANDMOTHER, SICK)
    tell(family, ME, SICK, SICK)
    assert asked(family).called == "婆"


def test_what_parents_do_is_told_of_the_grandchild_not_of_the_son_at_work() -> None:
    family = Family()
    tell(family, SON, replace(SICK, fact="work", known=one_of("migrant")))
    tell(family, GRANDSON, aged(8))
    tell(family, SON, replace(ORPHAN, words="媳妇跑了"))
    assert told(family)["孙子"] == ["age", "child_care"]


def test_what_only_a_child_does_is_not_told_of_somebody_old() -> None:
    family = Family()
    family.meet([named(CHILD)])
    tell(family, GRANDMOTHER, aged(9))
    assert told(family) == {"娃": ["age"], "婆": []}


def test_what_goes_on_about_somebody_named_since_takes_back_what_was_told_before_anybody() -> None:
    family = Family()
    tell(family, None, ONLY_CHILD)
    tell(family, CHILD, replace(ONLY_CHILD, known=one_of("bereaved"), is_continued=True))
    me = next(one for one in family.portraits() if not one.called)
    assert [one.known for one in me.statements] == [one_of("bereaved")]


def test_two_schools_of_children_are_two_children() -> None:
    family = Family()
    at_college = replace(SICK, fact="school_stage", known=one_of("college"))
    tell(family, CHILD, at_college, replace(at_college, known=one_of("vocational")))
    assert [one.statements[0].known for one in family.portraits()] == [one_of("college"), one_of("vocational")]


def parent(kin: Kin) -> Mention:
    return replace(named(kin), is_theirs=True)


@pytest.mark.parametrize(
    ("child", "whom"),
    [
        (SON, Whom.SPOUSE),
        (GRANDSON, Whom.OTHER),
        (replace(SHE, words=("侄儿",), is_generic=False, is_several=True), Whom.OTHER),
    ],
)
def test_the_father_of_a_child_is_the_husband_and_no_old_man(child: Kin, whom: Whom) -> None:
    family = Family()
    tell(family, child, aged(8))
    family.add([parent(FATHER)], SICK)
    assert {one.kin.whom for one in family.portraits() if one.called == "爸"} == {whom}


def test_her_father_is_the_grandfather_of_nobody_spoken_of_as_a_child() -> None:
    family = Family()
    tell(family, HUSBAND, SICK)
    family.add([parent(FATHER)], SICK)
    assert {one.kin.whom for one in family.portraits() if one.called == "爸"} == {Whom.ELDER}


def test_an_age_right_after_a_death_is_that_of_who_died() -> None:
    family = Family()
    tell(family, ME)
    family.mourn([named(GRANDMOTHER)], DIED)
    family.turn_to([named(GRANDMOTHER)], has_request=False)
    family.add([], aged(84))
    assert "age" not in told(family)[""]


def test_who_only_lends_a_home_is_none_of_those_asked_about() -> None:
    family = Family()
    family.add([], replace(POOR, fact="housing"))
    at_home = replace(named(GRANDMOTHER), is_home=True)
    family.meet([at_home])
    family.turn_to([at_home], has_request=False)
    assert told(family) == {"": ["housing"]}


def test_the_children_of_a_grown_up_brother_are_not_he() -> None:
    family = Family()
    tell(family, BROTHER, aged(36), ORPHAN)
    tell(family, CHILD, aged(5))
    assert told(family) == {"弟": ["age"], "娃": ["age", "child_care"]}
