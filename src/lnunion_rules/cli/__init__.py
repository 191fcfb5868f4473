"""The command line ``lnunion``: it reads arguments, calls the library and prints the answer.

Exit 0: answered, nothing wrong; 1: answered, and something found (a bad line, a failed check, a
decision that does not hold); 2: cannot answer, with one message on the error stream.
"""

import sys
from collections.abc import Sequence


def is_extra(absent: ModuleNotFoundError) -> bool:
    """Whether what is missing comes with the extra ``cli``."""
    return (absent.name or "").partition(".")[0] in ("cyclopts", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; ``arguments`` None takes the program's own."""
    try:
        from .app import run

        return run(list(sys.argv[1:] if arguments is None else arguments))
    except ModuleNotFoundError as absent:
        if not is_extra(absent):
            raise
    sys.stderr.buffer.write(
        "命令行需要附加组件 cli：pip install 'lnunion-rules[cli]' / "
        "The command line needs the extra cli: pip install 'lnunion-rules[cli]'\n".encode()
    )
    return 2
