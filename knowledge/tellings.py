"""How residents tell the facts about a person, as records of `facts.yaml`; `screening` reads texts with them."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.situation import Whom, Whose


@dataclass(frozen=True, slots=True)
class Kin:
    """Words for one person in the life of the one who asks."""

    whom: Whom
    """Who it is."""
    words: tuple[str, ...]
    """What the person is called."""
    is_generic: bool
    """Such as 老人: somebody named before where there is one, else a person of its own."""
    is_several: bool
    """Such as 爸妈: two ages are two people, not a contradiction."""
    is_male: bool = False
    """A man, who is not the one expecting a child."""
    is_apart: bool = False
    """Of another household, such as a neighbour: what holds for theirs is not told of one's own."""
    is_parent: bool = False
    """Somebody's father or mother: 他爸 after a child is the one's husband who asks."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Phrases that tell one thing."""

    fact: str
    """Key of the fact."""
    says: str
    """The value or values, joined by `|`, or a range such as 60-120."""
    words: tuple[str, ...]
    """Phrases that say so: `A|B > C` is A or B and, a few characters on, C."""
    topics: tuple[str, ...]
    """Phrases that say nothing by themselves, but say it is not so where they are denied: 没有低保."""
    whose: Whose | None
    """Whose fact these phrases tell, where it is not whose the fact usually is."""
    is_lasting: bool
    """What was once so still counts: who served in the army is a veteran."""
    is_wanted: bool
    """Who only wants it counts too: who wants to marry."""
    is_typical: bool
    """Only likely: gives way to whatever else is said."""


@dataclass(frozen=True, slots=True)
class Inference:
    """What follows from a fact for another."""

    fact: str
    """Key of the fact it follows from."""
    says: str
    """The values or the range that it must lie within."""
    then: str
    """Key of the other fact."""
    be: str
    """Its values or range."""
    is_firm: bool
    """Otherwise cannot be: a text that says so contradicts itself. Else only likely, and gives way."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Words that change what a phrase near them means."""

    denying: tuple[str, ...]
    """Before a phrase: it is not so."""
    light: tuple[str, ...]
    """May stand between such a word and the phrase."""
    wishing: tuple[str, ...]
    """Before a phrase: it is wanted, asked for or to come, so nothing is told."""
    supposing: tuple[str, ...]
    """Anywhere before it in the clause: a case is supposed, nothing is told."""
    ended: tuple[str, ...]
    """Right after a phrase: it is no longer so."""
    past: tuple[str, ...]
    """Anywhere before it in the clause: it was so."""
    now: tuple[str, ...]
    """Ends what is past."""
    owner: tuple[str, ...]
    """Before a person: whose it is, such as 我家."""
    with_whom: tuple[str, ...]
    """Before a person: somebody there besides the one the sentence is about."""
    introducing: tuple[str, ...]
    """Before a person: who is brought up, so that what follows at once is told of this one: 有个残疾娃."""
    on_behalf: tuple[str, ...]
    """Before a person: it is asked for this one."""
    applying: tuple[str, ...]
    """Soon after such a person: what is done for this one."""
    request: tuple[str, ...]
    """In a clause: what it asks is asked for the person it names."""
    asking: tuple[str, ...]
    """Before these words a person only asks: 我想问."""


@dataclass(frozen=True, slots=True)
class Tellings:
    """How residents tell facts, as `facts.yaml` has it."""

    people: tuple[Kin, ...]
    """Whom a text may speak of."""
    neutral: tuple[str, ...]
    """Words that hold another word of the file and tell nothing: 我们村, 大病保险."""
    scope: Scope
    """Words that change what a phrase means."""
    tellings: tuple[Telling, ...]
    """What phrases tell."""
    inferences: tuple[Inference, ...]
    """What follows, in the order it is drawn."""
