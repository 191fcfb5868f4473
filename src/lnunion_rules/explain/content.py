"""A finding explained: the answer first, then line by line how it came about."""

from decimal import Decimal

from .. import fitting
from ..errors import Language
from ..findings import Award, Fit, Hardship, Package, Range, Service
from ..rulebook import rule
from .basis import cited, figures_used, numbers_of, readings_used, sources_of, sources_used
from .explanation import Explanation, Line, Missing
from .formulas import Formulas, read
from .naming import Explained, Naming, findings_of, people_of, rule_of
from .words import day, money, notice, plain, reason, spoken_by


def explain(
    finding: Hardship | Award | Service | Package, language: Language = "zh"
) -> Explanation:
    """A finding explained in one language: what it says, and every line of how it came about.

    The figures are the finding's own: nothing is decided again, and arithmetic is shown only
    where it comes to the result that the finding states.
    """
    if isinstance(finding, Package):
        return _package(finding, Naming(language, people_of(finding)))
    return _finding(finding, Naming(language))


def _finding(finding: Explained, naming: Naming) -> Explanation:
    language = naming.language
    texts = (cited(source, language) for source in finding.sources[:1])
    clause = (naming.say("phrase.clause", source=text) for text in texts)
    return Explanation(
        language=language,
        title=naming.title(finding),
        answer=(*(text[0].upper() + text[1:] for text in answer(finding, naming)), *clause),
        lines=worksheet(finding, language),
        missing=naming.missing(finding),
        notices=tuple(notice(code, language) for code in getattr(finding, "notices", ())),
        figures=figures_used(getattr(finding, "parameters", ()), language),
        readings=readings_used(finding.readings, language),
        sources=sources_used(sources_of(finding), language),
    )


def answer(finding: Explained, naming: Naming) -> tuple[str, ...]:
    """What a finding says, in a sentence or two."""
    if isinstance(finding, Hardship):
        return _category(finding, naming)
    if isinstance(finding, Service):
        outcome = naming.say(f"outcome.{finding.outcome}")
        key = "service_open" if finding.outcome == "undetermined" else "service"
        first = naming.say(f"phrase.{key}", outcome=outcome, reason=naming.reason(finding))
        if not finding.fits:
            return (first,)
        return first, naming.say("phrase.fits", fits=_fits(finding, naming))
    return (_award(finding, naming),)


def _category(finding: Hardship, naming: Naming) -> tuple[str, ...]:
    words = "category_2016" if finding.generation == "2016" else "category"
    said = [naming.say(f"{words}.{category}") for category in finding.possible]
    generation = naming.say(f"phrase.generation_{finding.generation}")
    if finding.category == "undetermined":
        possible = naming.say("value.or").join(said)
        return naming.say("phrase.category_open", possible=possible), generation
    first = naming.say("phrase.category", category=said[0], reason=naming.reason(finding))
    return tuple(filter(None, (first, generation, _distance(finding, naming))))


def _distance(finding: Hardship, naming: Naming) -> str:
    """How far the income stands from where the category changes, where it can."""
    sheet = finding.worksheet
    line, gap = (read(sheet.get(name), "yuan/year") for name in ("changes_at", "distance"))
    if not line or gap is None:
        return ""
    key = "above" if gap > 0 else "below" if gap < 0 else "here"
    return naming.say(f"phrase.changes_{key}", line=money(line), gap=money(abs(gap)))


def _award(finding: Award, naming: Naming) -> str:
    return naming.say(
        f"phrase.{finding.kind}_{finding.outcome}",
        amount="" if finding.amount is None else naming.amount(finding.amount),
        range=range_of(finding.range, naming),
        period=naming.span(finding.period, "phrase.period"),
        reason=naming.reason(finding),
    )


def range_of(ends: Range | None, naming: Naming) -> str:
    """The least and the most an amount may be, in words."""
    if ends is None:
        return naming.say("phrase.range_open")
    least, most = map(naming.amount, ends)
    return naming.say("phrase.range", least=least, most=most)


