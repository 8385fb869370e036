"""Which characters XML 1.0 can't hold (its production Char); every writer of XML has to do something with them."""

from __future__ import annotations

import re

#: One character that no XML 1.0 document may hold, not even as a reference.
INVALID_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
