#!/usr/bin/env python3
"""Measures groupgrad against PyTorch (Debian's python3-torch) and against what the machine can do, in one run: both sides
compute in turns, in short slices, and medians are compared. Prints a table; --json FILE writes the rows. One thread,
float32; PyTorch runs with oneDNN, and with its allocator's page faults tuned away."""

import argparse
import json
import os
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import measure  # noqa: E402
import rows  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
UNITS = {"s": ((1, "s"), (1e-3, "ms"), (1e-6, "us")), "FLOP/s": ((1e9, "GFLOP/s"),), "bytes": ((1 << 20, "MiB"),),
         "faults": ((1, ""),), "images/s": ((1, "/s"),)}


def python_with_torch():
    """The interpreter that has torch: this one, or Debian's. None if neither."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            if subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0:
                return python
        except OSError:
            pass
    return None


def shown(value, unit):
    if value is None:
        return "-"
    size, name = next(((s, n) for s, n in UNITS[unit] if abs(value) >= s), UNITS[unit][-1])
    number = value / size
    return f"{number:.0f} {name}".rstrip() if abs(number) >= 1000 else f"{number:.3g} {name}".rstrip()


def line(row):
    ratio = "-" if row.ratio is None else f"{row.ratio:.2f}"
    return (f"| {row.row} | {row.name} | {shown(row.ours, row.unit)} | {shown(row.peer, row.unit)} | "
            f"{shown(row.floor, row.unit)} | {ratio} | {row.must} | {row.aim:g} | {'yes' if row.holds else '**no**'} |")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worker", default=os.path.join(HERE, "../../build/release/tests/bench/bench_worker"),
                        help="the program bench_worker")
    parser.add_argument("--rows", help="some rows only: 1,3,5")
    parser.add_argument("--slices", type=int, default=15, help="how often the sides take turns (default %(default)s)")
    parser.add_argument("--seconds", type=float, default=0.02, help="of one slice (default %(default)s)")
    parser.add_argument("--quick", action="store_true", help="3 slices of 5 ms: to see that it runs")
    parser.add_argument("--json", metavar="FILE", help="writes the rows as JSON")
    parser.add_argument("--strict", action="store_true", help="exit status 1 if a row does not hold")
    options = parser.parse_args()
    if options.quick:
        options.slices, options.seconds = 3, 0.005
    try:
        options.rows = [int(r) for r in options.rows.split(",")] if options.rows else sorted(rows.ROWS)
        unknown = [r for r in options.rows if r not in rows.ROWS]
    except ValueError:
        unknown = [options.rows]
    if unknown or options.slices < 1 or options.seconds <= 0:
        parser.error(f"expected rows from 1 to {max(rows.ROWS)}, slices of at least 1 and seconds above 0, got rows "
                     f"{unknown or options.rows}, slices {options.slices}, seconds {options.seconds}")
    if not os.access(options.worker, os.X_OK):
        parser.error(f"{options.worker} is no program; build the target bench_worker, or name it with --worker")
    return options


def write_json(path, results):
    part = path + ".part"
    with open(part, "w") as out:
        json.dump([row.as_json() for row in results], out, indent=1)
        out.write("\n")
    os.replace(part, path)


def main():
    options = arguments()
    torch = python_with_torch()
    if not torch:
        print("*** python3-torch is not installed: PyTorch's columns stay empty, and what needs them does not hold. ***\n",
              flush=True)
    peer = [torch, "-B", os.path.join(HERE, "peer.py")] if torch else None
    lab = measure.Lab([options.worker], peer, options.slices, options.seconds, "cpu")
    print("| row | measure | ours | PyTorch | floor | ratio | must | aim | holds |\n|---|---|---|---|---|---|---|---|---|")
    results, start = [], time.monotonic()
    try:
        for number in options.rows:
            for row in rows.ROWS[number](lab):
                results.append(row)
                print(line(row), flush=True)
                if options.json:
                    write_json(options.json, results)
    except measure.WorkerError as e:
        sys.exit(f"row {number}: {e}")
    finally:
        lab.close()
    notes = [f"\nRow {row.row}: {row.note}." for row in results if row.note]
    notes += [f"\nNot measured: {who}, {name}: {why[:100]}" for (who, name), why in lab.unavailable.items()]
    holding = sum(row.holds for row in results)
    print(*notes, f"\nMeasured in {time.monotonic() - start:.0f} s.", f"\n{holding} of {len(results)} hold", sep="")
    return 1 if options.strict and holding < len(results) else 0


if __name__ == "__main__":
    sys.exit(main())
