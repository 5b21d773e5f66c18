"""Executes notebooks on the project's kernel and stores their outputs, or checks them against what is stored.

    JUPYTER_PATH=build/notebooks/jupyter /usr/bin/python3 notebooks/execute.py [--check] notebooks/01_*.ipynb

Without --check each notebook is written back with its new outputs, without anything that changes from run to
run or from machine to machine. With --check nothing is written. Each cell must run without an error, show as
many outputs as stored and of the same kinds, pictures that can be read, and the same text: the words between
the numbers alike, and each number a within TOLERANCE of the stored b,

    |a - b| <= TOLERANCE (0.01 + |b|).

A cell's tags (View > Cell Toolbar > Tags) say what is special about it:

    tolerance:0.2   its numbers depend on rounding, as those of training do
    varies          its text may be another in each run; the kinds of outputs are compared
    error           it is to fail, to show how that looks
"""

import argparse
import base64
import copy
import os
import re
import sys
import xml.etree.ElementTree

import jupyter_client.kernelspec
import nbclient
import nbformat

KERNEL = {"display_name": "C++17", "language": "C++17", "name": "xcpp17"}
TOLERANCE = 1e-3
NUMBER = re.compile(r"(?<![A-Za-z_])[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")


def tag(cell, name):
    """The text behind "name:" among the cell's tags, "" for the bare name, None without it."""
    for text in cell.metadata.get("tags", []):
        head, _, tail = text.partition(":")
        if head == name:
            return tail
    return None


def executed(notebook, seconds):
    """A copy with new outputs; raises nbclient.exceptions.CellExecutionError for a cell that fails."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            if tag(cell, "error") is not None:
                cell.metadata.tags.append("raises-exception")  # what nbclient calls it
    client = nbclient.NotebookClient(notebook, timeout=seconds, kernel_name=KERNEL["name"], record_timing=False)
    client.execute()
    for cell in notebook.cells:
        if "raises-exception" in cell.metadata.get("tags", []):
            cell.metadata.tags.remove("raises-exception")
        if cell.cell_type == "code":
            cell.outputs = joined_streams(cell.outputs)
    notebook.metadata["kernelspec"] = KERNEL
    return notebook


def joined_streams(outputs):
    """Text that came in several pieces, which depends on timing, as one."""
    joined = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def kinds(output):
    if output.output_type == "stream":
        return [output.name]
    return [output.output_type] + sorted(output.get("data", {}))


def text(output):
    if output.output_type == "error":
        return output.ename + ": " + output.evalue
    return output.text if output.output_type == "stream" else output.data.get("text/plain", "")


def unreadable_picture(output):
    """What is wrong with the picture among this output's forms, if there is one."""
    data = output.get("data", {})
    if "image/svg+xml" in data:
        try:
            if not xml.etree.ElementTree.fromstring(data["image/svg+xml"]).tag.endswith("svg"):
                return "the SVG's root is no <svg>"
        except xml.etree.ElementTree.ParseError as error:
            return f"the SVG cannot be read: {error}"
    if "image/png" in data and not base64.b64decode(data["image/png"]).startswith(b"\x89PNG\r\n\x1a\n"):
        return "the PNG does not begin as one"
    return None


def difference(text, stored, tolerance):
    """The first way in which a text differs from the stored one, or None."""
    words, stored_words = ([" ".join(w.split()) for w in NUMBER.split(t)] for t in (text, stored))
    numbers, stored_numbers = NUMBER.findall(text), NUMBER.findall(stored)
    for i, (word, stored_word) in enumerate(zip(words, stored_words)):
        if word != stored_word:
            return f"'{word}' where '{stored_word}' is stored"
        if i < min(len(numbers), len(stored_numbers)):
            a, b = float(numbers[i]), float(stored_numbers[i])
            if abs(a - b) > tolerance * (0.01 + abs(b)):
                return f"{numbers[i]} where {stored_numbers[i]} is stored (tolerance {tolerance}), after '{word}'"
    if len(words) != len(stored_words):
        return f"{len(numbers)} numbers where {len(stored_numbers)} are stored"
    return None


def cell_faults(cell, stored):
    """What is wrong with the outputs of a cell beside the stored ones."""
    received, expected = [kinds(o) for o in cell.outputs], [kinds(o) for o in stored.outputs]
    if received != expected:
        return [f"shows {received} where {expected} is stored"]
    faults = [fault for fault in map(unreadable_picture, cell.outputs) if fault]
    if tag(stored, "varies") is None:
        tolerance = float(tag(stored, "tolerance") or TOLERANCE)
        pairs = zip(cell.outputs, stored.outputs)
        faults += [fault for fault in (difference(text(a), text(b), tolerance) for a, b in pairs) if fault]
    return faults


def faults_beside(notebook, stored):
    """All that is wrong with an executed notebook beside the stored one, a line each."""
    pairs = [pair for pair in zip(notebook.cells, stored.cells) if pair[0].cell_type == "code"]
    faults = [f"cell {i + 1}: {fault}" for i, pair in enumerate(pairs) for fault in cell_faults(*pair)]
    if not any("image/" in kind for cell, _ in pairs for output in cell.outputs for kind in kinds(output)):
        faults.append("shows no picture")
    return faults


def paths_in(notebook):
    """Folders of this machine that got into the outputs."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    outputs = str([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])
    return [path for path in {here, os.path.expanduser("~") + "/", "/tmp/"} if path in outputs]


def run(path, check, seconds):
    """Executes one notebook; returns what is wrong."""
    stored = nbformat.read(path, as_version=4)
    try:
        notebook = executed(stored, seconds)
    except (nbclient.exceptions.CellExecutionError, nbclient.exceptions.CellTimeoutError,
            nbclient.exceptions.DeadKernelError) as error:
        return [str(error)]
    except jupyter_client.kernelspec.NoSuchKernel:
        return [f"there is no kernel {KERNEL['name']}: is JUPYTER_PATH=build/notebooks/jupyter set?"]
    if check:
        return faults_beside(notebook, stored)
    faults = [f"the outputs name {found}, a folder of this machine" for found in paths_in(notebook)]
    if not faults:
        nbformat.write(notebook, path)
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="+", help=".ipynb files")
    parser.add_argument("--check", action="store_true", help="compare with the stored outputs, write nothing")
    parser.add_argument("--timeout", type=int, default=120, help="seconds a cell may take (default 120)")
    options = parser.parse_args()
    wrong = False
    for path in options.notebooks:
        faults = run(path, options.check, options.timeout)
        wrong = wrong or bool(faults)
        print(path + (": " + "\n  ".join(["not as it should be"] + faults) if faults else ": ok"), flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
