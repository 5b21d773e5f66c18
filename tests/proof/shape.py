"""Cases of core/ops/shape.hpp, slice.hpp and index.hpp."""

import numpy as np
import torch
import torch.nn.functional as F

from .cases import BOTH, OpCase, case

FAMILY = "shape"


@case(FAMILY)
def reshape(r, name):
    shape = r.shape(empty=0)
    x = r.array(shape)
    if r.flag(0.1):
        return OpCase([x], lambda x: torch.reshape(x, (x.numel() + 1,)), {"shape": [x.size + 1]}, refuses=BOTH)
    target = [int(n) for n in r.random.permutation(shape)]
    if target and r.flag():
        target[r.integer(0, len(target) - 1)] = -1
    return OpCase([x], lambda x: torch.reshape(x, target), {"shape": target})


@case(FAMILY)
def flatten(r, name):
    shape = r.shape(least=1)
    start, end = sorted([r.integer(0, len(shape) - 1), r.integer(0, len(shape) - 1)])
    end -= len(shape) if r.flag() else 0
    return OpCase([r.array(shape)], lambda x: torch.flatten(x, start, end), {"start": start, "end": end})


@case(FAMILY)
def permute(r, name):
    shape = r.shape()
    order = [int(a) - (len(shape) if r.flag(0.3) else 0) for a in r.random.permutation(len(shape))]
    return OpCase([r.array(shape)], lambda x: x.permute(order), {"order": order})


@case(FAMILY)
def transpose(r, name):
    shape = r.shape(least=1)
    a, b = r.axis(len(shape)), r.axis(len(shape))
    if r.flag(0.05):
        b = len(shape)
        return OpCase([r.array(shape)], lambda x: x.transpose(a, b), {"a": a, "b": b}, refuses=BOTH)
    return OpCase([r.array(shape)], lambda x: x.transpose(a, b), {"a": a, "b": b})


@case(FAMILY)
def squeeze(r, name):
    shape = tuple(1 if r.flag(0.4) else n for n in r.shape())
    ones = [i for i, n in enumerate(shape) if n == 1]
    if not ones or r.flag():
        return OpCase([r.array(shape)], torch.squeeze)
    axis = r.pick(*ones) - (len(shape) if r.flag() else 0)
    return OpCase([r.array(shape)], lambda x: torch.squeeze(x, axis), {"axes": [axis]})


@case(FAMILY)
def unsqueeze(r, name):
    shape = r.shape()
    axis = r.axis(len(shape) + 1)
    return OpCase([r.array(shape)], lambda x: torch.unsqueeze(x, axis), {"axis": axis})


@case(FAMILY)
def broadcast_to(r, name):
    shape = r.shape()
    small = tuple(1 if r.flag(0.4) else n for n in shape)[r.integer(0, len(shape)):]
    if len(small) > 1 and r.flag(0.1):
        return OpCase([r.array(small)], lambda x: x.expand(()), {"shape": []}, refuses=BOTH)
    return OpCase([r.array(small)], lambda x: x.expand(shape), {"shape": list(shape)}, cancels=True)


@case(FAMILY)
def sum_to(r, name):
    shape = r.shape()
    small = tuple(1 if r.flag(0.4) else n for n in shape)[r.integer(0, len(shape)):]
    return OpCase([r.array(shape)], lambda x: x.sum_to_size(small), {"shape": list(small)}, cancels=True)


@case(FAMILY)
def slice(r, name):
    shape = r.shape(least=1)
    axis = r.axis(len(shape))
    start, stop, step = r.integer(-9, 9), r.integer(-9, 9), r.integer(1, 3)
    n = shape[axis]
    numbers = list(range(n))[start:stop:step]
    return OpCase([r.array(shape)], lambda x: x.index_select(axis, torch.tensor(numbers, dtype=torch.long)),
                  {"axis": axis, "start": start, "stop": stop, "step": step})


