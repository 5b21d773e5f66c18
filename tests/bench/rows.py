"""The rows of the comparison: what is measured, and what must hold. A new row is a function here."""

import math
import statistics
from dataclasses import dataclass
from typing import Optional

NORM_SHAPES = {(32, 28, 28): (2, 8, 32), (64, 32, 32): (2, 8), (256, 14, 14): (2, 8)}
GROUPS = 8
CONVS = {  # (in, out, size, stride): at least so many times as fast as PyTorch
    (3, 16, 32, 1): 1.8,
    (16, 32, 32, 1): 1.0,
    (32, 64, 16, 1): 1.0,
    (1, 16, 28, 1): 1.8,
    (16, 32, 28, 2): 1.0,
    (32, 64, 14, 2): 1.0,
}


@dataclass
class Row:
    """One measured number and its bound. Times are seconds; a peer or floor that was not measured is None."""

    row: int
    name: str
    unit: str
    ours: Optional[float]
    peer: Optional[float]
    floor: Optional[float]
    ratio: Optional[float]
    must: str  # such as ">= 1.5"
    aim: float
    note: str = ""  # printed below the table

    @property
    def holds(self):
        sign, bound = self.must.split()
        if self.ratio is None:
            return False
        return self.ratio >= float(bound) if sign == ">=" else self.ratio <= float(bound)

    def as_json(self):
        return {**self.__dict__, "holds": self.holds}


def quotient(a, b):
    return None if a is None or b is None or b == 0 else a / b


def case(family, *sizes):
    return "/".join([family, *map(str, sizes)])


def norm_cells(most_samples=None):
    for shape, samples in NORM_SHAPES.items():
        for n in most_samples or samples:
            yield n, shape, f"({n}, {', '.join(map(str, shape))})"


def timed(lab, **cases):
    """The medians of some cases, measured in turns: {key: seconds}, None for what could not be measured."""
    medians = lab.medians(list(cases.values()))
    return {key: medians.get(name) for key, name in cases.items()}


def group_norm_forward(lab):
    for n, shape, text in norm_cells():
        elements = n * shape[0] * shape[1] * shape[2]
        t = timed(lab, ours=("ours", case("group_norm_forward", n, *shape, GROUPS)), copy=("ours", case("copy", elements)))
        yield Row(1, f"group_norm forward {text} / copy", "s", t["ours"], None, t["copy"], quotient(t["ours"], t["copy"]),
                  "<= 2.0", 1.4)


def group_norm_both(lab):
    for n, shape, text in norm_cells():
        elements = n * shape[0] * shape[1] * shape[2]
        t = timed(lab, ours=("ours", case("group_norm", n, *shape, GROUPS)), copy=("ours", case("copy", elements)),
                  triad=("ours", case("triad", elements)))
        floor = t["copy"] + t["triad"]
        yield Row(2, f"group_norm forward+backward {text} / (copy + triad)", "s", t["ours"], None, floor,
                  quotient(t["ours"], floor), "<= 2.0", 1.3)


def per_second(images, seconds):
    return None if not seconds else images / seconds


def against_peer(lab, row, name, key, must, aim, floor=None):
    cases = {"ours": ("ours", key), "peer": ("peer", key)}
    if floor:
        cases["floor"] = ("ours", floor)
    t = timed(lab, **cases)
    return Row(row, name, "s", t["ours"], t["peer"], t.get("floor"), quotient(t["peer"], t["ours"]), must, aim)


def group_norm_peer(lab):
    for n, shape, text in norm_cells((2, 8, 32)):
        small = shape == (32, 28, 28)
        yield against_peer(lab, 3, f"group_norm forward+backward {text}: PyTorch / ours", case("group_norm", n, *shape, GROUPS),
                           ">= 3" if small else ">= 1.5", 5 if small else 2)


def other_norms_peer(lab):
    for norm in ("batch_norm", "layer_norm", "instance_norm"):
        for n in (2, 8, 32, 128):
            yield against_peer(lab, 4, f"{norm} forward+backward ({n}, 32, 28, 28): PyTorch / ours",
                               case(norm, n, 32, 28, 28), ">= 1.5", 3)


def convolutions(lab):
    for (channels, out, size, stride), bound in CONVS.items():
        for n in (2, 8, 32):
            sizes = (n, channels, out, size, stride)
            by = f" by {stride}" if stride > 1 else ""
            yield against_peer(lab, 5, f"conv2d 3x3 forward+backward {channels}->{out}, {size}x{size}{by}, N={n}: PyTorch / ours",
                               case("conv2d", *sizes), f">= {bound}", 3 if channels <= 3 else 1.15,
                               case("onednn_conv2d", *sizes))


def steps_peer(lab):
    for n, bound, aim in ((2, 2.5, 4), (8, 1.6, 2.5), (32, 1.3, 2), (128, 1.3, 2)):
        t = timed(lab, ours=("ours", case("step_group_norm", n)), peer=("peer", case("step_group_norm", n)))
        yield Row(6, f"training step, N={n}: images/s, ours / PyTorch", "images/s", per_second(n, t["ours"]),
                  per_second(n, t["peer"]), None, quotient(t["peer"], t["ours"]), f">= {bound}", aim)


