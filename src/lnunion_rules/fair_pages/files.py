"""Fairs and employers from files, and a fair checked with the true numbers of its rows."""

from datetime import date

from ..errors import InputError, Language
from ..fair_findings import FairReport
from ..fairs import Employer, Fair
from ..jobfair import check_fair
from ..policy import Policy
from ..tables import Table, columns_of, read_table
from ..welfare_findings import Reject


def employers_from(data: bytes, form: str) -> Table[Employer]:
    """A list of employers; ``form`` as :func:`lnunion_rules.tables.form_of` says."""
    return read_table(data, form, columns_of("employers", Employer), Employer)


def fair_from(data: bytes, form: str) -> Fair:
    """The one row of a file about a fair.

    Raises ``InputError``: what is wrong with the row, or ``fair-not-one`` for more than one.
    """
    read = read_table(data, form, columns_of("fair", Fair), Fair)
    if read.rows_in > 1:
        raise InputError("fair-not-one")
    if read.rejects:
        (bad,) = read.rejects
        raise bad.refused.within(f"[{bad.row}]")
    return read.nouns[0]


def check_employers(
    employers: Table[Employer] | None,
    *,
    fair: Fair | None,
    on: date,
    policy: Policy | None = None,
    language: Language = "zh",
) -> FairReport:
    """Check a fair as its files were read: rows by their numbers, reasons in words.

    Rows that were not read are among the rejects, so that the rows of the file are the rows
    accepted and the rows rejected.
    """
    if employers is None:
        return check_fair(fair=fair, on=on, policy=policy)
    report = check_fair(
        employers.nouns,
        fair=fair,
        on=on,
        policy=policy,
        rows=employers.rows,
        rejects=[Reject.told(bad.row, bad.refused, language) for bad in employers.rejects],
    )
    twice = InputError("duplicate-employer", "employer_id")
    rejects = [
        Reject.told(bad.row, twice, language) if bad.code == twice.code else bad
        for bad in report.rejects
    ]
    notices = (*report.notices, *employers.notices)
    return report.model_copy(update={"rejects": tuple(rejects), "notices": notices})
