"""Tables as they came in: columns of plain values, rows whose they are, and what is refused."""
