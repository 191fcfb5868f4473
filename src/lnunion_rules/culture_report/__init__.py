"""Culture groups read from files, and their network as pages, workbook, CSV and JSON."""

from .reading import NetworkFiles, activities_from, groups_from, map_files, members_from
from .writing import FORMS, network_as

__all__ = [
    "FORMS",
    "NetworkFiles",
    "activities_from",
    "groups_from",
    "map_files",
    "members_from",
    "network_as",
]
