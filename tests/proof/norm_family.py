"""Cases of the younger normalizers of layers/, against the papers' formulas in plain PyTorch ops."""

import math

import torch
from torch import nn

from .cases import BOTH, LayerCase, case
from .layers import FAMILY, norm_options

EACH = [0, 2]  # axes of a channel's statistics in (N, C, S)


def flat(x):
    return x.reshape(x.shape[0], x.shape[1], -1)


def moments(x, axes):
    return x.mean(axes, keepdim=True), x.var(axes, unbiased=False, keepdim=True)


def column(t):
    return t.reshape(1, -1, 1)


def grouped(x, groups, eps):
    """x (N, C, S), normalized in groups of channels."""
    g = x.reshape(x.shape[0], groups, -1)
    mean, var = moments(g, [2])
    return ((g - mean) / (var + eps).sqrt()).reshape(x.shape)


class Norm(nn.Module):
    """gamma and beta, and running statistics where there are to be any."""

    def __init__(self, channels, eps=1e-5, affine=True, momentum=0.1, running=0, bias=True):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        if affine:
            self.weight = nn.Parameter(torch.ones(channels))
        if affine and bias:
            self.bias = nn.Parameter(torch.zeros(channels))
        if running:
            self.register_buffer("running_mean", torch.zeros(running))
            self.register_buffer("running_var", torch.ones(running))
            self.register_buffer("num_batches_tracked", torch.tensor(0.0))

    def scaled(self, y):
        y = y * column(self.weight) if hasattr(self, "weight") else y
        return y + column(self.bias) if hasattr(self, "bias") else y

    def move(self, mean, var):
        self.num_batches_tracked += 1
        momentum = 1 / self.num_batches_tracked.item() if self.momentum is None else self.momentum
        for running, now in ((self.running_mean, mean), (self.running_var, var)):
            running.mul_(1 - momentum).add_(momentum * now.detach().flatten())

    def batch_normalized(self, x):
        """x (N, C, S) as by batch norm without gamma and beta."""
        if not self.training and hasattr(self, "running_mean"):
            return (x - column(self.running_mean)) / (column(self.running_var) + self.eps).sqrt()
        mean, var = moments(x, EACH)
        count = x.shape[0] * x.shape[2]
        if count < 2:
            raise ValueError("a single value")
        if self.training and hasattr(self, "running_mean"):
            self.move(mean, var * count / (count - 1))
        return (x - mean) / (var + self.eps).sqrt()


class GroupNormPlus(Norm):
    def __init__(self, groups, channels, arrangement, published, affine=True, eps=1e-5, **options):
        super().__init__(channels, eps, affine)
        self.groups, self.arrangement, self.published = groups, arrangement, published
        setattr(self, "lambda", nn.Parameter(torch.tensor(1.0)))
        if not published:
            self.bn = Norm(channels, eps, affine=False, running=channels, **options)

    def batch_half(self, x):
        if not self.published:
            return self.bn.batch_normalized(x)
        if len(x) < 2:
            raise ValueError("a single sample")
        return (x - x.mean(0)) / (x.var(0) + self.eps).sqrt()

    def forward(self, x):
        v = flat(x)
        if self.arrangement == "bn_first":
            b = self.batch_half(v)
            g = grouped(b, self.groups, self.eps)
        else:
            g = grouped(v, self.groups, self.eps)
            b = self.batch_half(g if self.arrangement == "gn_first" else v)
        s = torch.sigmoid(getattr(self, "lambda"))
        return self.scaled(s * g + (1 - s) * b).reshape(x.shape)


class BatchRenorm(Norm):
    def __init__(self, channels, r_max=3.0, d_max=5.0, warmup=0, **options):
        super().__init__(channels, running=channels, **options)
        self.r_max, self.d_max, self.warmup = r_max, d_max, warmup

    def forward(self, x):
        v = flat(x)
        if not self.training:
            return self.scaled(self.batch_normalized(v)).reshape(x.shape)
        open = min(1.0, self.num_batches_tracked.item() / self.warmup) if self.warmup else 1.0
        r_max, d_max = 1 + open * (self.r_max - 1), open * self.d_max
        sd = (self.running_var + self.eps).sqrt()
        mean, var = moments(v.detach(), EACH)
        r = ((var.flatten() + self.eps).sqrt() / sd).clamp(1 / r_max, r_max)
        d = ((mean.flatten() - self.running_mean) / sd).clamp(-d_max, d_max)
        return self.scaled(self.batch_normalized(v) * column(r) + column(d)).reshape(x.shape)


