"""Simplified Chinese papers (since 1956)."""

from __future__ import annotations

from mkdocs_newspaper.reading.conventions.chinese import chinese

_DAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "曰": 7}

CONVENTIONS = chinese(
    weekdays={prefix + day: number for prefix in ("星期", "礼拜", "周") for day, number in _DAYS.items()},
    own_paper=("本报", "本刊", "本社", "本台", "本网"),
)
