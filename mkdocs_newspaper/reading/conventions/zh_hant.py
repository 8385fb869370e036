"""Traditional Chinese papers: those of Taiwan, Hong Kong and Macau, and the mainland's before 1956."""

from __future__ import annotations

from mkdocs_newspaper.reading.conventions.chinese import chinese

_DAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "曰": 7}

CONVENTIONS = chinese(
    weekdays={
        prefix + day: number for prefix in ("星期", "禮拜", "週", "周") for day, number in _DAYS.items()
    },
    own_paper=("本報", "本報訊", "本刊", "本社", "本台", "本網"),
)
