"""Culture groups as a network: links checked, people counted once, activities added up."""

from .network import map_network

__all__ = ["map_network"]
