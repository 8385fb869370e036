"""Data as JSON: the same text that the standard library writes."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.publishing.json_layout import compact, laid_out

TEXTS = st.text(st.characters() | st.sampled_from('\ud800\udfff\u2028\x7f\x00"\\/<'))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
)


@given(VALUES)
def test_data_is_written_as_the_standard_library_writes_it(value: object) -> None:
    assert compact(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert laid_out(value) == json.dumps(value, ensure_ascii=False, indent=1)
