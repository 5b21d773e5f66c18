"""What a random case is, what it is drawn with, and the table that the families fill."""

import dataclasses
import typing
import zlib

import numpy as np

BOTH = "both"
FAMILIES = {}  # family: {name of an op, layer, optimizer or schedule: function(Draw, name) -> case}


@dataclasses.dataclass
class OpCase:
    inputs: list  # float64 arrays, None for one left out
    reference: typing.Callable  # of torch tensors: the output, or a dictionary with "output" and other results
    attributes: dict = dataclasses.field(default_factory=dict)
    # Results may cancel to nothing: errors are relative to the inputs, too, and gradients' to the cotangent.
    cancels: bool = False
    gradient_cancels: bool = False  # just these
    steep: float = 1.0  # how large derivatives are that may cancel: multiplies the cotangent there
    refuses: str = ""  # BOTH, or why groupgrad throws where PyTorch does not
    state: dict = None  # parameters by name, which the reference is given too
    forward_only: bool = False  # gradients are not compared


@dataclasses.dataclass
class LayerCase:
    x: np.ndarray
    module: typing.Callable  # () -> the torch.nn.Module to compare with
    attributes: dict = dataclasses.field(default_factory=dict)
    training: bool = True
    rename: dict = dataclasses.field(default_factory=dict)  # our names of parameters that PyTorch calls otherwise
    cancels: bool = True
    steep: float = 1.0
    refuses: str = ""


def case(family, *names):
    """Registers a function as the source of the cases of these names."""

    def register(function):
        for name in names or [function.__name__]:
            FAMILIES.setdefault(family, {})[name] = function
        return function

    return register


class Draw:
    """Random shapes, numbers and options; the same for the same seed, name and number of a case."""

    def __init__(self, seed, name, number):
        self.random = np.random.default_rng([seed, zlib.crc32(name.encode()), number])
        self.number = number  # of the case, from 0

    def integer(self, low, high):
        """Both ends included."""
        return int(self.random.integers(low, high + 1))

    def flag(self, probability=0.5):
        return bool(self.random.random() < probability)

    def pick(self, *choices):
        return choices[self.integer(0, len(choices) - 1)]

    def uniform(self, low, high):
        return float(self.random.uniform(low, high))

    def extent(self, most=7, empty=0.03):
        return 0 if self.flag(empty) else self.integer(1, most)

    def shape(self, least=0, most=4, empty=0.03):
        return tuple(self.extent(empty=empty) for _ in range(self.integer(least, most)))

    def array(self, shape, kind="any"):
        """kind "any": deviation 3; "positive", "away": at least 0.2 from 0. One in four is on a grid, for ties and
        kinks."""
        z = 3 * self.random.standard_normal(shape)
        if self.flag(0.25):
            z = np.round(z)
        if kind == "any":
            return np.asarray(z)
        size = np.asarray(0.2 + np.abs(z) / 2)
        return size if kind == "positive" else np.where(z < 0, -size, size)

    def pair(self):
        """Two shapes that broadcast against each other."""
        shape = self.shape()

        def reduced():
            some = tuple(1 if self.flag(0.25) else n for n in shape)
            return some[self.integer(0, len(some)):] if self.flag(0.4) else some

        a, b = (shape, reduced()) if self.flag() else (reduced(), shape)
        return a, b

    def axis(self, dim):
        axis = self.integer(0, dim - 1)
        return axis - dim if self.flag(0.4) else axis

    def axes(self, dim):
        """Some different axes, in any order, from either end; [] (all of them) now and then."""
        chosen = self.random.permutation(dim)[: self.integer(0, dim)]
        return [int(a) - (dim if self.flag(0.4) else 0) for a in chosen]

    def size2(self, low, high):
        """(attribute, pair): one number in the attribute now and then."""
        if self.flag():
            n = self.integer(low, high)
            return n, (n, n)
        pair = (self.integer(low, high), self.integer(low, high))
        return list(pair), pair
