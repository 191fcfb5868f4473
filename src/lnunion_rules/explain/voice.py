"""How people, facts, amounts and sources are named in explanations and letters."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..errors import Language
from ..findings import Award, Figure, Hardship, Package, Service, Span
from ..history import MONEY_UNITS, REVISION, in_units
from ..people import Member
from ..policy import PolicyError
from ..readings import readings
from ..resources import table
from ..rulebook import rule
from ..sources import sources
from ..units import fen
from .explanation import FigureUsed, Missing, ReadingUsed, SourceUsed
from .words import day, figures_of, has, money, plain, quantity, spoken_by, word
