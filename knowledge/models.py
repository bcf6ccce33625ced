"""The things the content is made of, as frozen records. `content` builds them; everyone reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from knowledge.conditions import Condition
from knowledge.dialogues import Dialogue
from knowledge.lexicon import Lexicon
from knowledge.offices import Department, OutsidePlaces, Town
from knowledge.papers import PaperBook
from knowledge.routing.office_question import OfficeWords
from knowledge.routing.opening_question import OpeningWords
from knowledge.several import SeveralCheck
from knowledge.situation import Fact
from knowledge.tellings import Tellings


class Strength(StrEnum):
    """How firmly the plan commits to a service; the resident is always told in words."""

    GUARANTEED = "guaranteed"
    CONTINUING = "continuing"
    TARGET = "target"
    DEVELOPING = "developing"
    EXPLORING = "exploring"
    ENCOURAGED = "encouraged"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to bring."""

    paper: str
    """Its name in residents' words."""
    when: str
    """When it is needed; empty = always."""
    basis: str
    """`plan`, `usual` (commonly asked, the window decides) or the name of a source."""


@dataclass(frozen=True, slots=True)
class Confusable:
    """A service that sounds alike."""

    id: str
    """Id of the other service."""
    question: str
    """The question that tells the two apart, in residents' words."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where something beyond the plan comes from."""

    document: str
    """Title of the document or page."""
    number: str
    """Document number; empty where it has none."""
    date: str
    """Date of issue, ISO 8601."""
    address: str
    """Where it can be read; empty where not online."""


@dataclass(frozen=True, slots=True)
class Service:
    """One public service of the plan, as residents are told of it."""

    id: str
    """Stable id of the catalogue; never reused."""
    domain: str
    """Name of its content file without the ending, such as `education`."""
    title: str
    """Short official name."""
    strength: Strength
    """How firmly the plan commits."""
    audience: str
    """Who it is for, in plain words (`for` in the content)."""
    answer: str
    """40 to 220 characters of plain Chinese."""
    open: tuple[str, ...]
    """What the plan leaves open and the resident will ask."""
    facts: tuple[str, ...]
    """Figures and terms the answer carries, each in a cited paragraph."""
    cites: tuple[str, ...]
    """Paragraph ids of the plan, the main one first."""
    lead: str
    """Key of the department that leads."""
    partners: tuple[str, ...]
    """Keys of the departments that take part (`with` in the content)."""
    window: str
    """Where to go first: `town`, `county` or a department key."""
    bring: tuple[Paper, ...]
    """Papers, in the order they are told."""
    ask: tuple[str, ...]
    """Phrasings that lead here; matching reads these."""
    eligible: Condition
    """Who it is for, as far as the bot and the window can check it."""
    related: tuple[str, ...]
    """Ids offered next."""
    confused_with: tuple[Confusable, ...]
    """Services that sound alike."""
    checked_on: date | None
    """When staff last confirmed the entry."""
    checked_by: str
    """Who confirmed it."""
    valid_until: date | None
    """Last day on which the confirmed entry holds."""
    owner: str
    """Who keeps it up to date."""
    source: Source | None
    """For anything beyond the plan."""

    @property
    def departments(self) -> tuple[str, ...]:
        """Department keys, lead first."""
        return (self.lead, *(key for key in self.partners if key != self.lead))

    @property
    def siblings(self) -> frozenset[str]:
        """Ids of the services it names as related or as confusable."""
        return frozenset((*self.related, *(other.id for other in self.confused_with)))


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """A mechanism by which one counter takes in matters of several departments."""

    key: str
    """Stable key, such as `relief`."""
    intake: str
    """Key of the department whose counter takes them in."""
    services: tuple[str, ...]
    """Ids it covers by name."""
    covers_partner: bool
    """Whether it also covers every service in which the intake department takes part."""
    cites: tuple[str, ...]
    """Paragraph ids of the plan that set it up."""
    say: str
    """What the resident is told of it."""

    def covers(self, service: Service) -> bool:
        """Return whether the counter may take this service in."""
        return service.id in self.services or (self.covers_partner and self.intake in service.departments)


