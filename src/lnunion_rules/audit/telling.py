"""Findings of a ledger in an auditor's words: criterion, condition, source and reading."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..claims import ExpenseClaim
from ..errors import Language
from ..explain.words import money as separated
from ..explain.words import plain, spoken_by
from ..pages import Phrases
from ..readings import readings
from ..resources import table
from ..rulebook import Label, rule
from ..rules.collective_welfare import RULE, purposes
from ..sources import sources
from ..tables.columns import columns_of
from ..units import YUAN
from ..welfare_findings import Breach

OWN_RULE = "union_own_rule"
MOST_IDS = 20
"""How many entry or voucher numbers one cell lists; a longer list says how many there are."""

_SHORT = 64
_QUOTED = (
    "form-not-permitted",
    "form-to-be-asked",
    "goods-at-bedside",
    "festival-not-statutory",
    "festival-unequal",
)
"""Findings that quote the form or the festival as the entries state it."""


WORDS = Phrases("data/audit.toml")
said = WORDS.said


def has(section: str, name: str) -> bool:
    """Whether there is a phrase of that name in a section."""
    return name in table("data/audit.toml")[section]


def in_fen(amount: Decimal) -> int:
    """An amount of a finding in fen; sums may be larger than any single amount."""
    numerator, denominator = amount.as_integer_ratio()
    return numerator * YUAN // denominator


def money(amount: Decimal | None) -> str:
    """Yuan with thousands separators; nothing where there is no amount."""
    return "" if amount is None else separated(in_fen(amount))


def finding(code: str, language: Language) -> str:
    """A breach or query by its label."""
    reasons = rule(RULE).reasons
    return spoken_by(reasons[code], language) if code in reasons else plain(code)


def purpose_named(purpose: str, language: Language) -> str:
    """One of the seven by its label; any other as the ledger has it, on one line."""
    known = purposes().get(purpose)
    return spoken_by(known.label, language) if known else plain(purpose)


def words_of(section: str, names: Iterable[str], language: Language) -> str:
    """Words of a column, such as forms of payment, one after the other."""
    known = table("data/headers.toml")["words"][section]
    if language == "zh":
        return "、".join(known[name][0] for name in names)
    return ", ".join(name.replace("_", " ") for name in names)


def column_named(name: str | None, language: Language) -> str:
    """A column of a ledger by its label."""
    columns = columns_of("ledger", ExpenseClaim).columns
    label = next((column.label for column in columns if column.name == name), None)
    if name is None:
        return ""
    return f"{label}（{name}）" if label and language == "zh" else plain(name)


def cited(source: str, language: Language) -> str:
    """A source as a person would cite it; what is not on record stands for itself."""
    known = sources().get(source)
    return known.cited(language) if known else plain(source)


def reading_told(taken: str | None, language: Language) -> str:
    """A reading taken, ``id=choice``, in words."""
    name, _, choice = (taken or "").partition("=")
    known = readings().get(name)
    if known is None or choice not in known.choices:
        return plain(taken or "")
    return said(
        "phrase.reading", language, choice=spoken_by(known.choices[choice], language), id=taken
    )


class Book:
    """The entries of a ledger, to be looked up by the findings about them."""

    def __init__(self, claims: Iterable[ExpenseClaim]) -> None:
        self._entries: dict[str, list[ExpenseClaim]] = defaultdict(list)
        for claim in claims:
            self._entries[claim.entry_id].append(claim)

    def entries(self, about: Breach) -> Iterator[ExpenseClaim]:
        """The entries that a finding names: an entry id says nothing outside its union."""
        for entry_id in about.entry_ids:
            for claim in self._entries.get(entry_id, ()):
                if about.union_id == claim.union_id or (
                    about.union_id is None and about.member_id == claim.member_id
                ):
                    yield claim

    def vouchers(self, about: Breach) -> list[str]:
        """The voucher numbers of a finding's entries, each once."""
        numbers = (claim.voucher_no for claim in self.entries(about))
        return list(dict.fromkeys(plain(number) for number in numbers if number))

    def voucher(self, union_id: str, entry_id: str) -> tuple[str, str]:
        """The member and the voucher number of one entry."""
        for claim in self._entries.get(entry_id, ()):
            if claim.union_id == union_id:
                return claim.member_id, plain(claim.voucher_no or "")
        return "", ""


def listed(names: Iterable[str], language: Language) -> str:
    """Numbers of entries or vouchers in one cell."""
    every = list(names)
    shown = ", ".join(every[:MOST_IDS])
    if len(every) > MOST_IDS:
        shown += " " + said("phrase.more_ids", language, count=len(every))
    return shown


def criterion(about: Breach, language: Language) -> str:
    """What a finding is measured against."""
    key = about.code if has("criterion", about.code) else "other"
    known = purposes().get(about.purpose)
    between = "、" if language == "zh" else ", "
    return said(
        f"criterion.{key}",
        language,
        purpose=purpose_named(about.purpose, language),
        purposes=between.join(spoken_by(one.label, language) for one in purposes().values()),
        forms=words_of("form", sorted(known.permitted) if known else (), language),
        cap_label=_cap_label(about, language),
        cap=money(about.cap),
    )


def _cap_label(about: Breach, language: Language) -> str:
    known = purposes().get(about.purpose)
    if about.source == OWN_RULE or known is None or not known.cap:
        label = said("criterion.own_cap", language, purpose=purpose_named(about.purpose, language))
    else:
        figures = (row for period in rule(RULE).periods for row in period.parameters)
        row = next(row for row in figures if row.field == known.cap)
        label = spoken_by(Label(row.zh, row.en), language)
    if about.member_id is None:
        return said("criterion.per_head", language, cap_label=label)
    return label


def condition(about: Breach, book: Book, language: Language) -> str:
    """What the ledger shows; without its entries what they would be quoted for is left out."""
    entries = list(book.entries(about))
    told = has("condition", about.code) and (bool(entries) or about.code not in _QUOTED)
    many = "several" if len(about.entry_ids) > 1 else "single"
    key = about.code if told else many
    forms = dict.fromkeys(claim.form for claim in entries if claim.form)
    festivals = dict.fromkeys(plain(claim.festival) for claim in entries if claim.festival)
    return said(
        f"condition.{key}",
        language,
        when="" if about.year is None else said("condition.when", language, year=about.year),
        purpose=purpose_named(about.purpose, language)[:_SHORT],
        count=len(about.entry_ids),
        spent=money(about.spent),
        over=money(about.over),
        form=words_of("form", forms, language),
        festival="/".join(festivals),
    )
