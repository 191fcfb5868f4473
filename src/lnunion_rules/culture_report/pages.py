"""The pages of a network: by kind and level, linkage, activities, breaches, rejected rows."""

from collections.abc import Iterator

from ..bounds import Bounds
from ..culture_findings import CultureNetwork
from ..errors import Language
from ..explain.words import plain
from ..explain.words import reason as reason_told
from ..pages import Phrases
from ..resources import table
from ..rulebook import rule
from ..rules.culture_network import RULE
from ..sheets import Cell, Page

WORDS = Phrases("data/culture.toml")
said, page = WORDS.said, WORDS.page


def pages_of(network: CultureNetwork, language: Language) -> tuple[Page, ...]:
    """Every page of a network."""
    return (
        reached(network, language),
        chains(network, language),
        activities(network, language),
        breaches(network, language),
        rejects(network, language),
    )


def answer_of(network: CultureNetwork, language: Language) -> Iterator[str]:
    """How many groups and persons there are, what is linked, and what is wrong."""
    whole = network.reached[-1]
    counts = {"groups": whole.groups, "persons": whole.persons, "reach": whole.reach}
    told = {name: count_told(count, language) for name, count in counts.items()}
    yield said("phrase.answer", language, **told)
    kinds = [kind_named(chain.kind, language) for chain in network.chains if chain.three_levels]
    between = "、" if language == "zh" else ", "
    key = "phrase.linked" if kinds else "phrase.not_linked"
    yield said(key, language, kinds=between.join(kinds))
    rejected = sum(read.rows_rejected for read in network.tables)
    yield said("phrase.problems", language, breaches=len(network.breaches), rejected=rejected)
    yield WORDS.basis(network.on, network.policy, language)


def reached(network: CultureNetwork, language: Language) -> Page:
    """Groups, members and people, by kind and level, with the totals."""
    rows = (
        (
            said("phrase.all", language) if row.kind is None else kind_named(row.kind, language),
            said("phrase.all", language) if row.level is None else level_named(row.level, language),
            *(
                count_cell(count)
                for count in (
                    row.groups,
                    row.memberships,
                    row.persons,
                    row.overlap,
                    row.teams,
                    row.reach,
                )
            ),
        )
        for row in network.reached
    )
    headings = "kind level groups memberships persons overlap teams reach"
    return page("reached", headings, rows, language)


def chains(network: CultureNetwork, language: Language) -> Page:
    """How far each kind is linked down from the province."""
    between = "、" if language == "zh" else ", "
    rows = (
        (
            kind_named(chain.kind, language),
            between.join(level_named(level, language) for level in chain.levels),
            said("phrase.yes" if chain.three_levels else "phrase.no", language),
            chain.in_chain,
            chain.out_of_chain,
        )
        for chain in network.chains
    )
    return page("chains", "kind levels three_levels in_chain out_of_chain", rows, language)


def activities(network: CultureNetwork, language: Language) -> Page:
    """What the groups did, on line and off."""
    rows = (
        (
            kind_named(held.kind, language),
            _word("culture_form", held.form, language),
            held.activities,
            count_cell(held.participants),
        )
        for held in network.activities
    )
    return page("activities", "kind form count participants", rows, language)


def breaches(network: CultureNetwork, language: Language) -> Page:
    """The groups that do not stand where they belong, or whose list differs."""
    rows = ((row.row, row.group_id, why(row.code, language), row.code) for row in network.breaches)
    return page("breaches", "row group reason code", rows, language)


def rejects(network: CultureNetwork, language: Language) -> Page:
    """The rows that were not read or counted, with what to do about them."""
    rows = (
        (said(f"table.{read.table}", language), bad.row, bad.column, bad.reason, bad.fix, bad.code)
        for read in network.tables
        for bad in read.rejects
    )
    return page("rejects", "table row column reason fix code", rows, language)


def why(code: str, language: Language) -> str:
    """A breach in words."""
    if WORDS.has("why", code):
        return said(f"why.{code}", language)
    return reason_told(code, rule(RULE), language)


def kind_named(kind: str, language: Language) -> str:
    """A kind of group in words; one that is not known stands for itself."""
    return _word("culture_kind", kind, language)


def level_named(level: str, language: Language) -> str:
    """A level in words."""
    return _word("culture_level", level, language)


def _word(section: str, name: str, language: Language) -> str:
    known = table("data/headers.toml")["words"][section]
    if language == "zh" and name in known:
        first: str = known[name][0]
        return first
    return plain(name)


def count_told(count: Bounds, language: Language) -> str:
    """A count, or its bounds, in words."""
    if count.is_exact:
        return str(count.least)
    if not count.is_known:
        return said("phrase.unknown", language)
    key = "at_least" if count.most is None else "between" if count.least else "at_most"
    return said(f"phrase.{key}", language, least=count.least, most=count.most)


def count_cell(count: Bounds) -> Cell:
    """A count as a number where it is exact, else its bounds in signs; nothing where not known."""
    if count.is_exact:
        return count.least
    if not count.is_known:
        return None
    if count.most is None:
        return f"≥{count.least}"
    return f"{count.least}–{count.most}" if count.least else f"≤{count.most}"