class BatchChannelNorm(Norm):
    def __init__(self, groups, channels, affine=True, **options):
        super().__init__(channels, affine=affine, running=channels, **options)
        self.groups = groups
        if affine:
            self.batch_weight, self.batch_bias = (nn.Parameter(torch.ones(channels)) for _ in range(2))

    def forward(self, x):
        v = flat(x)
        if self.training:
            mean, away = v.mean(EACH), v - column(self.running_mean)
            self.move(mean, (away * away).mean(EACH))
        b = (v - column(self.running_mean.clone())) / (column(self.running_var.clone()) + self.eps).sqrt()
        if hasattr(self, "batch_weight"):
            b = b * column(self.batch_weight) + column(self.batch_bias)
        return self.scaled(grouped(b, self.groups, self.eps)).reshape(x.shape)


class SwitchableNorm(Norm):
    def __init__(self, channels, **options):
        super().__init__(channels, running=channels, **options)
        self.mean_weight, self.var_weight = (nn.Parameter(torch.ones(3)) for _ in range(2))

    def forward(self, x):
        v = flat(x)
        parts = [moments(v, [2]), moments(v, [1, 2])]
        if self.training:
            parts.append(moments(v, EACH))
            self.batch_normalized(v)  # moves the running statistics, or refuses
        else:
            parts.append((column(self.running_mean), column(self.running_var)))
        share = [torch.softmax(w, 0) for w in (self.mean_weight, self.var_weight)]
        mean, var = (sum(share[i][k] * parts[k][i] for k in range(3)) for i in range(2))
        return self.scaled((v - mean) / (var + self.eps).sqrt()).reshape(x.shape)


class FilterResponseNorm(Norm):
    def __init__(self, channels, eps=1e-6, affine=True, learn_eps=False):
        super().__init__(channels, eps, affine)
        if affine:
            self.tau = nn.Parameter(torch.zeros(channels))
        if learn_eps:
            self.learned_eps = nn.Parameter(torch.full((channels,), 1e-4))

    def forward(self, x):
        v = flat(x)
        eps = self.eps + column(self.learned_eps.abs()) if hasattr(self, "learned_eps") else self.eps
        y = self.scaled(v / ((v * v).mean(2, keepdim=True) + eps).sqrt())
        return (torch.maximum(y, column(self.tau)) if hasattr(self, "tau") else y).reshape(x.shape)


class EvoNormS0(Norm):
    def __init__(self, groups, channels, **options):
        super().__init__(channels, **options)
        self.groups, self.v = groups, nn.Parameter(torch.ones(channels))

    def forward(self, x):
        f = flat(x)
        g = f.reshape(len(f), self.groups, -1)
        sd = (g.var(2, unbiased=False, keepdim=True) + self.eps).sqrt()
        gated = (f * torch.sigmoid(column(self.v) * f)).reshape(g.shape)
        return self.scaled((gated / sd).reshape(f.shape)).reshape(x.shape)


class RMSNorm(Norm):
    def __init__(self, shape, whole_samples=False, **options):
        super().__init__(shape, bias=False, **options)
        self.whole, self.axes = whole_samples, [-1 - i for i in range(len(shape))]

    def forward(self, x):
        axes = list(range(1, x.dim())) if self.whole else self.axes
        y = x / ((x * x).mean(axes, keepdim=True) + self.eps).sqrt()
        if not hasattr(self, "weight"):
            return y
        return y * (self.weight.reshape([-1] + [1] * (x.dim() - 2)) if self.whole else self.weight)


