"""The same law over columns, for more rows than one would read one by one."""
