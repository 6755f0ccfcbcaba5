"""The few functions that formulas need, for one number and for arrays of them alike."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

import numpy as np

from projections.drift.columns import Floats
from projections.drift.state import N


@dataclass(frozen=True, slots=True)
class By(Generic[N]):
    """How to take a root, a logarithm, an exponential, the greater, the lesser, and a sign."""

    sqrt: Callable[[N], N]
    log: Callable[[N], N]
    exp: Callable[[N], N]
    greater: Callable[[N, float], N]
    lesser: Callable[[N, float], N]
    signed: Callable[[N, N], N]


ONE: By[float] = By(math.sqrt, math.log, math.exp, max, min, math.copysign)
MANY: By[Floats] = By(np.sqrt, np.log, np.exp, np.maximum, np.minimum, np.copysign)
