"""Looking after the law on record: what is in force, what covers what, what needs review."""
