"""Where PyTorch itself may be the one that is wrong: large means, overflow, long sums, huge logits, kinks.

The judge is NumPy in longdouble (64 bits of mantissa), written as the equations are.
"""

import dataclasses
import typing

import numpy as np
import torch
import torch.nn.functional as F

from .check import Mismatch, check_gradients, check_results, finish, outcome

LD = np.longdouble


@dataclasses.dataclass
class Hard:
    label: str
    name: str  # of the op
    inputs: typing.Callable  # (random, dtype) -> arrays
    judge: typing.Callable  # (*inputs, dy) in longdouble -> (results, gradients)
    torch: typing.Callable  # of tensors
    attributes: dict = dataclasses.field(default_factory=dict)
    # Relative errors that pass, as multiples of the unit roundoff; more only where the answer itself is that
    # sensitive to the rounding of a single step.
    roundings: float = 64


def normalize(axes, parameter_axes, eps=1e-5, sets=lambda x: x, back=lambda x, like: x.reshape(like.shape)):
    """A judge of y = (x - mean) / sqrt(var + eps) * gamma + beta; `sets` brings x into a form reduced over axes."""

    def judge(x, gamma, beta, dy):
        shape = [x.shape[a] if a in parameter_axes else 1 for a in range(x.ndim)]
        gamma_b, others = gamma.reshape(shape), tuple(a for a in range(x.ndim) if a not in parameter_axes)
        rows = sets(x)
        centred = rows - rows.mean(axes, keepdims=True)
        centred -= centred.mean(axes, keepdims=True)  # what the mean lost by rounding
        rstd = 1 / np.sqrt((centred**2).mean(axes, keepdims=True) + LD(eps))
        x_hat, g = centred * rstd, sets(dy * gamma_b)
        dx = rstd * (g - g.mean(axes, keepdims=True) - x_hat * (g * x_hat).mean(axes, keepdims=True))
        x_hat = back(x_hat, x)
        return ({"output": x_hat * gamma_b + beta.reshape(shape)},
                {"x": back(dx, x), "gamma": (dy * x_hat).sum(others).reshape(gamma.shape),
                 "beta": dy.sum(others).reshape(beta.shape)})

    return judge


def groups(n):
    return lambda x: x.reshape(x.shape[0], n, -1)


NORMS = [  # name, attributes, judge, PyTorch's, shape of x, of gamma and beta
    ("group_norm", {"num_groups": 2}, normalize((2,), (1,), sets=groups(2)),
     lambda x, g, b: torch.group_norm(x, 2, g, b), (3, 4, 5, 7), (4,)),
    ("instance_norm", {}, normalize((2,), (1,), sets=groups(4)),
     lambda x, g, b: F.instance_norm(x, weight=g, bias=b), (3, 4, 5, 7), (4,)),
    ("layer_norm", {"normalized_shape": [40]}, normalize((1,), (1,)),
     lambda x, g, b: F.layer_norm(x, (40,), g, b), (6, 40), (40,)),
    ("batch_norm", {}, normalize((0, 2, 3), (1,)),
     lambda x, g, b: F.batch_norm(x, None, None, g, b, True), (3, 4, 5, 7), (4,)),
    ("batch_norm", {}, normalize((0,), (1,)),  # of (N, C): a kernel of its own
     lambda x, g, b: F.batch_norm(x, None, None, g, b, True), (6, 40), (40,)),
]


