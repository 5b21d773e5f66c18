"""Cases of core/ops/convolution.hpp, pooling.hpp and resample.hpp."""

import numpy as np
import torch
import torch.nn.functional as F

from .cases import BOTH, OpCase, case

FAMILY = "image"


def convolution(r, axes, transposed=False):
    """(inputs, attributes, arguments of PyTorch): odd shapes, dilation, groups, kernels too large now and then."""
    groups = r.pick(1, 1, 2, 3, 4)
    inputs = groups * (1 if r.flag(0.3) else r.integer(1, 3))  # depthwise: one input channel a group
    outputs = groups * r.integer(1, 3)
    sizes = [r.integer(1, 9) for _ in range(axes)]
    kernel = [r.integer(1, 4) for _ in range(axes)]
    options = {}
    attributes = {"groups": groups} if groups > 1 else {}
    for name, low, high in [("stride", 1, 3), ("padding", 0, 3), ("dilation", 1, 3)]:
        attribute, pair = r.size2(low, high) if axes == 2 else [r.integer(low, high)] * 2
        if r.flag(0.8):
            attributes[name] = attribute
            options[name] = pair if axes == 2 else attribute
    x = r.array([r.pick(1, 2, 3, 0 if r.flag(0.3) else 2), inputs] + sizes)
    shape = [inputs, outputs // groups] if transposed else [outputs, inputs // groups]
    bias = r.array((outputs,)) if r.flag() else None
    return [x, r.array(shape + kernel), bias], attributes, {"groups": groups, **options}


def axis_option(options, name, usual, axis):
    value = options.get(name, usual)
    return value if isinstance(value, int) else value[axis]


def beyond(inputs, options):
    """Whether the kernel is larger than the padded input on some axis."""
    x, weight = inputs[:2]
    return any(axis_option(options, "dilation", 1, i) * (weight.shape[i + 2] - 1) + 1
               > x.shape[i + 2] + 2 * axis_option(options, "padding", 0, i) for i in range(x.ndim - 2))


@case(FAMILY, "conv2d", "conv1d")
def conv(r, name):
    inputs, attributes, options = convolution(r, int(name[4]))
    if r.flag(0.03):
        inputs[1] = np.concatenate([inputs[1], inputs[1]], 1)  # twice the channels
        return OpCase(inputs, lambda *p: getattr(F, name)(*p, **options), attributes, refuses=BOTH)
    refuses = BOTH if beyond(inputs, options) else ""
    return OpCase(inputs, lambda *p: getattr(F, name)(*p, **options), attributes, cancels=True, refuses=refuses)


@case(FAMILY)
def conv_transpose2d(r, name):
    inputs, attributes, options = convolution(r, 2, transposed=True)
    most = [max(axis_option(options, "stride", 1, i), axis_option(options, "dilation", 1, i)) - 1 for i in (0, 1)]
    extra = [r.integer(0, m) for m in most]
    if max(extra) > 0:
        attributes["output_padding"] = options["output_padding"] = extra
    x, weight = inputs[:2]
    refuses = ""
    for i in (0, 1):
        size = ((x.shape[i + 2] - 1) * axis_option(options, "stride", 1, i)
                - 2 * axis_option(options, "padding", 0, i)
                + axis_option(options, "dilation", 1, i) * (weight.shape[i + 2] - 1) + extra[i] + 1)
        refuses = BOTH if size <= 0 else refuses
    return OpCase(inputs, lambda *p: F.conv_transpose2d(*p, **options), attributes, cancels=True, refuses=refuses)


@case(FAMILY, "max_pool2d", "avg_pool2d")
def pool(r, name):
    kernel, pair = r.size2(1, 4)
    attributes, options = {"kernel": kernel}, {}
    if r.flag(0.7):
        attributes["stride"], options["stride"] = r.size2(1, 4)
    if r.flag():
        padding = [r.integer(0, k // 2) for k in pair]
        attributes["padding"] = options["padding"] = padding
    if r.flag():
        attributes["ceil_mode"] = options["ceil_mode"] = True
    padding = options.get("padding", [0, 0])
    sizes = [r.integer(max(1, pair[i] - 2 * padding[i]), 9) for i in (0, 1)]
    refuses = ""
    if r.flag(0.04) and pair[0] > 1:
        sizes[0], attributes["padding"], options["padding"] = 1, 0, 0
        attributes["kernel"], pair = 3, (3, 3)
        refuses = BOTH
        options.pop("ceil_mode", None), attributes.pop("ceil_mode", None)
    x = r.array([r.pick(1, 2, 3, 0 if r.flag(0.3) else 2), r.integer(1, 3)] + sizes)
    return OpCase([x], lambda x: getattr(F, name)(x, pair, **options), attributes, cancels=True, refuses=refuses)


@case(FAMILY)
def global_avg_pool(r, name):
    shape = r.shape(least=3, most=5)
    return OpCase([r.array(shape)], lambda x: x.flatten(2).mean(2), cancels=True,
                  refuses="a mean over nothing: PyTorch gives NaN" if np.prod(shape[2:]) == 0 else "")


@case(FAMILY)
def adaptive_avg_pool2d(r, name):
    attribute, size = r.size2(1, 6)
    x = r.array([r.integer(1, 3), r.integer(1, 3), r.integer(1, 9), r.integer(1, 9)])
    return OpCase([x], lambda x: F.adaptive_avg_pool2d(x, size), {"size": attribute}, cancels=True)


@case(FAMILY)
def interpolate(r, name):
    attribute, size = r.size2(1, 12)
    x = r.array([r.integer(1, 3), r.integer(1, 3), r.integer(1, 7), r.integer(1, 7)])
    if r.flag():
        return OpCase([x], lambda x: F.interpolate(x, size, mode="nearest"), {"size": attribute}, cancels=True)
    corners = r.flag()
    return OpCase([x], lambda x: F.interpolate(x, size, mode="bilinear", align_corners=corners),
                  {"size": attribute, "mode": "bilinear", "align_corners": corners}, cancels=True)