def worksheet(finding: Explained, language: Language) -> tuple[Line, ...]:
    """The lines of a finding's worksheet, each with its formula and with its figures put in."""
    formulas = Formulas(rule_of(finding), language, numbers_of(finding), finding.worksheet)
    told = [line for line in finding.worksheet if line in formulas.lines]
    found = []
    for line in told:
        label = spoken_by(formulas.rule.lines[line], language)
        result, how = formulas.result(line, finding.worksheet[line]), formulas.how(line)
        # The reason need not say what the answer says, nor a figure how it comes to itself.
        said = how == result or (line == "reason" and how == formulas.how(told[-1]))
        found.append(Line(label, result, "" if said else how))
    return tuple(found)


def _package(package: Package, naming: Naming) -> Explanation:
    language = naming.language
    findings = findings_of(package)
    told: tuple[Explained, ...] = (*findings, *package.services)
    figures = [figure for finding in findings for figure in finding.parameters]
    named = [reading for finding in told for reading in finding.readings]
    texts = [source for finding in told for source in sources_of(finding)]
    return Explanation(
        language=language,
        title=naming.say("heading.package"),
        answer=tuple(_lead(package, naming)),
        services=tuple(services(package, naming)),
        notices=tuple(notice(code, language) for code in package.notices),
        figures=figures_used(dict.fromkeys(figures), language, of_rules=True),
        readings=readings_used(dict.fromkeys(named), language),
        sources=sources_used(dict.fromkeys(texts), language),
        parts=tuple(_finding(finding, naming).brief() for finding in findings),
    )


def _lead(package: Package, naming: Naming) -> list[str]:
    """The answer of a package: the category, what is due, the totals, how much is missing."""
    on = day(package.on, naming.language)
    lead = [
        naming.say("phrase.household", household=plain(package.household_id), on=on),
        _category(package.hardship, naming)[0],
    ]
    for award in package.awards:
        title = naming.title(award)
        lead.append(naming.say("phrase.due", title=title, result=_award(award, naming)))
    for key, total, ends in (
        ("total_grants", package.total_grants, package.total_grants_range),
        ("total_ceilings", package.total_ceilings, package.total_ceilings_range),
    ):
        lead.append(naming.say(f"phrase.{key}", total=_total(total, ends, naming)))
    missing = {fact for finding in findings_of(package) for fact in naming.missing(finding)}
    if missing:
        lead.append(naming.say("phrase.missing", count=len(missing)))
    return lead


def _total(total: Decimal | None, ends: Range | None, naming: Naming) -> str:
    if total is not None:
        return naming.say("phrase.total", amount=naming.amount(total))
    if ends is None:
        return naming.say("phrase.total_unknown")
    least, most = map(naming.amount, ends)
    return naming.say("phrase.total_open", least=least, most=most)


def services(package: Package, naming: Naming) -> list[Line]:
    """One row for each member and service, and one for each service that was left out."""
    rows = []
    for service in package.services:
        missing = [_needed(row, naming) for row in naming.missing(service, whose=False)]
        why = naming.say("value.pause").join(missing) or _fits(service, naming)
        why = why or naming.reason(service)
        outcome = naming.say(f"outcome.{service.outcome}")
        rows.append(Line(naming.title(service), outcome, why))
    for absent in package.services_left_out:
        left_out = rule(absent.rule)
        title = spoken_by(left_out.title, naming.language)
        why = reason(absent.reason, left_out, naming.language)
        rows.append(Line(title, naming.say("outcome.left_out"), why))
    return rows


def _fits(service: Service, naming: Naming) -> str:
    """The services that fit, each with why, and those on which something is missing."""
    return naming.say("value.pause").join(_fit(fit, service, naming) for fit in service.fits)


def _fit(fit: Fit, service: Service, naming: Naming) -> str:
    known = fitting.services(service.rule).get(fit.service)
    told = {
        "service": spoken_by(known.label, naming.language) if known else plain(fit.service),
        "reason": reason(fit.reason, rule(service.rule), naming.language),
        "missing": naming.say("value.pause").join(
            _needed(row, naming) for row in naming.needed(fit.missing)
        ),
    }
    if fit.outcome == "undetermined":
        return naming.say("phrase.fit_open", **told)
    if fit.reason == service.reason:
        return told["service"]
    key = "fit_first" if fit.first else "fit_order_open" if fit.missing else "fit"
    return naming.say(f"phrase.{key}", **told)


def _needed(missing: Missing, naming: Naming) -> str:
    return naming.say("phrase.needs", fact=missing.fact, document=missing.document)
