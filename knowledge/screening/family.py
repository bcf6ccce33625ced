"""Gathers what a text tells of each person in it, and who is the one it asks about. Used by `fact_finder`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.screening.people import Mention
from knowledge.screening.portrait import (
    ADULT,
    CHILDREN,
    GROWN_UP,
    SCHOOL_STAGE,
    Portrait,
    fits,
    is_at_another_school,
    is_at_work,
    is_grandchild,
    is_grown_up,
    is_of_a_child,
    is_of_another_age,
    is_of_whoever_asks,
    is_younger,
    names_a_child,
    seems_grown_up,
)
from knowledge.screening.statements import AGE, FAMILY_STAGE, Statement
from knowledge.situation import Whom, Whose
from knowledge.tellings import Kin

ASKED_FOR = 100
NAMED_IN_REQUEST = 50
ASKS_FOR_ONESELF = 2
"""What speaks for a person to be the one asked about, beside one for each thing told of the person."""
MOST_PEOPLE = 12
"""People that one text is read for; what is told of more goes to the last."""
_ME = Kin(Whom.ME, (), is_generic=False, is_several=False)
_A_CHILD = Kin(Whom.CHILD, ("娃",), is_generic=True, is_several=True)
_CHILDREN = Kin(Whom.CHILD, ("儿女",), is_generic=True, is_several=True)
_SPOUSE = Kin(Whom.SPOUSE, ("爱人",), is_generic=True, is_several=False)
_PARENTS = Kin(Whom.ELDER, ("父母",), is_generic=True, is_several=True)
_LONG = 9
"""Clauses after which nobody goes on about one who died."""
_NUMBERED = ("大", "小", "老", "二", "三")
"""How words for one of several children begin."""


class Family:
    """The people of one text, in order of mention."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._portraits: list[Portrait] = []
        self._current: Portrait | None = None
        self._before_anybody = Portrait(_ME, "")
        self._last_told: tuple[Portrait | None, Statement] | None = None
        self._of_children: list[tuple[Portrait | None, Statement]] = []
        self._clauses_since_mourning = _LONG

    def meet(self, people: Sequence[Mention]) -> None:
        """Note who is named in a clause before reading what it tells: a child may be asked for after its parents."""
        for one in people:
            self._portrait_of(one)

    def add(self, people: Sequence[Mention], statement: Statement) -> None:
        """Add what is told of people; nobody = of the one the text spoke of before."""
        if not people and statement.fact == AGE and self._clauses_since_mourning == 1 and "今年" not in statement.words:
            return  # of the one who died: 我婆昨天走了, 84
        subjects: list[Portrait | None] = [self._portrait_of(one) for one in people]
        for subject in subjects or [self._spoken_of(statement)]:
            if statement.is_continued:
                self._take_back(subject, statement.fact)
            self._last_told = subject, statement
            if not statement.is_past:
                self._add(subject, statement)

    def mourn(self, people: Sequence[Mention], statement: Statement) -> None:
        """Note that somebody has died: those named, else the one the text spoke of before; the others stay behind."""
        if statement.is_denied:
            return
        self._clauses_since_mourning = 0
        dead = self._deceased(people[0]) if people else self._current
        if dead and dead.kin.whom is not Whom.ME:
            dead.is_gone = True
        if not statement.is_past:
            self._me(is_named=False).note(replace(statement, whose=Whose.HOUSEHOLD))
        if self._current and self._current.is_gone:
            self._current = self._me(is_named=False)

    def _deceased(self, mention: Mention) -> Portrait:
        """Return who has died; a general word for somebody living (老汉, 妈走得早) is not the one."""
        if parent := self._parent_told_of(mention):
            return parent
        same = [one for one in self._portraits if one.kin == mention.kin]
        found = same[-1] if same else self._last(mention.kin.whom) if mention.kin.is_generic else None
        return found or self._new(mention.kin, mention.called)

    def _add(self, subject: Portrait | None, statement: Statement) -> None:
        if statement.whose is Whose.CHILD and (
            subject is None or subject.kin.whom is not Whom.OTHER or is_grown_up(subject)
        ):
            self._of_children.append((subject, statement))
        elif statement.whose is Whose.ME:
            self._me().note(statement)
        elif subject is None and statement.whose is not Whose.ELDER:
            self._before_anybody.note(statement)
        elif owner := self._owner(subject or self._me(), statement):
            self._tell(owner, statement)

    def _spoken_of(self, statement: Statement) -> Portrait | None:
        """Return of whom a clause goes on telling that names nobody: of a child, if only that goes to school."""
        child = self._last(Whom.CHILD)
        is_of_child = statement.fact == SCHOOL_STAGE or is_younger(statement, ADULT)
        if child and is_of_child and self._current and self._current.kin.whom in GROWN_UP:
            return child
        return self._current

    def end_last(self) -> None:
        """Deny what was told last, since it is no longer so: 以前吃低保, 后来停了."""
        if self._last_told:
            subject, statement = self._last_told
            self._take_back(subject, statement.fact)
            self._add(subject, replace(statement, is_denied=True, is_past=False))

    def _take_back(self, subject: Portrait | None, fact: str) -> None:
        """Forget what was told of a fact last, of the subject or else before anybody was named."""
        is_of_subject = subject is not None and any(one.fact == fact for one in subject.statements)
        told = subject if subject and is_of_subject else self._before_anybody
        last = next((one for one in reversed(told.statements) if one.fact == fact), None)
        if last:
            told.forget(last)

    def turn_to(self, people: Sequence[Mention], *, has_request: bool) -> None:
        """Note the people of a clause after what it tells of them; the next clause speaks of the last subject."""
        self._clauses_since_mourning += 1
        portraits = [(one, self._portrait_of(one)) for one in people]
        for mention, portrait in portraits:
            portrait.is_met |= not mention.is_home
            if mention.is_beneficiary:
                portrait.weight += ASKED_FOR
        subjects = [(one, portrait) for one, portrait in portraits if not (one.is_aside or portrait.is_gone)]
        if has_request and subjects:
            others = [portrait for mention, portrait in subjects if mention.kin.whom is not Whom.ME]
            if others:
                others[0].weight += NAMED_IN_REQUEST
            else:
                subjects[0][1].weight += ASKS_FOR_ONESELF
        if subjects:
            self._current = subjects[-1][1]

    def portraits(self) -> list[Portrait]:
        """Return the people told of, in order of mention, at least the one who asks; called once, at the end."""
        self._tell_children([told for told in self._of_children if names_a_child(told[1])])
        named = [one for one in self._portraits if one.is_met or one.kin.whom in (Whom.ME, Whom.CHILD)]
        for statement in self._before_anybody.statements:
            only = named[0] if len(named) == 1 and fits(statement, named[0]) else self._me(is_named=False)
            if owner := self._owner(only, statement):
                self._tell(owner, statement)
        self._tell_children([told for told in self._of_children if not names_a_child(told[1])])
        self._leave_behind([one for one in self._portraits if one.is_gone])
        return [one for one in self._portraits if one.is_spoken_of] or [self._me(is_named=False)]

    def _leave_behind(self, dead: Sequence[Portrait]) -> None:
        """Tell of who is left what holds for the household of somebody who died."""
        for statement in [one for portrait in dead for one in portrait.statements if one.whose is Whose.HOUSEHOLD]:
            self._me(is_named=False).note(statement)

    def _tell_children(self, told: Sequence[tuple[Portrait | None, Statement]]) -> None:
        for subject, statement in told:
            for child in self._children(subject, statement):
                child.note(statement)

    def _tell(self, owner: Portrait, statement: Statement) -> None:
        """Add a statement; a second age or school of one of several (爸妈, 娃) is that of another."""
        if owner.kin.is_several and (is_of_another_age(owner, statement) or is_at_another_school(owner, statement)):
            is_couple = owner.kin.whom is Whom.ME
            owner = self._new(_SPOUSE, _SPOUSE.words[0]) if is_couple else self._new(owner.kin, owner.called)
            self._current = owner
        owner.note(statement)

    def _owner(self, subject: Portrait, statement: Statement) -> Portrait | None:
        """Return whose a statement is that was made of `subject`; None = of nobody: 怀孕, 五个月."""
        if is_of_whoever_asks(statement, subject):
            return self._me()
        if statement.whose is Whose.PARENT and subject.kin.whom is Whom.CHILD and not is_grown_up(subject):
            return self._parent_of(subject)
        if statement.whose is Whose.ELDER:
            return self._last(Whom.ELDER) or self._new(_PARENTS, _PARENTS.words[0])
        if "月" in statement.words and any(one.fact == FAMILY_STAGE for one in subject.statements):
            return None
        if is_of_a_child(statement, subject):
            return self._last(Whom.CHILD) or self._new(_A_CHILD, _A_CHILD.words[0])
        return subject

    def _parent_of(self, child: Portrait) -> Portrait:
        """Return who asks, or the child of the one who asks whose own child it is."""
        if not is_grandchild(child):
            return self._me()
        grown_up = [one for one in self._portraits if one.kin.whom in (Whom.CHILD, Whom.OTHER) and one is not child]
        return grown_up[-1] if grown_up else self._new(_CHILDREN, _CHILDREN.words[0])

    def _children(self, subject: Portrait | None, statement: Statement) -> list[Portrait]:
        """Return the children told of where another was spoken of: all of those named, or one that the words name."""
        children = [one for one in self._portraits if one.kin.whom is Whom.CHILD]
        if any(map(is_grandchild, children)):
            return [one for one in children if is_grandchild(one) or (one is not subject and not is_at_work(one))]
        if subject and subject.kin.whom is Whom.CHILD:
            return [subject]
        if children:
            return children
        if others := [one for one in self._portraits if one.kin.whom is Whom.OTHER and one.kin.is_several]:
            return others  # 侄儿, 外甥
        for person in filter(None, (subject, self._last(Whom.ME))):
            if any(is_younger(one, ADULT) or one.fact == SCHOOL_STAGE for one in person.statements):
                return [person]
        has_children = any(one.fact == CHILDREN for person in self._portraits for one in person.statements)
        if has_children or names_a_child(statement):
            return [self._new(_A_CHILD, _A_CHILD.words[0])]
        me = self._me(is_named=False)
        return [] if seems_grown_up(me) else [me]

    def _portrait_of(self, mention: Mention) -> Portrait:
        kin = mention.kin
        if kin.whom is Whom.ME:
            me = self._me()
            me.kin = kin if kin.is_several else me.kin
            return me
        if parent := self._parent_told_of(mention):
            return parent
        same = [one for one in self._portraits if one.kin is kin]
        if kin.is_generic:
            found = self._last(kin.whom)
        elif same:
            found = same[-1]
        else:
            is_next = (
                kin.whom is Whom.CHILD and mention.called[:1] in _NUMBERED
            )  # 大的, 老二: not the one told of before
            generic = [one for one in self._portraits if one.kin.whom is kin.whom and one.kin.is_generic]
            found = next((one for one in generic if not (is_next and one.statements)), None)
            if found:
                found.kin, found.called = kin, mention.called
        return found or self._new(kin, mention.called)

    def _parent_told_of(self, mention: Mention) -> Portrait | None:
        """Return the parent of the child the text speaks of (他爸): who asks is married to the one, else knows both."""
        is_of_who_asks = self._current is None or self._current.kin.whom is Whom.ME
        child = self._last(Whom.CHILD) if is_of_who_asks else self._current
        is_child = child is not None and (
            child.kin.whom is Whom.CHILD or (child.kin.whom is Whom.OTHER and child.kin.is_several)
        )
        if child is None or not (is_child and mention.is_theirs and mention.kin.is_parent):
            return None
        is_spouse = child.kin.whom is Whom.CHILD and not is_grandchild(child) and not mention.kin.is_several
        whom = Whom.SPOUSE if is_spouse else Whom.OTHER
        same = [one for one in self._portraits if (one.kin.whom, one.called) == (whom, mention.called)]
        found = self._last(whom) if is_spouse else next(iter(same), None)
        return found or self._new(replace(mention.kin, whom=whom), mention.called)

    def _last(self, whom: Whom) -> Portrait | None:
        """Return the last person of a kind; of any kind but the one who asks for 他, 她 and the like."""
        fitting = [one for one in self._portraits if one.kin.whom is whom]
        if whom is Whom.OTHER and not fitting:
            fitting = [one for one in self._portraits if one.kin.whom is not Whom.ME]
        return fitting[-1] if fitting else None

    def _me(self, *, is_named: bool = True) -> Portrait:
        found = self._last(Whom.ME)
        if found is None:
            found = self._new(_ME, "")
            found.is_named = is_named
        return found

    def _new(self, kin: Kin, called: str) -> Portrait:
        if len(self._portraits) >= MOST_PEOPLE:
            return self._portraits[-1]
        self._portraits.append(Portrait(kin, called))
        return self._portraits[-1]
