"""Infinities and NaN, dropped into the cases of other families: where they go, and that no other element changes."""

import numpy as np

from . import elementwise, image, reduce
from .cases import FAMILIES, case

NAMES = [*elementwise.UNARY, *elementwise.BINARY, "leaky_relu", "softplus", "gelu", "clamp", "where", "sum", "mean",
         "max", "min", "logsumexp", "softmax", "log_softmax", "max_pool2d", "avg_pool2d", "argmax", "flip"]
SOURCES = {name: function for family in FAMILIES.values() for name, function in family.items()}


@case("non-finite", *NAMES)
def dropped_in(r, name):
    drawn = SOURCES[name](r, name)
    drawn.forward_only = True
    kinds = r.pick([np.nan], [np.inf], [-np.inf], [np.nan, np.inf, -np.inf, 0.0, -0.0])
    drawn.inputs = [np.where(r.random.random(np.shape(x)) < 0.15, r.random.choice(kinds, np.shape(x)), x)
                    for x in drawn.inputs]
    return drawn