@dataclass(frozen=True, slots=True)
class UrgentSituation:
    """A danger, and the numbers to call."""

    id: str
    """Stable id, such as `fire`."""
    title: str
    """Short name."""
    numbers: tuple[str, ...]
    """Emergency numbers, most urgent first."""
    say: str
    """What to do until help comes: one to three short sentences."""
    services: tuple[str, ...]
    """Ids of services that may follow."""
    signs: tuple[str, ...]
    """Patterns of `urgency`; any one suffices."""
    ask: tuple[str, ...]
    """Messages people in this danger send."""
    near: tuple[str, ...]
    """Messages that sound alike and are not urgent."""


@dataclass(frozen=True, slots=True)
class Smalltalk:
    """Talk that is not about a public service."""

    id: str
    """Stable id, such as `greeting`."""
    reply: str
    """What the bot says."""
    ask: tuple[str, ...]
    """Messages that belong here."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A public matter that is not among the plan's services."""

    id: str
    """Stable id, such as `id-card`."""
    title: str
    """What it is, in residents' words."""
    office: str
    """Who usually does it (general knowledge)."""
    hotline: str
    """National number; empty where none is certain."""
    ask: tuple[str, ...]
    """Messages that belong here."""


@dataclass(frozen=True, slots=True)
class Vague:
    """A message too general to answer, such as 补贴."""

    word: str
    """The message."""
    also: tuple[str, ...]
    """Other ways to say as little."""
    offer: tuple[str, ...]
    """Ids of services to choose from."""


@dataclass(frozen=True, slots=True)
class TripSigns:
    """How residents ask for a one-trip card; patterns as in `urgent.yaml`."""

    wish_list: tuple[str, ...] = ()
    """They ask for a list (`list` in the content)."""
    once: tuple[str, ...] = ()
    """They want to be done at once."""
    several: tuple[str, ...] = ()
    """They ask what several matters take."""
    forward: tuple[str, ...] = ()
    """They want to pass it on or print it."""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The plan that the services come from."""

    title: str
    """Full title."""
    number: str
    """Document number."""
    issuer: str
    """Who issued it."""
    issued: str
    """Day of issue, in words."""
    ends_on: date
    """Last day of the plan's period."""
    chapters: Mapping[str, str]
    """Chapter number to its name."""
    sections: Mapping[str, str]
    """`chapter.section` to its name."""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the bot knows at one moment; replaced as a whole, never changed."""

    version: str
    """SHA-256 of the files it was read from, in hex."""
    services: Mapping[str, Service]
    """By id, in the order of the files."""
    departments: Mapping[str, Department]
    """By key."""
    towns: tuple[Town, ...]
    """The county's towns."""
    places: OutsidePlaces
    """Places that are not in the county."""
    routing: tuple[RoutingRule, ...]
    """Mechanisms by which one counter takes in several matters, the strongest first."""
    opening: OpeningWords
    """How residents ask when a counter is open."""
    calm: tuple[str, ...]
    """Patterns that cancel the signs of an urgent situation."""
    urgent: tuple[UrgentSituation, ...]
    """Dangers, in the order of the file."""
    smalltalk: Mapping[str, Smalltalk]
    """By id."""
    elsewhere: Mapping[str, Elsewhere]
    """By id."""
    vague: Mapping[str, Vague]
    """By word."""
    lexicon: Lexicon
    """Words that mean the same."""
    document: PlanDocument
    """The plan itself."""
    situation: Mapping[str, Fact]
    """What can be known about a resident, by key, in the order it is told."""
    suits: Mapping[str, Condition]
    """Service id to whom it is brought up when somebody asks for all they can get; only services for everyone."""
    received: Mapping[str, Condition]
    """Service id to what tells that a person has it already."""
    tellings: Tellings
    """How residents tell it."""
    messages: Mapping[str, str]
    """Every sentence the bot says itself, by `file.key`."""
    checks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Questions that must lead to each service; never read by matching."""
    papers: PaperBook = field(default_factory=PaperBook)
    """The usual names of papers."""
    trip: TripSigns = field(default_factory=TripSigns)
    """How residents ask for a one-trip card."""
    office_words: OfficeWords = field(default_factory=OfficeWords)
    """How residents ask for an office itself."""
    outside: tuple[str, ...] = ()
    """Questions that no service answers; never read by matching."""
    several: tuple[SeveralCheck, ...] = ()
    """Messages with two needs, and such as only sound like it; never read by matching."""
    dialogues: tuple[Dialogue, ...] = ()
    """Conversations of several messages; never read by matching."""