class ExamplesChannelsNorm(Norm):
    """examples = 0: the whole batch."""

    def __init__(self, examples, each, channels, **options):
        super().__init__(channels, running=0 if examples == 1 else channels // each, **options)
        self.examples, self.each = examples, each

    def part(self, v):
        """Examples that share statistics, (n, C, S)."""
        g = v.reshape(v.shape[0], -1, self.each * v.shape[2])
        mean, var = moments(g, EACH)
        count = g.shape[0] * g.shape[2]
        if hasattr(self, "running_mean"):
            if count < 2:
                raise ValueError("a single value")
            self.move(mean, var * count / (count - 1))
        return ((g - mean) / (var + self.eps).sqrt()).reshape(v.shape)

    def forward(self, x):
        v = flat(x)
        if not self.training and hasattr(self, "running_mean"):
            mean, var = (column(t.repeat_interleave(self.each)) for t in (self.running_mean, self.running_var))
            return self.scaled((v - mean) / (var + self.eps).sqrt()).reshape(x.shape)
        return self.scaled(torch.cat([self.part(p) for p in v.split(self.examples or len(v))])).reshape(x.shape)


class GRN(nn.Module):
    def __init__(self, channels, eps=1e-6):
        super().__init__()
        self.eps = eps
        self.weight, self.bias = (nn.Parameter(torch.zeros(channels)) for _ in range(2))

    def forward(self, x):
        v = flat(x)
        size = v.norm(dim=2, keepdim=True)
        n = size / (size.mean(1, keepdim=True) + self.eps)
        return (v + column(self.weight) * (v * n) + column(self.bias)).reshape(x.shape)


class WeightStandardization(nn.Module):
    def __init__(self, layer, function, eps):
        super().__init__()
        self.layer, self.function, self.eps = layer, function, eps

    def forward(self, x):
        raw = self.layer.weight
        groups = getattr(self.layer, "groups", 1)
        if isinstance(self.layer, nn.ConvTranspose2d):  # (in, out / groups, kh, kw)
            w = torch.cat([part.transpose(0, 1) for part in raw.chunk(groups)])
        else:
            w = raw
        rows = w.reshape(len(w), -1)
        rows = (rows - rows.mean(1, keepdim=True)) / (rows.std(1, unbiased=False, keepdim=True) + self.eps)
        w = rows.reshape(w.shape)
        if isinstance(self.layer, nn.ConvTranspose2d):
            w = torch.cat([part.transpose(0, 1) for part in w.chunk(groups)])
        return self.function(x, w, self.layer.bias)


# --- Cases


def picture(r, channels, least=2, samples=(1, 4)):
    spatial = [r.integer(1, 4) for _ in range(r.integer(least, 4) - 2)]
    return r.array([r.integer(*samples), channels] + spatial) + r.pick(0, 0, 5)


def batch_options(r):
    """(ours, the reference's)"""
    options = norm_options(r)
    if r.flag(0.3):
        return {**options, "cumulative": True}, {**options, "momentum": None}
    momentum = {"momentum": 0.3} if r.flag() else {}
    return {**options, **momentum}, {**options, **momentum}


def steepness(values, options):
    return options.get("eps", 1e-5)**-0.5 if values == 1 else 1.0


def single(x, training, channels):
    return BOTH if training and x.size == channels else ""


@case(FAMILY, "GroupNormPlus")
def group_norm_plus(r, name):
    groups, each = r.integer(1, 3), r.integer(2, 3)
    channels = groups * each
    ours, theirs = batch_options(r)
    arrangement, published, training = r.pick("gn_first", "bn_first", "parallel"), r.flag(0.3), r.flag(0.7)
    x = picture(r, channels)
    if published and len(x) == 2:
        x = r.array((3,) + x.shape[1:])  # two samples of equal value would only show rounding
    refuses = (BOTH if len(x) == 1 else "") if published else single(x, training, channels)
    options = {"arrangement": arrangement, "published_statistics": published}
    return LayerCase(x, lambda: GroupNormPlus(groups, channels, arrangement, published, **theirs),
                     {"num_groups": groups, "num_channels": channels, **options, **ours}, training, refuses=refuses)


@case(FAMILY, "BatchRenorm")
def batch_renorm(r, name):
    channels, training = r.integer(1, 4), r.flag(0.8)
    ours, theirs = batch_options(r)
    limits = {"r_max": r.pick(1.0, 1.5, 3.0), "d_max": r.pick(0.0, 0.5, 5.0), "warmup": r.pick(0, 4)}
    x = picture(r, channels)
    return LayerCase(x, lambda: BatchRenorm(channels, **limits, **theirs), {"num_features": channels, **limits, **ours},
                     training, refuses=single(x, training, channels))


@case(FAMILY, "BatchChannelNorm")
def batch_channel_norm(r, name):
    groups, each, training = r.integer(1, 3), r.integer(2, 3), r.flag(0.7)
    ours, theirs = batch_options(r)
    return LayerCase(picture(r, groups * each), lambda: BatchChannelNorm(groups, groups * each, **theirs),
                     {"num_groups": groups, "num_channels": groups * each, **ours}, training,
                     steep=10)  # batch_weight's gradient is what group norm leaves of a change of scale


@case(FAMILY, "SwitchableNorm")
def switchable_norm(r, name):
    channels, training = r.integer(1, 4), r.flag(0.7)
    ours, theirs = batch_options(r)
    x = picture(r, channels)
    return LayerCase(x, lambda: SwitchableNorm(channels, **theirs), {"num_channels": channels, **ours}, training,
                     refuses=single(x, training, channels))


@case(FAMILY, "FilterResponseNorm")
def filter_response_norm(r, name):
    channels, options = r.integer(1, 4), {**norm_options(r), "learn_eps": r.flag()}
    return LayerCase(picture(r, channels, least=3), lambda: FilterResponseNorm(channels, **options),
                     {"num_channels": channels, **options}, r.flag())


@case(FAMILY, "EvoNormS0")
def evo_norm(r, name):
    groups, each, options = r.integer(1, 3), r.integer(2, 3), norm_options(r)
    return LayerCase(picture(r, groups * each), lambda: EvoNormS0(groups, groups * each, **options),
                     {"num_groups": groups, "num_channels": groups * each, **options}, r.flag())


@case(FAMILY, "RMSNorm")
def rms_norm(r, name):
    options = norm_options(r)
    if r.flag():
        channels = r.integer(2, 4)
        shape, x, options = [channels], picture(r, channels), {**options, "whole_samples": True}
    else:
        full = r.shape(least=2, empty=0)
        shape, x = list(full[r.integer(1, len(full) - 1):]), r.array(full)
    return LayerCase(x, lambda: RMSNorm(shape, **options), {"normalized_shape": shape, **options}, r.flag(),
                     steep=steepness(math.prod(shape) if "whole_samples" not in options else 2, options))


@case(FAMILY, "ExamplesChannelsNorm", "GhostBatchNorm")
def examples_channels_norm(r, name):
    ghost = name == "GhostBatchNorm"
    examples, each, groups = r.integer(1, 3) if ghost else r.integer(0, 3), 1 if ghost else r.integer(1, 3), r.integer(1, 3)
    channels, training = groups * each, r.flag(0.7)
    ours, theirs = batch_options(r)
    x = picture(r, channels, samples=(1, 6))
    n = x.shape[0]
    rest = n % examples if examples else 0
    smallest = (rest or (min(examples, n) if examples else n)) * each * (x.size // (n * channels))
    refuses = BOTH if training and examples != 1 and smallest == 1 else ""
    sizes = {"batch_size": examples, "num_features": channels} if ghost else \
        {"examples_per_group": examples, "channels_per_group": each, "num_channels": channels}
    return LayerCase(x, lambda: ExamplesChannelsNorm(examples, each, channels, **theirs), {**sizes, **ours}, training,
                     refuses=refuses, steep=steepness(smallest, theirs))


@case(FAMILY, "GRN")
def grn(r, name):
    channels, eps = r.integer(1, 4), r.pick(1e-6, 1e-3)
    return LayerCase(picture(r, channels), lambda: GRN(channels, eps), {"num_channels": channels, "eps": eps}, r.flag())


@case(FAMILY, "WeightStandardization")
def weight_standardization(r, name):
    eps, bias = r.pick(1e-5, 1e-3), r.flag()
    kind = r.pick("Linear", "Conv1d", "Conv2d", "ConvTranspose2d")
    groups = r.integer(1, 2) if kind != "Linear" else 1
    inputs, outputs, kernel = groups * r.integer(2, 3), groups * r.integer(1, 3), r.integer(1, 3)
    if kind == "Linear":
        layer, function = lambda: nn.Linear(inputs, outputs, bias), torch.nn.functional.linear
        attributes = {"in_features": inputs, "out_features": outputs}
        x = r.array((r.integer(1, 4), inputs))
    else:
        layer = lambda: getattr(nn, kind)(inputs, outputs, kernel, groups=groups, bias=bias)
        op = {"Conv1d": "conv1d", "Conv2d": "conv2d", "ConvTranspose2d": "conv_transpose2d"}[kind]
        function = lambda x, w, b: getattr(torch.nn.functional, op)(x, w, b, groups=groups)
        attributes = {"in_channels": inputs, "out_channels": outputs, "kernel": kernel, "groups": groups}
        x = r.array([r.integer(1, 3), inputs] + [r.integer(3, 5)] * (1 if kind == "Conv1d" else 2))
    return LayerCase(x, lambda: WeightStandardization(layer(), function, eps),
                     {"eps": eps, "inner": {"layer": kind, "bias": bias, **attributes}}, r.flag())
