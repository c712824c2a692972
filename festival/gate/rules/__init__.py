"""Who is admitted (`judging`) and what many gates' scans come to together (`settling`): pure, no database, no clock."""

from festival.gate.rules.judging import judge, judge_party, standing_at, through, window_at
from festival.gate.rules.settling import settle

__all__ = ["judge", "judge_party", "settle", "standing_at", "through", "window_at"]
