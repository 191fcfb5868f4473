"""Case files: a life from its events, reviews that fall due, aid paid held to aid due."""

from .fold import Life, check_event, life_of, lives_of
from .paid import hold_to_due
from .reviews import review_due, spot_check

__all__ = ["Life", "check_event", "hold_to_due", "life_of", "lives_of", "review_due", "spot_check"]
