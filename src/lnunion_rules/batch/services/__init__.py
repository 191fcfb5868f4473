"""Employment services of very many people: one row in, one row out, in the same order.

A row is a person with the columns of :class:`~lnunion_rules.applicants.Applicant`, in the
library's own words; a null, or a column that is not there, is an unknown fact. What decides a
person's services are a few facts of few values, so people are sorted into the kinds that share
them, each kind is answered once by the rule itself, and the answer is joined back. There is no
second copy of the law, and complete and incomplete rows go the same way.

Checked with: every row against :func:`lnunion_rules.employment.plan_services`.
Limits: the facts behind a service that is still open are not named; ask for those rows there.
"""

from .people import services_of

__all__ = ["services_of"]
