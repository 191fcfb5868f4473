"""A query in the making: its steps one after another, down to the answers."""

from collections.abc import Iterable, Mapping

from ..aid_terms import aid_terms
from ..aids import AIDS, ROOMS, Law
from ..rulebook import rule as rule_named
from ..rules import education_aid, hardship, medical_aid
from ..rules import room as room_named
from ..stacking import LARGEST_ONLY, STACKED
from ..terms import Part, Term
from .answers import Answer, answered, in_words, phrase, worksheet, yuan
from .joining import joined
from .kinds import Kinds, kinds_of_children
from .layout import Written
from .phrases import selected
from .speech import Speech, laid_out

_OF_HOUSEHOLDS = tuple(room.RULE for room in ROOMS if room is not education_aid)
_OF_CHILDREN = ("education_aid_amount", "children_aided")
_COMPLETE = ("household_id", "complete", "case when not complete then why_open end as why_open")


class Making:
    """A query in the making: its steps so far, the last of them, and how terms are said there.

    It is that of a rule, or of all where none is named.
    """

    def __init__(self, law: Law, written: Written, rule: str | None) -> None:
        self.law, self.written, self.terms = law, written, aid_terms(law.figures)
        self.kinds = kinds_of_children(self.terms, law.figures) if rule is None else None
        of_bills = self.terms.bill._asdict()
        if rule != medical_aid.RULE:
            of_bills = {"burden": of_bills["burden"]}
        self.steps = joined(written, law, self.kinds or Kinds(), of_bills)
        self.last = "facts"
        self.held = {self.last}
        self.said = Speech(written.dialect, {}, {})

    def text(self, answer: str) -> str:
        """The whole query, which ends in an answer."""
        steps = []
        for name, step in self.steps.items():
            held = self.written.dialect.held if name in self.held else ""
            steps.append(f"{name} as {held}(\n  " + step.replace("\n", "\n  ") + "\n)")
        return "with\n" + ",\n\n".join(steps) + f"\n\n{answer};\n"

    def of_households(self, rule: str) -> str:
        """The lines of a rule, one row a household."""
        sheet = getattr(self.terms, rule)._asdict()
        self._work_out("household", sheet.values(), self._names())
        answers = worksheet(rule, {line: self.said.said(part) for line, part in sheet.items()})
        if rule == medical_aid.RULE:
            # Where no bill counts there is nothing of bills to tell.
            lines = medical_aid.BillSheet._fields[:-1]
            of_bills = worksheet(rule, {line: line for line in lines})
            some = "complete and bills > 0"
            answers = [*(one._replace(where=some) for one in of_bills), *answers]
        return answered(_COMPLETE, answers, self.last, self.written.dialect)

    def of_children(self) -> str:
        """The lines of education aid, one row a child."""
        sheet = self.terms.child._asdict()
        self._work_out("household", [self.terms.hardship.category], self._names())
        self._work_out_children(sheet.values())
        lines = {line: self.said.said(part) for line, part in sheet.items()}
        whose = ("household_id", "member_id", "complete")
        answers = worksheet(education_aid.RULE, lines)
        return answered(whose, answers, self.last, self.written.dialect)

    def of_all(self) -> str:
        """The category, the amounts and the totals, one row a household."""
        sheets = {rule: getattr(self.terms, rule) for rule in _OF_HOUSEHOLDS}
        lines = [part for sheet in sheets.values() for part in (sheet.reason, sheet[-1])]
        lines += [self.kinds.amount, self.kinds.aided] if self.kinds else []
        self._work_out("household", lines, self._names())
        reasons = {rule: self.said.said(sheet.reason) for rule, sheet in sheets.items()}
        amounts = {rule: self.said.said(sheet[-1]) for rule, sheet in sheets.items()}
        category = amounts.pop(hardship.RULE)
        if self.kinds:
            amounts[education_aid.RULE] = self.said.said(self.kinds.amount)
            aided = self.said.said(self.kinds.aided)
        else:
            amounts[education_aid.RULE], aided = self._add_children(self.last)
        if self.law.figures.largest_only:
            aided = self._keep_the_largest(amounts, reasons)
        more = [LARGEST_ONLY] * self.law.figures.largest_only
        answers = worksheet(hardship.RULE, {"category": category, "reason": reasons[hardship.RULE]})
        for rule in AIDS:
            title = rule_named(rule).title
            amount = yuan(amounts[rule])
            answers.append(Answer(f"{rule}_amount", amount, phrase("column.amount", title)))
            if rule in reasons:
                why = in_words(reasons[rule], "reason", rule, *(more if rule in STACKED else ()))
                answers.append(Answer(f"{rule}_reason", why, phrase("column.reason", title)))
        answers.append(Answer("children_aided", aided, phrase("column.children_aided")))
        answers += [self._total(kind, amounts) for kind in ("grant", "ceiling")]
        return answered(_COMPLETE, answers, self.last, self.written.dialect)

    def _total(self, kind: str, amounts: Mapping[str, str]) -> Answer:
        """The sum of the aids of a kind."""
        name = f"total_{kind}s"
        summed = " + ".join(amounts[rule] for rule in STACKED if self.law.kind(rule) == kind)
        return Answer(name, yuan(f"({summed})"), phrase(f"column.{name}"))

    def _names(self) -> dict[Term, str]:
        """The names of columns of households."""
        lines = [
            (f"{rule}_{line}" if line in ("reason", "amount") else line, part)
            for rule in _OF_HOUSEHOLDS
            for line, part in getattr(self.terms, rule)._asdict().items()
        ]
        if self.kinds:
            lines += [(_OF_CHILDREN[0], self.kinds.amount), (_OF_CHILDREN[1], self.kinds.aided)]
        return _named(lines)

    def _work_out(self, step: str, lines: Iterable[Part], names: Mapping[Term, str]) -> None:
        """Work out lines in steps after the last one."""
        columns: dict[Term, str] = {}
        for number, made in enumerate(laid_out(lines, names), start=1):
            said = self.said._replace(columns=dict(columns))
            told = [f"{said.line(c.term)} as {said.dialect.named(c.name)}" for c in made]
            self._add(f"{step}_{number}", selected(["*", *told], f"from {self.last}"))
            self.held.add(self.last)
            columns |= {column.term: column.name for column in made}
        self.said = self.said._replace(columns=columns)

    def _work_out_children(self, lines: Iterable[Part]) -> None:
        """The lines of each child, from what its household comes to."""
        figures, home = self.law.figures.education_aid, self.last
        facts = ["schooling", "disabled", "part_time", "in_school", "other_aid"]
        facts += ["postgraduate"] * figures.undergraduate_only
        facts += ["senior_stage"] * figures.senior_only
        columns = [f"people.{name}" for name in ("household_id", "member_id", *facts)]
        category = self.said.said(self.terms.hardship.category)
        columns += ["filed", category if category == "category" else f"{category} as category"]
        columns += ["dibao_per_month", "coalesce(complete, false) as complete"]
        whose = f"{home}.household_id = people.household_id and {home}.complete"
        origin = f"from people\nleft join {home}\n  on {whose}\nwhere people.child"
        self._add("children", selected(columns, origin))
        self._work_out("child", lines, _named(self.terms.child._asdict().items()))

    def _add_children(self, home: str) -> tuple[str, str]:
        """What the children of each household come to, beside it, worked out one by one."""
        child = self.terms.child
        self._work_out_children([child.amount, child.reason])
        amount, reason = self.said.said(child.amount), self.said.said(child.reason)
        columns = [
            "household_id",
            f"cast(sum({amount}) as bigint) as amount",
            f"count(case when {reason} = 0 then 1 end) as aided",
        ]
        origin = f"from {self.last}\nwhere complete\ngroup by household_id"
        self._add("of_children", selected(columns, origin))
        columns = [
            f"{home}.*",
            f"coalesce(of_children.amount, 0) as {_OF_CHILDREN[0]}",
            f"coalesce(of_children.aided, 0) as {_OF_CHILDREN[1]}",
        ]
        whose = f"of_children.household_id = {home}.household_id and {home}.complete"
        self._add("package", selected(columns, f"from {home}\nleft join of_children\n  on {whose}"))
        return _OF_CHILDREN

    def _keep_the_largest(self, amounts: dict[str, str], reasons: dict[str, str]) -> str:
        """Leave only the largest aid, of equal ones the first; how many children are aided then."""
        cases = []
        for number, rule in enumerate(STACKED[:-1]):
            others = " and ".join(f"{amounts[rule]} >= {amounts[o]}" for o in STACKED[number + 1 :])
            cases.append(f"when {others} then {number}")
        kept = " ".join(("case", *cases, f"else {len(STACKED) - 1} end as kept"))
        self._add("largest", selected(["*", kept], f"from {self.last}"))
        for number, rule in enumerate(STACKED):
            amounts[rule] = f"case when kept = {number} then {amounts[rule]} else 0 end"
            if rule in reasons:
                dropped = f"kept <> {number} and {reasons[rule]} = 0"
                last = len(room_named(rule).REASONS)
                reasons[rule] = f"case when {dropped} then {last} else {reasons[rule]} end"
        number = STACKED.index(education_aid.RULE)
        return f"case when kept = {number} then children_aided else 0 end"

    def _add(self, name: str, step: str) -> None:
        self.steps[name], self.last = step, name


def _named(lines: Iterable[tuple[str, Part]]) -> dict[Term, str]:
    """The names of terms; of lines that say the same the first."""
    named: dict[Term, str] = {}
    for name, part in lines:
        if isinstance(part, Term) and not part.name:
            named.setdefault(part, name)
    return named
