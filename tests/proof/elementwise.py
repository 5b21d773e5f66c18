"""Cases of core/ops/elementwise.hpp, activation.hpp, select.hpp and dropout.hpp."""

import numpy as np
import torch
import torch.nn.functional as F

from .cases import BOTH, OpCase, case

FAMILY = "elementwise"

UNARY = {  # name: (PyTorch's function, where inputs lie)
    "neg": (torch.neg, "any"), "exp": (torch.exp, "any"), "log": (torch.log, "positive"),
    "sqrt": (torch.sqrt, "positive"), "rsqrt": (torch.rsqrt, "positive"), "abs": (torch.abs, "any"),
    "relu": (torch.relu, "any"), "sigmoid": (torch.sigmoid, "any"), "tanh": (torch.tanh, "any"),
    "silu": (F.silu, "any"),
}


@case(FAMILY, *UNARY)
def unary(r, name):
    function, kind = UNARY[name]
    # Where they saturate, 1 - y^2 and y (1 - y) have few digits left, here and in PyTorch.
    return OpCase([r.array(r.shape(), kind)], function, gradient_cancels=name in ("tanh", "sigmoid"))


@case(FAMILY)
def leaky_relu(r, name):
    slope = r.pick(0.01, 0.3, 0.0)
    return OpCase([r.array(r.shape())], lambda x: F.leaky_relu(x, slope), {"negative_slope": slope})


@case(FAMILY)
def softplus(r, name):
    beta = r.pick(1, 0.5, 4)
    x = r.array(r.shape()) * r.pick(1, 1, 30)
    # PyTorch's own goes over to x beyond a threshold of 20; so far out, only a float64 sees it.
    return OpCase([x], lambda x: F.softplus(x, beta, threshold=60), {"beta": beta})


@case(FAMILY)
def gelu(r, name):
    form = r.pick("none", "tanh")
    return OpCase([r.array(r.shape())], lambda x: F.gelu(x, approximate=form), {"approximate": form})


@case(FAMILY)
def clamp(r, name):
    low, high = sorted([r.integer(-3, 3), r.integer(-3, 3)])
    if r.flag(0.3):
        return OpCase([r.array(r.shape())], lambda x: torch.clamp(x, min=low), {"low": low})
    return OpCase([r.array(r.shape())], lambda x: torch.clamp(x, low, high), {"low": low, "high": high})


@case(FAMILY)
def dropout(r, name):
    """With p strictly between 0 and 1 the generators differ; tests/core/loss_test.cpp looks at those."""
    p, training = r.pick((0.0, True), (1.0, True), (0.3, False))
    return OpCase([r.array(r.shape())], lambda x: F.dropout(x, p, training), {"p": p, "training": training})


BINARY = {
    "add": (torch.add, "any"), "sub": (torch.sub, "any"), "mul": (torch.mul, "any"), "div": (torch.div, "away"),
    "maximum": (torch.maximum, "any"), "minimum": (torch.minimum, "any"),
    "eq": (torch.eq, "any"), "ne": (torch.ne, "any"), "lt": (torch.lt, "any"), "le": (torch.le, "any"),
    "gt": (torch.gt, "any"), "ge": (torch.ge, "any"),
}


@case(FAMILY, *BINARY)
def binary(r, name):
    function, kind = BINARY[name]
    if r.flag(0.04):
        return OpCase([r.array((2, 3)), r.array((2, 4))], function, refuses=BOTH)
    a, b = (r.array(shape, kind) for shape in r.pair())
    if kind == "any" and r.flag(0.3):  # many are equal
        a, b = np.round(a / 3), np.round(b / 3)
    return OpCase([a, b], function, cancels=True)


@case(FAMILY)
def pow(r, name):
    a, b = r.pair()
    base = r.array(a, "positive")
    if r.flag(0.2):  # at base 0, the derivative with respect to an exponent from 0 up is 0
        base[r.random.random(a) < 0.3] = 0
        return OpCase([base, r.array(b, "positive")], torch.pow)
    return OpCase([base, r.array(b) / 2], torch.pow)


@case(FAMILY)
def where(r, name):
    a, b = r.pair()
    condition = (r.array(r.pick(a, b)) > 0).astype(float)
    return OpCase([condition, r.array(a), r.array(b)], lambda c, a, b: torch.where(c != 0, a, b), cancels=True)
