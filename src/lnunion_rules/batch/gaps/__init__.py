"""Households of which something is unknown, over columns and one by one."""
