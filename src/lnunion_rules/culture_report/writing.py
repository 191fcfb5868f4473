"""A network as a file: a workbook of every page, the counts as CSV, or the network as JSON."""

import io
from collections.abc import Callable, Mapping

from ..culture_findings import CultureNetwork
from ..errors import Language
from ..pages import csv_of, json_of
from ..sheets import sheets_to
from .pages import answer_of, pages_of, reached, said

_WIDE = 100


def network_as(form: str, network: CultureNetwork, language: Language) -> bytes:
    """The bytes of a network in one of ``FORMS``."""
    return FORMS[form](network, language)


def _workbook(network: CultureNetwork, language: Language) -> bytes:
    data = io.BytesIO()
    title = said("phrase.title", language)
    with sheets_to(data, title) as sheets:
        sheet = sheets.add(title)
        sheet.set_column(0, 0, _WIDE)
        sheet.write_string(0, 0, title, sheets.title)
        for row, line in enumerate(answer_of(network, language), 1):
            sheet.write_string(row, 0, line, sheets.answer if row == 1 else sheets.text)
        for one in pages_of(network, language):
            sheets.add_page(one)
    return data.getvalue()


def _csv(network: CultureNetwork, language: Language) -> bytes:
    """The counts by kind and level."""
    return csv_of(reached(network, language))


FORMS: Mapping[str, Callable[[CultureNetwork, Language], bytes]] = {
    ".xlsx": _workbook,
    ".csv": _csv,
    ".json": lambda network, _: json_of(network),
}
"""How a network is written, by the ending of the file's name."""
