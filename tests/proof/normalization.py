"""Cases of core/ops/normalization.hpp."""

import numpy as np
import torch
import torch.nn.functional as F

from .cases import BOTH, OpCase, case

FAMILY = "normalization"


def image(r, channels, empty=0.06, least=2):
    """(N, channels, *spatial) of rank 2 to 5, of deviation 3, shifted."""
    n = 0 if r.flag(empty) else r.integer(1, 4)
    spatial = [r.integer(1, 5) for _ in range(r.integer(least, 5) - 2)]
    return r.array([n, channels] + spatial) + r.pick(0, 0, 5)


def affine(r, shape):
    """gamma and beta, either or none."""
    return [r.array(shape) if r.flag(0.7) else None, r.array(shape) if r.flag(0.7) else None]


def steepness(elements, eps=1e-5):
    """1 / sqrt(var + eps), which multiplies what cancels, is at its largest for sets of a single element."""
    return eps**-0.5 if elements == 1 else 1.0


def moments(x, axes, shape):
    """Mean and biased variance over the axes, under that shape."""
    return {"mean": x.mean(axes).reshape(shape), "var": x.var(axes, unbiased=False).reshape(shape)}


def grouped(num_groups, eps):
    def reference(x, gamma=None, beta=None):
        n, size = x.shape[0], x[0].numel() // num_groups if len(x) else 1
        # PyTorch 1.13 cannot differentiate its group norm with a beta but no gamma.
        gamma = torch.ones_like(beta) if gamma is None and beta is not None else gamma
        return {"output": torch.group_norm(x, num_groups, gamma, beta, eps),
                **moments(x.reshape(n, num_groups, size), [2], (n, num_groups))}

    return reference


@case(FAMILY)
def group_norm(r, name):
    groups, eps = r.integer(1, 4), r.pick(1e-5, 1e-3)
    channels = groups * r.integer(1, 4)
    x = image(r, channels)
    if r.flag(0.04) and groups > 1:
        x = image(r, channels + 1, empty=0)
        return OpCase([x], lambda x: F.group_norm(x, groups), {"num_groups": groups}, refuses=BOTH)
    return OpCase([x] + affine(r, (channels,)), grouped(groups, eps), {"num_groups": groups, "eps": eps},
                  cancels=True, steep=steepness(np.prod(x.shape[1:]) / groups, eps))


@case(FAMILY)
def instance_norm(r, name):
    """Against group norm with a channel a group: PyTorch's own refuses a single position."""
    channels, eps = r.integer(1, 5), r.pick(1e-5, 1e-3)
    x = image(r, channels)
    return OpCase([x] + affine(r, (channels,)), grouped(channels, eps), {"eps": eps}, cancels=True,
                  steep=steepness(np.prod(x.shape[2:]), eps))


@case(FAMILY)
def layer_norm(r, name):
    shape = r.shape(least=1, empty=0)
    last = r.integer(1, len(shape))
    before, normalized = shape[:-last], shape[-last:]
    if before and r.flag(0.06):
        before = (0,) + before[1:]
    eps = r.pick(1e-5, 1e-3)
    x = r.array(before + normalized) + r.pick(0, 0, 5)

    def reference(x, gamma=None, beta=None):
        return {"output": F.layer_norm(x, normalized, gamma, beta, eps),
                **moments(x, list(range(len(before), x.dim())), before)}

    refuses = ""
    if r.flag(0.04):
        x, refuses = r.array(before + (normalized[0] + 1,) + normalized[1:]), BOTH
    return OpCase([x] + affine(r, normalized), reference, {"normalized_shape": list(normalized), "eps": eps},
                  cancels=True, steep=steepness(np.prod(normalized), eps), refuses=refuses)


@case(FAMILY)
def batch_norm(r, name):
    channels, training = r.integer(1, 5), r.flag(0.7)
    momentum, eps = r.pick(0.1, 0.5), r.pick(1e-5, 1e-3)
    x = image(r, channels, empty=0)
    running = [None, None]
    if not training or r.flag():
        running = [r.array((channels,)), r.array((channels,), "positive")]

    def reference(x, gamma=None, beta=None, mean=None, var=None):
        axes = [0] + list(range(2, x.dim()))
        out = {} if mean is None else {"running_mean": mean.detach().clone(), "running_var": var.detach().clone()}
        y = F.batch_norm(x, *(out.values() if out else (None, None)), gamma, beta, training, momentum, eps)
        used = moments(x, axes, (channels,)) if training else {"mean": mean.detach(), "var": var.detach()}
        return {"output": y, **out, **used}

    single = training and x.size == channels
    return OpCase([x] + affine(r, (channels,)) + running, reference,
                  {"training": training, "momentum": momentum, "eps": eps}, cancels=True,
                  refuses=BOTH if single else "")
