"""The decision letter: what is decided for a household, in words a family can read.

A ceiling is never worded as an amount granted, nor anything undetermined as a promise; the
safety net is a referral. The letter names no person and invents no procedure.
"""

from collections.abc import Iterator

from ..doors import DIBAO
from ..errors import Language
from ..findings import Award, Package
from ..numerals import capitals
from .basis import figures_used, sources_of, sources_used
from .content import range_of, services
from .formulas import read
from .naming import Naming, findings_of, people_of
from .pages import escaped
from .words import day, money, notice, plain, quantity

BY_INCOME = ("deep", "relative", "accident", "above-lines", "no-cause")
"""The reasons of a category that stand on the income held against dibao."""

SECTIONS = ("category", "aids", "missing", "services", "notices", "sources", "review", "check")


def letter(package: Package, language: Language = "zh") -> str:
    """A decision letter as Markdown, for the household of a package.

    Amounts granted stand in figures and in Chinese capital numerals. The reference number and
    the check codes at the end come from the package's receipt.
    """
    telling = _Letter(package, language)
    blocks = [f"# {telling.say('title')}", *map(escaped, telling.head())]
    for section in SECTIONS:
        told = [escaped(text) for text in getattr(telling, section)()]
        if not told:
            continue
        blocks.append(f"## {telling.say(section)}")
        if section == "missing":
            blocks.append(escaped(telling.say("missing_intro")))
        listed = section in ("missing", "services", "notices", "sources", "check")
        blocks += ["\n".join(f"- {text}" for text in told)] if listed else told
    return "\n\n".join(blocks) + "\n"


class _Letter:
    """The sections of one letter, each as plain sentences."""

    def __init__(self, package: Package, language: Language) -> None:
        self.package, self.language = package, language
        self.naming = Naming(language, people_of(package))

    def say(self, name: str, **details: object) -> str:
        return self.naming.say(f"letter.{name}", **details)

    def head(self) -> Iterator[str]:
        package, receipt = self.package, self.package.receipt
        codes = f"{receipt.facts_sha256[:8]}-{receipt.policy_sha256[:8]}"
        yield self.say("reference", reference=f"{package.on:%Y%m%d}-{codes}")
        household = plain(package.household_id)
        yield self.say("household", household=household, on=day(package.on, self.language))

    def category(self) -> Iterator[str]:
        finding = self.package.hardship
        if finding.category == "undetermined":
            yield self.say("category_open")
            return
        words = "category_2016" if finding.generation == "2016" else "category"
        yield self.say("category_decided", category=self.naming.say(f"{words}.{finding.category}"))
        reason, sheet = self.naming.reason(finding), finding.worksheet
        lines = (sheet.get(line) for line in ("tested_per_person_month", "dibao_per_month"))
        income, dibao = (read(line, "yuan/person/month") for line in lines)
        if income is None or dibao is None or finding.reason not in BY_INCOME:
            yield self.say("category_reason", reason=reason)
            return
        persons = quantity(len(self.package.receipt.facts.members), "persons", self.language)
        figures = {"income": money(income), "dibao": money(dibao)}
        yield self.say("category_why", persons=persons, reason=reason, **figures)

    def aids(self) -> Iterator[str]:
        for award in self.package.awards:
            yield self.naming.say(
                "phrase.due", title=self.naming.title(award), result=self._decided(award)
            )
        total = self.package.total_grants
        if total:
            yield self.say("total", amount=self.naming.amount(total), capitals=capitals(total))

    def _decided(self, award: Award) -> str:
        amount = award.amount
        return self.say(
            f"{award.kind}_{award.outcome}",
            amount="" if amount is None else self.naming.amount(amount),
            capitals="" if amount is None else capitals(amount),
            range=range_of(award.range, self.naming),
            period=self.naming.span(award.period, "letter.period"),
            reason=self.naming.reason(award),
        )

    def missing(self) -> Iterator[str]:
        found = (fact for told in findings_of(self.package) for fact in self.naming.missing(told))
        for fact, document in dict.fromkeys(found):
            yield self.say("missing_fact", fact=fact, document=document)

    def services(self) -> Iterator[str]:
        for who, outcome, why in services(self.package, self.naming):
            yield self.say("service", who=who, outcome=outcome, reason=why)

    def notices(self) -> Iterator[str]:
        codes = [code for told in findings_of(self.package) for code in told.notices]
        for code in dict.fromkeys((*self.package.notices, *codes)):
            yield notice(code, self.language)

    def sources(self) -> Iterator[str]:
        told = findings_of(self.package)
        standards = [row for finding in told for row in finding.parameters if row.name == DIBAO]
        for figure in figures_used(dict.fromkeys(standards), self.language):
            yield self.say("dibao", value=figure.value, origin=figure.origin)
        named = dict.fromkeys(name for finding in told for name in sources_of(finding))
        local = {row.source for row in standards}
        rest = (name for name in named if name not in local)
        yield from (source.cited for source in sources_used(rest, self.language))

    def review(self) -> Iterator[str]:
        yield self.say("review_how")

    def check(self) -> Iterator[str]:
        receipt = self.package.receipt
        yield self.say("facts_sha", sha=receipt.facts_sha256)
        yield self.say("policy_sha", sha=receipt.policy_sha256)
        yield self.say("library", version=plain(receipt.library))
