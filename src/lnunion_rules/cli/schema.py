"""``lnunion schema``: the JSON Schema of an input or output."""

from typing import Annotated

from cyclopts import Parameter

from ..schemas import SCHEMAS
from ..schemas import schema as schema_of
from .options import Spoken
from .output import print_json, print_lines


def schema(
    name: Annotated[
        str | None,
        Parameter(
            metavar="NAME", help="哪一个；不写则列出全部。\nWhich one; left out, all are listed."
        ),
    ] = None,
    /,
    *,
    spoken: Spoken | None = None,
) -> int:
    """Print one schema, or the names of all; a schema is JSON with or without ``--json``."""
    if name is not None:
        print_json(schema_of(name))
    elif spoken and spoken.json:
        print_json({"schemas": list(SCHEMAS)})
    else:
        print_lines(SCHEMAS)
    return 0
