"""When it is worth judging: only while evidence is standing, and only when it has grown.

Most contacts of most relationships are as usual. A sum over five cumulative sums, each against its
own scale, tells so in a few multiplications; the judgement itself is asked for the rest.
"""

from __future__ import annotations

from math import inf

CLIENT, STAFF, PROMISES, ERRORS, SILENCE = 4.0, 3.6, 2.3, 2.5, 2.6
"""At which height of its cumulative sum each channel stands at 1 by itself."""
OPEN = 1.25
OPEN_IN_SILENCE = 1.3
"""How high it must stand after a contact, and at a tick of the clock between two."""
OF_SILENCE = 0.6
"""How much of it must be the silence's own at a tick: nothing else has news then."""
PER_CLIENT, PER_STAFF, PER_PROMISES, PER_ERRORS, PER_SILENCE = (
    1 / scale**2 for scale in (CLIENT, STAFF, PROMISES, ERRORS, SILENCE)
)
GROWN = 1e-9
"""Less growth than this is rounding."""
ALWAYS = -inf
"""In place of a height, when every contact and every tick is to be judged."""
