"""Numbers as newspapers print them -> integers: 23, ２３, 二十三, 二七六二, 民國一一四."""

from __future__ import annotations

import unicodedata

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
    "兩": 2,
    "元": 1,
    "壹": 1,
    "贰": 2,
    "貳": 2,
    "叁": 3,
    "參": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "陸": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}

#: Every character that may stand in a number written in Han characters.
HAN_DIGITS = "".join(dict.fromkeys([*_DIGITS, *_UNITS, *_TENS, "万", "萬"])).replace("O", "")


def number(text: str) -> int | None:
    """The value of a number in digits (half or full width, with spaces or commas) or in Han characters.

    None where `text` is no number. Positional Han digits (二七六二 = 2762) and units (二千七百) both count.
    """
    squeezed = "".join(character for character in text if not character.isspace() and character not in ",，")
    folded = unicodedata.normalize("NFKC", squeezed)
    if folded.isascii() and folded.isdigit():
        # Longer runs are no page, date or issue number, and int() of very long ones is slow.
        return int(folded) if len(folded) <= 12 else None
    if not squeezed or len(squeezed) > 16:
        return None
    if all(character in _DIGITS for character in squeezed):
        value = 0
        for character in squeezed:
            value = value * 10 + _DIGITS[character]
        return value
    total = section = digit = 0
    for character in squeezed:
        if character in _DIGITS:
            if digit:
                # 四四十 is no number
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            section += _TENS[character]
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in "万萬":
            total, section, digit = total + (section + digit) * 10000, 0, 0
        else:
            return None
    return total + section + digit
