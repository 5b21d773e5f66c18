"""One random case: run_op's answer and PyTorch's, held against each other."""

import dataclasses

import numpy as np
import torch

from .cases import BOTH, Draw, LayerCase
from .compare import error

# Relative errors that pass. float32 is judged by PyTorch in float64 on the same rounded inputs, so that what is
# seen is groupgrad's own error; where a case is so badly conditioned that PyTorch's float32 loses more than this
# itself, twice PyTorch's error passes.
TOLERANCE = {"float32": 1e-5, "float64": 1e-10}


class Mismatch(Exception):
    pass


@dataclasses.dataclass
class Errors:
    """Worst relative errors: of groupgrad, and in float32 of PyTorch against itself in float64."""
    forward: float = 0.0
    gradient: float = 0.0
    torch_forward: float = 0.0
    torch_gradient: float = 0.0

    def worst(self, other):
        return Errors(*(max(a, b) for a, b in zip(dataclasses.astuple(self), dataclasses.astuple(other))))


def largest(arrays):
    """The largest finite size of any element."""
    sizes = [np.abs(a[np.isfinite(a)]) for a in arrays if a is not None]
    return max((float(s.max()) for s in sizes if s.size), default=0.0)


def round_to(x, dtype):
    return None if x is None else np.asarray(x, dtype)


def outcome(y):
    """A reference's return value as {name: tensor}."""
    return y if isinstance(y, dict) else {"output": y}


def finish(results, leaves, cotangent):
    """(results, gradients) as arrays; leaves are {name: tensor}."""
    y, gradients = results.get("output"), {}
    if y is not None and y.requires_grad:
        found = torch.autograd.grad(y, list(leaves.values()), torch.tensor(cotangent(y.shape), dtype=y.dtype),
                                    allow_unused=True)
        gradients = {name: g.numpy() for name, g in zip(leaves, found) if g is not None}
    return {k: v.detach().numpy() for k, v in results.items()}, gradients


class Cotangent:
    """Drawn once the output's shape is known, the same in each precision."""

    def __init__(self, draw, dtype):
        self.draw, self.dtype, self.value = draw, dtype, None

    def __call__(self, shape):
        if self.value is None:
            self.value = self.draw.random.standard_normal(tuple(shape)).astype(self.dtype)
        return self.value


def torch_op(case, names, inputs, state, dtype, cotangent):
    tensors = [None if x is None else torch.tensor(x, dtype=dtype, requires_grad=True) for x in inputs]
    leaves = {name: t for name, t in zip(names, tensors) if t is not None}
    extra = {"state": state} if state else {}
    return finish(outcome(case.reference(*tensors, **extra)), leaves, cotangent)


def torch_layer(case, state, x, dtype, cotangent):
    module = case.module().to(dtype)
    module.load_state_dict({case.rename.get(k, k): torch.tensor(v) for k, v in state.items()})
    module.train(case.training)
    x = torch.tensor(x, dtype=dtype, requires_grad=True)
    ours = {theirs: name for name, theirs in case.rename.items()}
    leaves = {ours.get(k, k): p for k, p in module.named_parameters()}
    return finish({"output": module(x), **dict(module.named_buffers())}, {**leaves, "x": x}, cotangent)


def random_state(case, draw):
    """Numbers for every parameter and buffer, by our names."""
    ours = {theirs: name for name, theirs in case.rename.items()}
    state = {}
    for key, value in case.module().state_dict().items():
        shape = tuple(value.shape)
        if key.endswith("num_batches_tracked"):
            state[key] = np.array(float(draw.integer(0, 5)))
        elif key.endswith("running_var"):
            state[key] = draw.array(shape, "positive")
        else:
            state[ours.get(key, key)] = draw.array(shape) / 3  # or rounding grows from layer to layer
    return state


def check_gradients(ours, judge, scale):
    """The worst error; a gradient that is missing on one side must be zero on the other."""
    worst = 0.0
    for name in sorted(set(ours) | set(judge)):
        present = ours.get(name, judge.get(name))
        zero = np.zeros(present.shape)
        worst = max(worst, error(ours.get(name, zero), judge.get(name, zero), scale))
    return worst


def check_results(ours, judge, scale):
    worst = 0.0
    for name, value in judge.items():
        if name not in ours:
            raise Mismatch(f"run_op gave no '{name}'")
        # Indices and counts are flat or plain there.
        worst = max(worst, error(ours[name], value, scale))
    return worst


def check(run, name, names, function, seed, number, precision):
    """Errors of case `number`; (None, reason) where groupgrad is meant to refuse. Raises Mismatch."""
    draw = Draw(seed, name, number)
    case = function(draw, name)
    dtype = np.dtype(precision)
    cotangent = Cotangent(draw, dtype)
    layer = isinstance(case, LayerCase)
    state = {k: round_to(v, dtype) for k, v in (random_state(case, draw) if layer else case.state or {}).items()}
    inputs = [round_to(x, dtype) for x in ([case.x] if layer else case.inputs)]

    def theirs(torch_dtype):
        if layer:
            return torch_layer(case, state, inputs[0], torch_dtype, cotangent)
        return torch_op(case, names, inputs, state, torch_dtype, cotangent)

    def describe():
        shapes = [None if x is None else x.shape for x in inputs]
        return f"{name} case {number}, seed {seed}, {precision}: inputs {shapes}, attributes {case.attributes}"

    if case.refuses:
        if case.refuses == BOTH:
            try:
                theirs(torch.float64)
            except (RuntimeError, ValueError, IndexError, TypeError):
                pass
            else:
                raise Mismatch(f"{describe()}: PyTorch was expected to refuse this")
        answer, words = run.apply(name, inputs, case.attributes, state, training=getattr(case, "training", True))
        if answer is not None:
            raise Mismatch(f"{describe()}: groupgrad was expected to refuse this ({case.refuses})")
        if not isinstance(words, str) or len(words) < 10:
            raise Mismatch(f"{describe()}: an error without words: {words!r}")
        return None, case.refuses

    try:
        judge, judge_gradients = theirs(torch.float64)
    except Exception as failure:
        raise Mismatch(f"{describe()}: PyTorch fails: {failure}") from failure
    ours, gradients = run.apply(name, inputs, case.attributes, state, cotangent.value,
                                getattr(case, "training", True))
    if ours is None:
        raise Mismatch(f"{describe()}: {gradients}")
    smallest = float(np.finfo(dtype).tiny)  # what is smaller may be 0
    scale = largest(inputs + list(state.values())) if case.cancels else smallest
    relative = case.cancels or getattr(case, "gradient_cancels", False)
    gradient_scale = case.steep * largest([cotangent.value]) if relative else smallest
    if getattr(case, "forward_only", False):
        judge_gradients, gradients = {}, {}
    errors = Errors(check_results(ours, judge, scale), check_gradients(gradients, judge_gradients, gradient_scale))
    if precision == "float32":
        narrow, narrow_gradients = theirs(torch.float32)
        narrow_gradients = {k: narrow_gradients[k] for k in judge_gradients if k in narrow_gradients}
        errors.torch_forward = check_results(narrow, judge, scale)
        errors.torch_gradient = check_gradients(narrow_gradients, judge_gradients, gradient_scale)
    for what in ("forward", "gradient"):
        got, limit = getattr(errors, what), max(TOLERANCE[precision], 2 * getattr(errors, "torch_" + what))
        if not got <= limit:
            raise Mismatch(f"{describe()}: {what} differs by {got:.2g} of the largest, allowed are {limit:.2g}")
    return errors, ""
