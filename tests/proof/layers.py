"""Cases of layers/: against PyTorch's module of that name with the same parameters and buffers."""

import math

import torch
from torch import nn
import torch.nn.functional as F

from . import image, normalization
from .cases import BOTH, LayerCase, case

FAMILY = "layers"


class Function(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


PLAIN = {
    "ReLU": nn.ReLU, "Sigmoid": nn.Sigmoid, "Tanh": nn.Tanh, "SiLU": nn.SiLU, "Flatten": nn.Flatten,
    "Identity": nn.Identity, "GlobalAvgPool": lambda: Function(lambda x: x.flatten(2).mean(2)),
}


@case(FAMILY, *PLAIN)
def plain(r, name):
    return LayerCase(r.array(r.shape(least=3, empty=0)), PLAIN[name])


@case(FAMILY)
def LeakyReLU(r, name):
    slope = r.pick(0.01, 0.3)
    return LayerCase(r.array(r.shape()), lambda: nn.LeakyReLU(slope), {"negative_slope": slope})


@case(FAMILY)
def GELU(r, name):
    form = r.pick("none", "tanh")
    return LayerCase(r.array(r.shape()), lambda: nn.GELU(form), {"approximate": form})


@case(FAMILY)
def Softplus(r, name):
    beta = r.pick(1, 3)
    return LayerCase(r.array(r.shape()), lambda: nn.Softplus(beta, 60), {"beta": beta})


@case(FAMILY)
def Dropout(r, name):
    p, training = r.pick((0.0, True), (1.0, True), (0.3, False))
    return LayerCase(r.array(r.shape()), lambda: nn.Dropout(p), {"p": p}, training)


@case(FAMILY)
def Linear(r, name):
    n, inputs, outputs, bias = r.integer(0, 5), r.integer(1, 6), r.integer(1, 6), r.flag()
    return LayerCase(r.array((n, inputs)), lambda: nn.Linear(inputs, outputs, bias),
                     {"in_features": inputs, "out_features": outputs, "bias": bias})


@case(FAMILY, "Conv1d", "Conv2d", "ConvTranspose2d")
def convolution(r, name):
    transposed = name == "ConvTranspose2d"
    (x, weight, bias), attributes, options = image.convolution(r, 1 if name == "Conv1d" else 2, transposed)
    if image.beyond([x, weight], options) or transposed:
        options.pop("padding", None), attributes.pop("padding", None)
        x = r.array(x.shape[:2] + tuple(n + 9 for n in x.shape[2:]))
    inputs, kernel = x.shape[1], list(weight.shape[2:])
    outputs = weight.shape[1] * options["groups"] if transposed else weight.shape[0]
    attributes.update(in_channels=inputs, out_channels=outputs, bias=bias is not None,
                      kernel=kernel if len(kernel) == 2 else kernel[0])
    return LayerCase(x, lambda: getattr(nn, name)(inputs, outputs, kernel, bias=bias is not None, **options),
                     attributes)


def norm_options(r):
    options = {}
    if r.flag():
        options["eps"] = r.pick(1e-3, 1e-5)
    options["affine"] = r.flag(0.7)
    return options


@case(FAMILY, "BatchNorm", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d")
def batch_norm(r, name):
    channels = r.integer(1, 5)
    rank = {"BatchNorm": r.integer(2, 5), "BatchNorm1d": r.integer(2, 3), "BatchNorm2d": 4, "BatchNorm3d": 5}[name]
    x = r.array([r.integer(1, 4), channels] + [r.integer(1, 4) for _ in range(rank - 2)])
    options = {**norm_options(r), "track_running_stats": r.flag(0.8)}
    training = r.flag(0.6)
    attributes = {"num_features": channels, **options}
    if r.flag(0.3):
        options["momentum"], attributes["cumulative"] = None, True
    elif r.flag():
        options["momentum"] = attributes["momentum"] = 0.3
    refuses = ""
    if x.size == channels and (training or not options["track_running_stats"]):
        refuses = BOTH
    if name in ("BatchNorm2d", "BatchNorm3d") and r.flag(0.04):
        x, refuses = r.array((4, channels)), BOTH
    module = getattr(nn, {2: "BatchNorm1d", 3: "BatchNorm1d", 4: "BatchNorm2d", 5: "BatchNorm3d"}[rank])
    return LayerCase(x, lambda: module(channels, **options), attributes, training, refuses=refuses)


@case(FAMILY)
def GroupNorm(r, name):
    groups, each = r.integer(1, 4), r.integer(2, 4)
    options = norm_options(r)
    chosen = {"num_groups": groups} if r.flag() else {"channels_per_group": each}
    return LayerCase(normalization.image(r, groups * each), lambda: nn.GroupNorm(groups, groups * each, **options),
                     {**chosen, "num_channels": groups * each, **options})


@case(FAMILY)
def InstanceNorm(r, name):
    channels = r.integer(1, 4)
    x = r.array([r.integer(1, 3), channels] + [r.integer(2, 4) for _ in range(r.integer(1, 3))])
    options = norm_options(r)
    module = getattr(nn, f"InstanceNorm{x.ndim - 2}d")
    return LayerCase(x, lambda: module(channels, **options), {"num_channels": channels, **options})


@case(FAMILY)
def LayerNorm(r, name):
    shape = r.shape(least=2, empty=0)
    normalized = shape[r.integer(1, len(shape) - 1):]
    options = norm_options(r)
    theirs = {("elementwise_affine" if k == "affine" else k): v for k, v in options.items()}
    return LayerCase(r.array(shape), lambda: nn.LayerNorm(normalized, **theirs),
                     {"normalized_shape": list(normalized), **options},
                     steep=normalization.steepness(math.prod(normalized)))


def torch_norm(spec, channels, rank):
    """PyTorch's module for a text that make_norm takes."""
    kind, _, groups = spec.partition(":")
    if kind == "bn":
        return getattr(nn, f"BatchNorm{max(rank - 2, 1)}d")(channels)
    if kind == "none":
        return nn.Identity()
    count = {"ln": 1, "in": channels}.get(kind)
    if count is None:
        count = channels // int(groups[1:]) if groups.startswith("c") else int(groups)
    return nn.GroupNorm(count, channels)


@case(FAMILY)
def make_norm(r, name):
    spec = r.pick("bn", "gn:2", "gn:c3", "ln", "in", "none")
    x = r.array([r.integer(2, 4), 6] + [r.integer(2, 4) for _ in range(r.integer(1, 3))])
    return LayerCase(x, lambda: torch_norm(spec, 6, x.ndim), {"spec": spec, "num_channels": 6})


@case(FAMILY, "MaxPool2d", "AvgPool2d")
def pool(r, name):
    kernel, pair = r.size2(1, 3)
    stride, pair_stride = r.size2(1, 3)
    ceil = r.flag()
    x = r.array([r.integer(1, 3), 2, r.integer(3, 9), r.integer(3, 9)])
    return LayerCase(x, lambda: getattr(nn, name)(pair, pair_stride, ceil_mode=ceil),
                     {"kernel": kernel, "stride": stride, "ceil_mode": ceil})


@case(FAMILY)
def AdaptiveAvgPool2d(r, name):
    size, pair = r.size2(1, 5)
    x = r.array([r.integer(1, 3), 2, r.integer(1, 9), r.integer(1, 9)])
    return LayerCase(x, lambda: nn.AdaptiveAvgPool2d(pair), {"size": size})


@case(FAMILY)
def Upsample(r, name):
    factor, pair = r.size2(1, 4)
    x = r.array([r.integer(1, 3), 2, r.integer(1, 5), r.integer(1, 5)])
    if r.flag():
        return LayerCase(x, lambda: nn.Upsample(scale_factor=pair), {"scale_factor": factor})
    corners = r.flag()
    return LayerCase(x, lambda: nn.Upsample(scale_factor=pair, mode="bilinear", align_corners=corners),
                     {"scale_factor": factor, "mode": "bilinear", "align_corners": corners})


class PlainGRU(nn.GRU):
    def forward(self, x):
        return super().forward(x)[0]


class NormalizedGRU(nn.Module):
    """The equations in layers/gru.hpp; PyTorch's own has no norm inside."""

    def __init__(self, inputs, hidden, spec):
        super().__init__()
        self.hidden = hidden
        self.weight_ih, self.weight_hh = (nn.Parameter(torch.zeros(3 * hidden, n)) for n in (inputs, hidden))
        self.bias_ih, self.bias_hh = (nn.Parameter(torch.zeros(3 * hidden)) for _ in range(2))
        self.norm_ih, self.norm_hh = (torch_norm(spec, 3 * hidden, 2) for _ in range(2))

    def forward(self, x):
        h, out = x.new_zeros(x.shape[0], self.hidden), []
        for t in range(x.shape[1]):
            a = (self.norm_ih(x[:, t] @ self.weight_ih.T) + self.bias_ih).chunk(3, 1)
            b = (self.norm_hh(h @ self.weight_hh.T) + self.bias_hh).chunk(3, 1)
            reset, keep = torch.sigmoid(a[0] + b[0]), torch.sigmoid(a[1] + b[1])
            h = (1 - keep) * torch.tanh(a[2] + reset * b[2]) + keep * h
            out.append(h)
        return torch.stack(out, 1)


@case(FAMILY)
def GRU(r, name):
    inputs, hidden = r.integer(1, 4), r.integer(2, 5)
    x = r.array((r.integer(1, 3), r.integer(1, 6), inputs))
    attributes = {"input_size": inputs, "hidden_size": hidden}
    if r.flag():
        names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
        return LayerCase(x, lambda: PlainGRU(inputs, hidden, batch_first=True), attributes,
                         rename={n: n + "_l0" for n in names})
    spec = r.pick("gn:3", "ln", "none")
    return LayerCase(x, lambda: NormalizedGRU(inputs, hidden, spec), {**attributes, "norm": spec})


@case(FAMILY)
def Sequential(r, name):
    sizes = [r.integer(4, 8) for _ in range(3)]
    modules = [{"layer": "Linear", "in_features": sizes[0], "out_features": sizes[1]}, {"layer": "LeakyReLU"},
               {"layer": "LayerNorm", "normalized_shape": [sizes[1]]},
               {"layer": "Linear", "in_features": sizes[1], "out_features": sizes[2], "bias": False}]
    return LayerCase(r.array((r.integer(1, 5), sizes[0])),
                     lambda: nn.Sequential(nn.Linear(*sizes[:2]), nn.LeakyReLU(), nn.LayerNorm(sizes[1]),
                                           nn.Linear(*sizes[1:], bias=False)),
                     {"modules": modules}, steep=10)


class TorchResidual(nn.Module):
    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x):
        return self.body(x) + (self.shortcut(x) if self.shortcut else x)


@case(FAMILY)
def Residual(r, name):
    inputs = r.integer(1, 3)
    outputs, attributes = inputs, {}
    if r.flag():
        outputs = r.integer(1, 4)
        attributes["shortcut"] = {"layer": "Conv2d", "in_channels": inputs, "out_channels": outputs, "kernel": 1}
    attributes["body"] = {"layer": "Conv2d", "in_channels": inputs, "out_channels": outputs, "kernel": 3, "padding": 1}
    x = r.array((r.integer(1, 3), inputs, r.integer(1, 6), r.integer(1, 6)))
    shortcut = "shortcut" in attributes
    return LayerCase(x, lambda: TorchResidual(nn.Conv2d(inputs, outputs, 3, padding=1),
                                              nn.Conv2d(inputs, outputs, 1) if shortcut else None), attributes)