def step_flop(n):
    """Multiplications and additions of a training step's convolutions and linear layer."""
    total = 0
    for channels, out, size, passes in ((1, 16, 28, 2), (16, 32, 14, 3), (32, 64, 7, 3)):  # x needs no gradient
        total += passes * 2 * channels * 9 * out * size * size
    return n * (total + 3 * 2 * 64 * 10)


def step_against_peak(lab):
    flop = 100_000_000
    t = timed(lab, ours=("ours", case("step_group_norm", 32)), peak=("ours", case("fma_peak", flop // 1_000_000)),
              sgemm=("ours", case("sgemm", 512)))
    ours, peak = step_flop(32) / t["ours"], flop / t["peak"]
    sgemm = 2 * 512**3 / t["sgemm"]
    yield Row(7, "training step, N=32: FLOP/s / FMA peak", "FLOP/s", ours, None, peak, ours / peak, ">= 0.45", 0.65,
              f"sgemm of 512x512: {sgemm / 1e9:.0f} GFLOP/s, {sgemm / peak:.2f} of the peak")


def cost_of_norm(lab):
    t = timed(lab, ours=("ours", case("step_group_norm", 32)), bare=("ours", case("step_no_norm", 32)))
    yield Row(8, "training step, N=32: images/s, with GN / without a norm", "images/s", 32 / t["ours"], None, 32 / t["bare"],
              quotient(t["bare"], t["ours"]), ">= 0.85", 0.93)


def engine(lab):
    t = timed(lab, ours=("ours", "scalar_add"), peer=("peer", "scalar_add"))
    yield Row(9, "one-element add + backward, microseconds", "s", t["ours"], t["peer"], None, 1e6 * t["ours"], "<= 0.8", 0.4)


def page_faults(lab):
    cases = [(who, case("step_group_norm", n)) for n in (2, 8, 32, 128) for who in ("ours", "peer")]
    faults = {"ours": [], "peer": []}
    for (who, _), slices in lab.timed(cases).items():
        faults[who].append(statistics.median(s[2] for s in slices))
    ours = max(faults["ours"])
    yield Row(10, "training step: page faults a step, the most of N = 2, 8, 32, 128", "faults", ours,
              max(faults["peer"], default=None), None, ours, "<= 0", 0)


def threads(lab):
    for n in (32, 128):
        one, two = (("ours", case("step_threads", n, count)) for count in (1, 2))
        best = {}  # each side's shortest slice by the clock: another program on the second core shows as no gain
        for _ in range(3):
            for name, slices in lab.timed([one, two]).items():
                best[name] = min([best.get(name, math.inf), *(s[1] for s in slices)])
        yield Row(11, f"training step, N={n}: images/s, two threads / one, best slice", "images/s", per_second(n, best.get(two)),
                  None, per_second(n, best.get(one)), quotient(best.get(one), best.get(two)), ">= 1.6", 1.85)


def memory(lab):
    name = case("step_group_norm", 128)
    ours, peer = lab.memory("ours", name, 5), lab.memory("peer", name, 5)
    yield Row(12, "training step, N=128: growth to the peak, ours / PyTorch", "bytes", ours, peer, None, quotient(ours, peer),
              "<= 0.7", 0.4)


def scaling(lab):
    samples = (8, 16, 32, 64, 128, 256, 512)
    medians = lab.medians([("ours", case("step_group_norm", n)) for n in samples])
    each = {n: medians["ours", case("step_group_norm", n)] / n for n in samples}
    slow, fast = max(each, key=each.get), min(each, key=each.get)
    yield Row(13, f"training step: time an image at N={slow} / N={fast}, of N = 8 to 512", "s", each[slow], None, each[fast],
              each[slow] / each[fast], "<= 1.3", 1.15)


def chains(lab):
    short, long = ("ours", case("scalar_chain", 1000)), ("ours", case("scalar_chain", 1_000_000))
    medians = lab.medians([short, long])
    yield Row(14, "chain of 10^6 scalar ops / 1000 of 10^3: time", "s", medians[long], None, 1000 * medians[short],
              medians[long] / medians[short] / 1000, "<= 1.3", 1.1)
    sizes = [lab.memory("ours", name, 1) for _, name in (short, long)]
    yield Row(14, "chain of 10^6 scalar ops / 1000 of 10^3: memory", "bytes", sizes[1], None, 1000 * sizes[0],
              quotient(sizes[1], 1000 * sizes[0]), "<= 1.3", 1.1)


ROWS = {
    1: group_norm_forward,
    2: group_norm_both,
    3: group_norm_peer,
    4: other_norms_peer,
    5: convolutions,
    6: steps_peer,
    7: step_against_peak,
    8: cost_of_norm,
    9: engine,
    10: page_faults,
    11: threads,
    12: memory,
    13: scaling,
    14: chains,
}
