"""How people, facts, amounts and periods are named in explanations and letters."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ..errors import Language
from ..findings import Award, Hardship, Package, Service, Span
from ..people import Member
from ..resources import table
from ..rulebook import rule
from .explanation import Missing
from .words import day, has, money, plain, reason, spoken_by, word

_OF_MEMBER = re.compile(r"members\[(.+)\]\.(\w+)")
_OF_BILL = re.compile(r"medical_bills\[([0-9]+)\]\.(\w+)")

Explained = Hardship | Award | Service


@dataclass(frozen=True)
class Naming:
    """Names in one language; ``people`` are members by id, as they are related to the head."""

    language: Language
    people: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **details: object) -> str:
        """A phrase of ``data/words.toml``."""
        return word(key, self.language, **details)

    def member(self, member_id: str) -> str:
        """A member by id, with the relation where it is known."""
        shown = plain(member_id)
        relation = self.people.get(member_id)
        if relation is None or not has("relation", relation):
            return self.say("value.member", member=shown)
        named = self.say(f"relation.{relation}")
        return self.say("value.relative", relation=named, member=shown)

    def rule(self, finding: Explained) -> str:
        """The rule of a finding by its title."""
        return spoken_by(rule(rule_of(finding)).title, self.language)

    def title(self, finding: Explained) -> str:
        """The rule of a finding, and whom it is about where it is one member."""
        member_id = getattr(finding, "member_id", None)
        if member_id is None:
            return self.rule(finding)
        return self.say("phrase.of_member", rule=self.rule(finding), member=self.member(member_id))

    def reason(self, finding: Explained) -> str:
        """The reason of a finding in words."""
        return reason(finding.reason, rule(rule_of(finding)), self.language)

    def amount(self, amount: Decimal) -> str:
        """Yuan with thousands separators, without the word yuan."""
        numerator, denominator = amount.as_integer_ratio()
        return money(numerator * 100 // denominator)

    def span(self, period: Span | None, key: str) -> str:
        """A period, from one day through another, in the phrase of that key."""
        if period is None:
            return ""
        since, through = (day(end, self.language) for end in (period.since, period.through))
        return self.say(key, since=since, through=through)

    def missing(self, finding: Explained, *, whose: bool = True) -> tuple[Missing, ...]:
        """What is missing for a finding, and what would prove it; with ``whose``, also of whom."""
        member_id = getattr(finding, "member_id", None) if whose else None
        return self.needed(finding.missing, member_id)

    def needed(self, facts: Iterable[str], member_id: str | None = None) -> tuple[Missing, ...]:
        """Facts by name, and what would prove each; those of a member named as that member's."""
        return tuple(self._missing(name, member_id) for name in facts)

    def _missing(self, name: str, member_id: str | None) -> Missing:
        owner, fact = "", name
        if match := _OF_MEMBER.fullmatch(name):
            owner, fact = self.member(match[1]), match[2]
        elif match := _OF_BILL.fullmatch(name):
            owner, fact = self.say("value.bill", number=int(match[1]) + 1), match[2]
        elif member_id is not None and name in Member.model_fields:
            owner = self.member(member_id)
        row = table("data/facts.toml").get(fact, {})
        said = row.get(self.language, plain(fact))
        document = row.get(f"document_{self.language}", "")
        return Missing(self.say("value.of", owner=owner, fact=said) if owner else said, document)


def rule_of(finding: Explained) -> str:
    """The name of the rule that a finding answers."""
    return "hardship" if isinstance(finding, Hardship) else finding.rule


def people_of(package: Package) -> dict[str, str]:
    """The members of a package's household by id, with their relation to the head."""
    return {member.member_id: member.relation for member in package.receipt.facts.members}


def findings_of(package: Package) -> tuple[Hardship | Award, ...]:
    """The findings a package is made of, the category first; services stand apart."""
    return package.hardship, *package.awards