@case(FAMILY)
def concat(r, name):
    shape = list(r.shape(least=1))
    axis = r.axis(len(shape))
    parts = []
    for _ in range(r.integer(1, 4)):
        shape[axis] = r.extent(4, empty=0.1)
        parts.append(r.array(shape))
    if len(shape) > 1 and r.flag(0.1):
        parts = [np.zeros((2,) * len(shape)), np.zeros((3,) * len(shape))]
        return OpCase(parts, lambda *p: torch.cat(p, axis), {"axis": axis}, refuses=BOTH)
    return OpCase(parts, lambda *p: torch.cat(p, axis), {"axis": axis})


@case(FAMILY)
def stack(r, name):
    shape = r.shape(most=3)
    axis = r.axis(len(shape) + 1)
    parts = [r.array(shape) for _ in range(r.integer(1, 4))]
    return OpCase(parts, lambda *p: torch.stack(p, axis), {"axis": axis})


@case(FAMILY)
def pad(r, name):
    shape = r.shape(least=1)
    margins = [[r.integer(0, 3), r.integer(0, 3)] for _ in shape]
    value = r.pick(0, 1.5)
    from_last = [n for pair in reversed(margins) for n in pair]
    return OpCase([r.array(shape)], lambda x: F.pad(x, from_last, value=value),
                  {"margins": margins, "value": value})


@case(FAMILY)
def flip(r, name):
    shape = r.shape(least=1)
    axes = r.axes(len(shape))
    return OpCase([r.array(shape)], lambda x: torch.flip(x, axes), {"axes": axes})


@case(FAMILY)
def take(r, name):
    x, shape = r.array(r.shape(empty=0)), r.shape(most=3)
    positions = r.random.integers(0, x.size, shape)
    if r.flag(0.05):
        return OpCase([x], lambda x: torch.take(x, torch.tensor([x.numel()])),
                      {"shape": [1], "positions": [x.size]}, refuses=BOTH)
    return OpCase([x], lambda x: torch.take(x, torch.tensor(positions)),
                  {"shape": list(shape), "positions": positions.ravel().tolist()}, cancels=True)


@case(FAMILY)
def index_select(r, name):
    shape = r.shape(least=1, empty=0)
    axis = r.axis(len(shape))
    numbers = r.random.integers(0, shape[axis], r.integer(0, 6)).tolist()
    if r.flag(0.05):
        numbers = [shape[axis]]
    return OpCase([r.array(shape)], lambda x: x.index_select(axis, torch.tensor(numbers, dtype=torch.long)),
                  {"axis": axis, "numbers": numbers}, cancels=True,
                  refuses=BOTH if numbers == [shape[axis]] else "")


@case(FAMILY)
def gather(r, name):
    shape = r.shape(least=1, empty=0)
    axis = r.integer(0, len(shape) - 1)
    index_shape = [r.integer(1, n) for n in shape]
    index_shape[axis] = r.integer(0, 9)
    index = r.random.integers(0, shape[axis], index_shape)
    return OpCase([r.array(shape)], lambda x: torch.gather(x, axis, torch.tensor(index)),
                  {"axis": axis - (len(shape) if r.flag() else 0), "index_shape": index_shape,
                   "index": index.ravel().tolist()}, cancels=True)


@case(FAMILY)
def argmax(r, name):
    shape = r.shape(least=1)
    axis = r.axis(len(shape))
    x = r.array(shape)
    return OpCase([x], lambda x: torch.argmax(x, axis).flatten(), {"axis": axis},
                  refuses=BOTH if shape[axis] == 0 else "")


@case(FAMILY)
def one_hot(r, name):
    classes = r.integer(1, 6)
    labels = r.random.integers(0, classes, r.integer(0, 7)).tolist()
    if r.flag(0.1):
        labels = [classes]
    return OpCase([], lambda: F.one_hot(torch.tensor(labels, dtype=torch.long), classes),
                  {"labels": labels, "classes": classes}, refuses=BOTH if labels == [classes] else "")