def norm_cases():
    far = {"float32": (1e4, 1e-2), "float64": (1e13, 1e-2)}
    huge = {"float32": 1e30, "float64": 1e300}

    def inputs(values, shape, affine):
        def draw(random, dtype):
            x = values(random.standard_normal(shape), dtype)
            return [x] + [2 + random.standard_normal(affine), random.standard_normal(affine)]

        return draw

    for name, attributes, judge, theirs, shape, affine in NORMS:
        for label, values in [
                ("mean far above the deviation", lambda z, t: far[t][0] + far[t][1] * z),
                ("values whose squares overflow", lambda z, t: huge[t] * z),
                ("constant sets: exactly beta", lambda z, t: np.full_like(z, 0.3)),
                ("deviation far below eps", lambda z, t: 1e-6 * z)]:
            yield Hard(label, name, inputs(values, shape, affine), judge, theirs, attributes)
    n = 10**7
    yield Hard("a set of 10^7", "group_norm",
               lambda random, t: [100 + random.standard_normal((1, 2, n // 2)), random.standard_normal(2),
                                  random.standard_normal(2)],
               normalize((2,), (1,), sets=groups(1)), lambda x, g, b: torch.group_norm(x, 1, g, b),
               {"num_groups": 1}, roundings=200)


def judge_var(x, dy):
    centred = x - x.mean()
    centred -= centred.mean()
    return {"output": (centred**2).sum() / (x.size - 1)}, {"x": dy * 2 * centred / (x.size - 1)}


def judge_norm(p):
    def judge(x, dy):
        size = np.abs(x)
        y = (size**p).sum() ** (1 / LD(p))  # longdouble's range is beyond float64's
        return {"output": y}, {"x": dy * np.sign(x) * (size / y) ** (p - 1)}

    return judge


def judge_logsumexp(x, dy):
    y = np.log(np.exp(x - x.max()).sum()) + x.max()
    return {"output": y}, {"x": dy * np.exp(x - y)}


def judge_log_softmax(x, dy):
    e = np.exp(x - x.max())
    return {"output": x - x.max() - np.log(e.sum())}, {"x": dy - e / e.sum() * dy.sum()}


def judge_softmax(x, dy):
    e = np.exp(x - x.max())
    y = e / e.sum()
    return {"output": y}, {"x": y * (dy - (dy * y).sum())}


def reduce_cases():
    n = 10**7

    def long(shift=0):
        return lambda random, t: [shift + random.standard_normal(n)]

    def huge(random, t):
        return [random.standard_normal(100) * (1e30 if t == "float32" else 1e300)]

    def tiny(random, t):
        return [random.standard_normal(100) * (1e-30 if t == "float32" else 1e-300)]

    def spread(random, t):
        return [np.array([1e4, -1e4, 9999.5, 0, 3])]

    yield Hard("10^7 numbers", "sum", long(1), lambda x, dy: ({"output": x.sum()}, {"x": np.full_like(x, dy)}),
               torch.sum)
    yield Hard("10^7 numbers", "mean", long(1),
               lambda x, dy: ({"output": x.mean()}, {"x": np.full_like(x, dy / x.size)}), torch.mean)
    yield Hard("10^7 numbers, mean 100", "var", long(100), judge_var, torch.var)
    yield Hard("mean far above the deviation", "var",
               lambda random, t: [(1e4 if t == "float32" else 1e13) + 0.01 * random.standard_normal(1000)],
               judge_var, torch.var)
    yield Hard("10^7 numbers", "logsumexp", long(), judge_logsumexp, lambda x: torch.logsumexp(x, 0), roundings=200)
    for p in (2, 3):
        theirs = lambda x, p=p: torch.linalg.vector_norm(x, p)
        yield Hard(f"p = {p}, powers overflow", "norm", huge, judge_norm(p), theirs, {"p": p})
        yield Hard(f"p = {p}, powers vanish", "norm", tiny, judge_norm(p), theirs, {"p": p})
    yield Hard("logits of +-1e4", "logsumexp", spread, judge_logsumexp, lambda x: torch.logsumexp(x, 0))
    yield Hard("logits of +-1e4", "softmax", spread, judge_softmax, lambda x: torch.softmax(x, 0), {"axis": 0})
    yield Hard("logits of +-1e4", "log_softmax", spread, judge_log_softmax, lambda x: torch.log_softmax(x, 0),
               {"axis": 0})


def sigmoid(x):
    """Right at both ends, in longdouble."""
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def judge_bce(x, t, dy):
    return {"output": softplus(x) - t * x}, {"x": dy * (sigmoid(x) - t), "target": -dy * x}


def judge_smooth_l1(x, t, dy):
    e = x - t
    size = np.abs(e)
    y = np.where(size < 0.5, e * e, size - LD(0.25))
    d = dy * np.where(size < 0.5, 2 * e, np.sign(e))
    return {"output": y}, {"x": d, "target": -d}


def judge_cross_entropy(x, dy):
    centred = x - x.max(1, keepdims=True)
    log_p = centred - np.log(np.exp(centred).sum(1, keepdims=True))
    rows, target = np.arange(len(x)), np.arange(len(x)) % x.shape[1]
    d = np.exp(log_p)
    d[rows, target] -= 1
    return {"output": -log_p[rows, target].mean()}, {"logits": dy * d / len(x)}


def loss_cases():
    logits = np.array([1e4, -1e4, 100, -100, 20, -20, 1e-4, 0])

    def ends(random, t):
        return [logits]

    yield Hard("at +-1e4", "sigmoid", ends,
               lambda x, dy: ({"output": sigmoid(x)}, {"x": dy * sigmoid(x) * sigmoid(-x)}), torch.sigmoid)
    yield Hard("at +-1e4", "softplus", ends, lambda x, dy: ({"output": softplus(x)}, {"x": dy * sigmoid(x)}),
               F.softplus)
    yield Hard("at +-1e4", "silu", ends,
               lambda x, dy: ({"output": x * sigmoid(x)},
                              {"x": dy * (sigmoid(x) + x * sigmoid(x) * sigmoid(-x))}), F.silu)
    yield Hard("logits of +-1e4", "bce_with_logits_loss",
               lambda random, t: [logits, np.array([1, 0, 0, 1, 1, 0, 0.5, 1])], judge_bce,
               lambda x, t: F.softplus(x) - t * x, {"reduction": "none"})
    yield Hard("on the kinks", "smooth_l1_loss",
               lambda random, t: [np.array([0.5, -0.5, 0, 0.25, 3, -1e4]), np.zeros(6)], judge_smooth_l1,
               lambda x, t: F.smooth_l1_loss(x, t, beta=0.5, reduction="none"), {"beta": 0.5, "reduction": "none"})
    yield Hard("confident, right and wrong", "cross_entropy",
               lambda random, t: [np.array([[1e4, 0, -1e4], [40, 0, 3], [0, -1e4, 1e4], [30, 0, 0]])],
               judge_cross_entropy, lambda x: F.cross_entropy(x, torch.tensor([0, 1, 2, 0])),
               {"targets": [0, 1, 2, 0]})


def hard_cases():
    yield from norm_cases()
    yield from reduce_cases()
    yield from loss_cases()


def worst_errors(results, gradients, judged, judged_gradients):
    return check_results(results, judged, 0.0), check_gradients(gradients, judged_gradients, 0.0)


def run(hard, run_op, names, seed, precision):
    """(worst error of groupgrad, of PyTorch) against the judge."""
    random, dtype = np.random.default_rng(seed), np.dtype(precision)
    inputs = [np.asarray(x, dtype) for x in hard.inputs(random, precision)]
    tensors = [torch.tensor(x, requires_grad=True) for x in inputs]
    outputs = outcome(hard.torch(*tensors))
    dy = random.standard_normal(outputs["output"].shape).astype(dtype)
    theirs = finish(outputs, dict(zip(names, tensors)), lambda shape: dy)
    with np.errstate(over="ignore", under="ignore"):
        judged = hard.judge(*[x.astype(LD) for x in inputs], dy.astype(LD))
    ours = run_op.apply(hard.name, inputs, hard.attributes, cotangent=dy)
    if ours[0] is None:
        raise Mismatch(f"{hard.name}, {hard.label}, {precision}: {ours[1]}")
    return max(worst_errors(*ours, *judged)), max(worst_errors(*theirs, *judged))


def limit(hard, precision):
    return hard.roundings * float(np.finfo(precision).eps) / 2
