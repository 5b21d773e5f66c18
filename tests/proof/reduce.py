"""Cases of core/ops/reduce.hpp and matmul.hpp."""

import numpy as np
import torch
import torch.nn.functional as F

from .cases import BOTH, OpCase, case

FAMILY = "reduce"


def reduced_count(shape, axes):
    return int(np.prod([shape[a] for a in (axes or range(len(shape)))]))


def every(x, axes):
    return axes or list(range(x.dim()))


def over(function):
    """A reduction that takes a list of axes, [] for all of them."""
    return lambda x, axes, keepdim: function(x, every(x, axes), keepdim=keepdim)


def joined(function, neutral=lambda x: x):
    """The same where PyTorch wants at least one axis."""
    return lambda x, axes, keepdim: function(x, every(x, axes), keepdim=keepdim) if x.dim() else neutral(x)


REDUCTIONS = {
    "sum": joined(torch.sum), "mean": joined(torch.mean), "max": joined(torch.amax), "min": joined(torch.amin),
    "logsumexp": joined(torch.logsumexp),
}


@case(FAMILY, *REDUCTIONS)
def reduction(r, name):
    shape, keepdim = r.shape(), r.flag()
    axes = r.axes(len(shape))
    x = r.array(shape) * r.pick(1, 1, 100)
    refuses = ""
    if reduced_count(shape, axes) == 0 and name != "sum":
        refuses = {"mean": "a mean over nothing: PyTorch gives NaN",
                   "logsumexp": "logsumexp over nothing: PyTorch gives -inf"}.get(name, BOTH)
        if refuses == BOTH and np.prod([n for i, n in enumerate(shape)
                                        if axes and i not in [a % len(shape) for a in axes]]) == 0:
            refuses = f"{name} over nothing, of which there is nothing: PyTorch gives an empty tensor"
    attributes = {"keepdim": keepdim, "axes": axes} if axes or r.flag() else {"keepdim": keepdim}
    return OpCase([x], lambda x: REDUCTIONS[name](x, axes, keepdim), attributes, cancels=True, refuses=refuses)


@case(FAMILY)
def var(r, name):
    shape, keepdim = r.shape(), r.flag()
    axes, correction = r.axes(len(shape)), r.pick(0, 1)
    count = reduced_count(shape, axes)
    return OpCase([r.array(shape)],
                  lambda x: torch.var(x, every(x, axes), correction=correction, keepdim=keepdim),
                  {"axes": axes, "keepdim": keepdim, "correction": correction}, cancels=True,
                  refuses="a variance of too few elements: PyTorch gives NaN" if count <= correction else "")


@case(FAMILY)
def norm(r, name):
    shape, keepdim = r.shape(), r.flag()
    axes, p = r.axes(len(shape)), r.pick(1, 2, 2, 3, 1.5, np.inf)
    x = r.array(shape)
    if p != np.inf and r.flag(0.1):
        x[...] = 0
    refuses = ""
    if p == np.inf and reduced_count(shape, axes) == 0:
        refuses = "the largest of nothing: PyTorch's depends on the other axes"
    return OpCase([x], lambda x: torch.linalg.vector_norm(x, p, every(x, axes), keepdim) if x.dim() else x.abs(),
                  {"axes": axes, "keepdim": keepdim, "p": "inf" if p == np.inf else p}, cancels=True,
                  refuses=refuses)


@case(FAMILY, "softmax", "log_softmax")
def softmax(r, name):
    shape = r.shape(least=1)
    axis = r.axis(len(shape))
    function = torch.softmax if name == "softmax" else torch.log_softmax
    return OpCase([r.array(shape) * r.pick(1, 1, 100)], lambda x: function(x, axis), {"axis": axis}, cancels=True)


@case(FAMILY)
def matmul(r, name):
    before_a, before_b = r.pair()
    m, k, n = r.extent(), r.extent(), r.extent()
    ta, tb = r.flag(), r.flag()
    a = r.array(before_a[-2:] + ((k, m) if ta else (m, k)))
    inner = k + 1 if r.flag(0.04) else k
    b = r.array(before_b[-2:] + ((n, inner) if tb else (inner, n)))

    def reference(a, b):
        return torch.matmul(a.transpose(-1, -2) if ta else a, b.transpose(-1, -2) if tb else b)

    return OpCase([a, b], reference, {"transpose_a": ta, "transpose_b": tb}, cancels=True,
                  refuses=BOTH if inner != k else "")


@case(FAMILY)
def linear(r, name):
    shape, n = r.shape(least=1), r.extent(empty=0)
    bias = r.array((n,)) if r.flag() else None
    return OpCase([r.array(shape), r.array((n, shape[-1])), bias], F.linear, cancels=True)
