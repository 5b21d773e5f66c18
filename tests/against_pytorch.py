#!/usr/bin/env python3
"""Holds every op, layer, optimizer and schedule against PyTorch, in float32 and float64, values and gradients.

    tests/against_pytorch.py --programs build/release/tests --cases 100

Needs python3-torch; without it the test is skipped loudly. Fails on the first op there is no case for, be it one that
run_op does not know or one that tests/proof has no cases of.
"""

import argparse
import pathlib
import sys
import tempfile
import time
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from proof import interpreter

interpreter.require({"numpy": "python3-numpy", "torch": "python3-torch"})

import torch

from proof import cases, declared, elementwise, hard, image, layers, loss, norm_family, normalization, reduce, shape
from proof import training
from proof import non_finite  # last: its cases are the others' with infinities in them
from proof.check import Errors, Mismatch, check
from proof.process import RunOp, listed

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = {"float32": "run_op", "float64": "run_op64"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build/release/tests",
                        help="folder of run_op and run_op64 (default: %(default)s)")
    parser.add_argument("--cases", type=int, default=100, help="random cases of each op (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other cases (default: %(default)s)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="just these ops or families")
    parser.add_argument("--keep-going", action="store_true", help="print all that fails, not just the first")
    parser.add_argument("--precision", choices=list(PROGRAMS), help="just this one (default: both)")
    return parser.parse_args()


def check_that_none_is_forgotten(known):
    """Every name in the headers is in run_op, and every name in run_op has cases."""
    declarations = [("op", declared.ops(ROOT)), ("layer", declared.layers(ROOT)),
                    ("optimizer", declared.classes(ROOT, "optim", "Optimizer")),
                    ("schedule", declared.classes(ROOT, "optim", "Schedule"))]
    for kind, names in declarations:
        for name in sorted(names - set(known[kind])):
            sys.exit(f"the {kind} {name} is declared in a header, but run_op has no row for it (tests/run_op)")
    have = {name for family in cases.FAMILIES.values() for name in family}
    for kind, names in known.items():
        for name in names:
            if name not in have:
                sys.exit(f"the {kind} {name} has no case in tests/proof")


def number(x):
    return f"{x:8.1e}" if x else "       0"


def row(name, count, by_precision):
    single, double = (by_precision.get(p, Errors()) for p in PROGRAMS)
    cells = [single.forward, single.gradient, single.torch_forward, single.torch_gradient, double.forward,
             double.gradient]
    return f"  {name:20}{count:6} " + " ".join(number(c) for c in cells)


class Tally:
    """What was seen so far."""

    def __init__(self):
        self.cases, self.failures, self.differences = 0, [], set()


def run_family(options, runs, known, family, tally):
    """Prints a row for each of its ops."""
    names = [n for n in cases.FAMILIES[family] if not options.only or {n, family} & set(options.only)]
    if names:
        print(f"{family}:")
    for name in names:
        function = cases.FAMILIES[family][name]
        inputs = known["op"].get(name, [])
        if inputs and inputs[-1].endswith("..."):
            inputs = [inputs[-1][:-3] + str(i) for i in range(9)]
        worst, count = {}, 0
        for precision, run in runs.items():
            worst[precision] = Errors()
            for i in range(options.cases):
                count += 1
                try:
                    errors, reason = check(run, name, inputs, function, options.seed, i, precision)
                except Mismatch as mismatch:
                    if not options.keep_going:
                        raise
                    print(f"FAILED: {mismatch}")
                    tally.failures.append(name)
                    continue
                if errors:
                    worst[precision] = worst[precision].worst(errors)
                elif reason != cases.BOTH:
                    tally.differences.add(f"{name}: {reason}")
        print(row(name, count, worst), flush=True)
        tally.cases += count


def run_hard(options, runs, known, tally):
    """Prints a row for each hard case: groupgrad's error and PyTorch's."""
    print(f"\nhard cases, worst of value and gradients (NumPy in longdouble is the judge)\n{'':55}float32"
          f"{'':18}float64\n{'op':22}{'':30}groupgrad PyTorch" + f"{'':8}groupgrad PyTorch")
    for case in hard.hard_cases():
        if options.only and case.name not in options.only and "hard" not in options.only:
            continue
        cells = []
        for precision, run in runs.items():
            ours, theirs = hard.run(case, run, known["op"][case.name], options.seed, precision)
            allowed = hard.limit(case, precision)
            cells.append(f"{number(ours)} {number(theirs)} {'(wrong)' if theirs > allowed else '':7}")
            tally.cases += 1
            if not ours <= allowed:
                message = f"{case.name}, {case.label}, {precision}: differs by {ours:.2g}, allowed are {allowed:.2g}"
                if not options.keep_going:
                    raise Mismatch(message)
                print("FAILED:", message)
                tally.failures.append(case.name)
        print(f"{case.name:22}{case.label:30}{'  '.join(cells)}", flush=True)


def main():
    options = arguments()
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", category=UserWarning, module="torch")
    known = listed(options.programs / PROGRAMS["float32"])
    check_that_none_is_forgotten(known)
    start, tally = time.time(), Tally()
    with tempfile.TemporaryDirectory() as folder:
        wanted = [options.precision] if options.precision else list(PROGRAMS)
        runs = {p: RunOp(options.programs / PROGRAMS[p], pathlib.Path(folder) / p) for p in wanted}
        print("worst errors relative to the largest element (PyTorch in float64 is the judge)\n"
              f"{'':29}groupgrad float32 PyTorch float32   groupgrad float64\n"
              f"{'op':22}{'cases':>6}" + "  forward gradient" * 3)
        try:
            for family in cases.FAMILIES:
                run_family(options, runs, known, family, tally)
            run_hard(options, runs, known, tally)
        except Mismatch as mismatch:
            sys.exit(f"FAILED: {mismatch}")
        finally:
            for run in runs.values():
                run.close()
    print(f"\n{tally.cases} cases in {time.time() - start:.0f} s, {len(tally.failures)} out of tolerance")
    if tally.differences:
        print("Meant differences, where groupgrad throws:\n  " + "\n  ".join(sorted(tally.differences)))
    sys.exit(1 if tally.failures else 0)


if __name__ == "__main__":
    main()
