#!/usr/bin/env python3
"""Array files against Python: NumPy's and hand-written ones read by groupgrad, groupgrad's read by Python, and files
that lie about themselves, each of which must give an error that names file and fault.

    tests/core/files_in_python.py --programs build/release/tests
"""

import argparse
import io
import itertools
import pathlib
import struct
import sys
import tempfile
import warnings
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from proof import interpreter

interpreter.require({"numpy": "python3-numpy"})

import numpy as np

from proof import safetensors
from proof.process import RunOp

DTYPES = ["<f4", "<f8", "|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8"]
SHAPES = [(), (1,), (0,), (5,), (2, 3), (3, 0, 2), (2, 3, 4), (1,) * 20]
NAMES = ["x", "0.weight", "größe", "重み", "a/b", "quote\"d'", "with space", "🙂", "\\", "__metadata"]
MEMORY_LIMIT = 64 * 2**20  # what all the lying files together may make a process take


def array(dtype, shape, random):
    return np.asarray(random.integers(0, 2 if dtype == "|b1" else 100, shape)).astype(dtype)


class Files:
    """Counts what it checks; `run` is the program, `scalar` its type."""

    def __init__(self, run, scalar):
        self.run, self.scalar, self.checked = run, np.dtype(scalar), 0

    def ask(self, name, content, save=None):
        path = self.run.folder / name
        path.write_bytes(content)
        request = {"load": str(path)}
        if save:
            request["save"] = str(self.run.folder / save)
        answer = self.run.ask(request)
        assert "failure" not in answer, f"{name}: not a gg::Error: {answer}"
        self.checked += 1
        return answer

    def rewritten(self, name, content, save):
        """The bytes that groupgrad writes after it read those."""
        answer = self.ask(name, content, save)
        assert "error" not in answer, answer
        return (self.run.folder / save).read_bytes()

    def refused(self, name, content, *words):
        error = self.ask(name, content).get("error")
        assert error is not None, f"{name} was read: {content[:200]!r}"
        for word in (name,) + words:
            assert word in error, f"expected '{word}' in: {error}"

    def expect(self, got, expected):
        assert got.dtype == self.scalar and got.shape == expected.shape, (got.dtype, got.shape, expected.shape)
        assert np.array_equal(got, expected.astype(self.scalar)), (got, expected)


def npy(x, version=None, fortran=False):
    out = io.BytesIO()
    np.lib.format.write_array(out, np.array(x, order="F" if fortran else "C"), version)
    return out.getvalue()


def npy_of(header, data=b""):
    text = header.encode("latin1")
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text + data


def read_npy(content):
    return np.load(io.BytesIO(content), allow_pickle=False)


def round_trips(files):
    random = np.random.default_rng(0)
    for dtype, shape, fortran, version in itertools.product(DTYPES, SHAPES, (False, True), ((1, 0), (2, 0), (3, 0))):
        x = array(dtype, shape, random)
        files.expect(read_npy(files.rewritten("x.npy", npy(x, version, fortran), "y.npy")), x)
    for save in (np.savez, np.savez_compressed):
        arrays = {name: array(dtype, shape, random) for name, dtype, shape in zip(NAMES, itertools.cycle(DTYPES), SHAPES * 2)}
        out = io.BytesIO()
        save(out, **arrays)
        got = np.load(io.BytesIO(files.rewritten("x.npz", out.getvalue(), "y.npz")), allow_pickle=False)
        assert list(got) == list(arrays), (list(got), list(arrays))
        for name, x in arrays.items():
            files.expect(got[name], x)
    for dtype in DTYPES:
        arrays = {name: array(dtype, shape, random) for name, shape in zip(NAMES, SHAPES * 2)}
        texts = {"größe": "🙂 \" \\ \n", "empty": ""}
        got, kept = safetensors.load(files.rewritten("x.safetensors", safetensors.dump(arrays, texts), "y.safetensors"))
        assert kept == texts, kept
        assert list(got) == list(arrays), (list(got), list(arrays))
        for name, x in arrays.items():
            files.expect(got[name], x)
    for special in (np.nan, np.inf, -np.inf, -0.0, 5e-324):
        x = np.array([special], files.scalar)
        assert npy(x) == files.rewritten("x.npy", npy(x), "y.npy"), special


def lying_npy(files):
    good = npy(np.arange(6, dtype="<f4").reshape(2, 3))
    for end in range(len(good)):
        files.refused("cut.npy", good[:end])
    files.refused("long.npy", good + b"\0", "24 bytes", "25")
    for dtype in (">f4", ">i8", "<f2", "<c16", "<U3", "|S5", "<M8[s]"):
        files.refused("type.npy", npy(np.zeros(3, dtype)), dtype)
    files.refused("objects.npy", pickled(np.array([None, {}], object)))
    files.refused("record.npy", npy(np.zeros(2, [("a", "<f4"), ("b", "<i4")])))
    exact = 2**24 if files.scalar == np.float32 else 2**53
    files.refused("big.npy", npy(np.array([1, exact + 1], "<i8")), str(exact + 1), "position 1")
    files.refused("version.npy", good[:6] + b"\4\0" + good[8:], "4.0")
    dictionary = "{{'descr': {}, 'fortran_order': {}, 'shape': {}, }}\n"
    for descr, order, shape in [("'<f4'", "False", "(-1,)"), ("'<f4'", "False", "(2.5,)"), ("'<f4'", "False", "(1, -2)"),
                                ("'<f4'", "False", "(999999999999999,)"), ("'<f4'", "False", "(9999999999999999999999,)"),
                                ("'<f4'", "False", "(4294967296, 4294967296)"), ("'<f4'", "False", "3"),
                                ("'<f4'", "False", "(281474976710656, 65536, 0)"), ("'<f4'", "False", "(1e3,)"),
                                ("'<f4'", "0", "(3,)"), ("'<f4'", "None", "(3,)"), ("3", "False", "(3,)"),
                                ("'<f4'", "False", "((3,),)"), ("__import__('os')", "False", "(3,)")]:
        files.refused("header.npy", npy_of(dictionary.format(descr, order, shape), b"\0" * 12))
    for header in ["", "{", "{}", "[]", "{'descr': '<f4'", "{'descr': '<f4', 'descr': '<f4'}\n", "{" * 60000,
                   "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'more': 1}",
                   "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} + 1", "{'descr': '<f4"]:
        files.refused("header.npy", npy_of(header, b"\0" * 12))


def pickled(x):
    out = io.BytesIO()
    np.save(out, x, allow_pickle=True)
    return out.getvalue()


def archive(entries, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as z:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, content in entries:
            z.writestr(name, content)
    return out.getvalue()


def lying_npz(files):
    x = npy(np.arange(6, dtype="<f4"))
    good = archive([("a.npy", x), ("b.npy", x)])
    for end in range(len(good)):
        files.refused("cut.npz", good[:end])
    files.refused("twice.npz", archive([("a.npy", x), ("a.npy", x)]), "a", "twice")
    files.refused("no_array.npz", archive([("a.npy", x), ("readme.txt", b"hello")]), "readme.txt")
    files.refused("objects.npz", archive([("a.npy", pickled(np.array([None], object)))]), "a.npy")
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        files.refused("method.npz", archive([("a.npy", x)], method), "a.npy")
    files.refused("checksum.npz", good.replace(x[-8:], b"\1" * 8, 1), "a.npy")
    files.refused("encrypted.npz", with_flag(archive([("a.npy", x)])))
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        for size in (2**20, 2**31, 2**32 - 2):
            files.refused("bomb.npz", with_size(archive([("a.npy", x)], method), size))
    files.refused("text.npz", b"PK\3\4 but no archive")


def with_flag(content):
    """Says of the first entry that it is encrypted, in both places."""
    at = content.index(b"PK\1\2")
    out = bytearray(content)
    out[6] |= 1
    out[at + 8] |= 1
    return bytes(out)


def with_size(content, size):
    """Claims that the first entry unpacks to so many bytes, in both places."""
    at = content.index(b"PK\1\2")
    out = bytearray(content)
    out[22:26] = out[at + 24:at + 28] = struct.pack("<I", size)
    return bytes(out)


def entry(shape=(2,), offsets=(0, 8), dtype="F32", **more):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets), **more}


def lying_safetensors(files):
    two = np.arange(2, dtype="<f4")
    good = safetensors.dump({"a": two, "b": two}, {"text": "words"})
    for end in range(len(good)):
        files.refused("cut.safetensors", good[:end])
    files.refused("long.safetensors", good + b"\0")
    for length in (len(good), 10**8 + 1, 2**31, 2**63, 2**64 - 1, 0, 1):
        files.refused("length.safetensors", struct.pack("<Q", length) + good[8:])
    for name, a, b in [("overlap", (0, 8), (4, 12)), ("gap", (0, 8), (12, 20)), ("same", (0, 8), (0, 8)),
                       ("late", (8, 16), (16, 24)), ("backwards", (8, 0), (8, 16)), ("far", (0, 8), (2**62, 2**62 + 8)),
                       ("huge", (0, 8), (8, 2**64 - 1)), ("three", (0, 8), (8, 16, 24)), ("negative", (-8, 0), (0, 8))]:
        files.refused(name + ".safetensors", safetensors.join({"a": entry(offsets=a), "b": entry(offsets=b)}, bytes(24)))
    for shape in [(-2,), (2.0,), (1e3,), (3,), (2**40, 2**40), (2**63, 2), (2**64 - 1,), ("2",), (None,), ((2,),), (True,)]:
        files.refused("shape.safetensors", safetensors.join({"a": entry(shape)}, bytes(8)), "a")
    for dtype in ("F16", "BF16", "F8_E5M2", "f32", "", "C64", None, 3):
        files.refused("type.safetensors", safetensors.join({"a": entry(dtype=dtype)}, bytes(8)), "a")
    for described in (3, None, [], "text", {}, {"dtype": "F32"}, entry(more=1), {**entry(), "shape": 2},
                      {**entry(), "data_offsets": {}}):
        files.refused("entry.safetensors", safetensors.join({"a": described}, bytes(8)), "a")
    for texts in (3, [], {"a": 1}, {"a": None}, {"a": {"b": "c"}}):
        files.refused("texts.safetensors", safetensors.join({"__metadata__": texts}))
    one = b'"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}'
    deep = 200000
    for header in [b"{" + one + b"," + one + b"}", b'{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}',
                   b"[]", b"3", b"null", b"", b"{", b"{" + one, b"{" + one + b"} x", b"{'a':1}", b'{"a":NaN}',
                   b'{"a":Infinity}', one.replace(b"[2]", b"[NaN]").join([b"{", b"}"]), b'{"\xff":1}', b'{"a":"\xc3\x28"}',
                   b"[" * deep + b"]" * deep, b'{"a":' * deep + b"1" + b"}" * deep,
                   b'{"a":' + b"[" * deep + b"]" * deep + b"}",
                   b'{"a":{"dtype":"F32","shape":' + b"[" * deep + b"]" * deep + b',"data_offsets":[0,8]}}',
                   b'{"__metadata__":{"a":' + b"[" * deep + b"]" * deep + b"}}"]:
        files.refused("header.safetensors", safetensors.join(header, bytes(8)))


def mutated(files, count=400):
    """Bytes changed at random: read or refused, nothing else."""
    random = np.random.default_rng(1)
    x = np.arange(6, dtype="<f4").reshape(2, 3)
    samples = {"m.npy": npy(x), "m.npz": archive([("a.npy", npy(x)), ("b.npy", npy(x))], zipfile.ZIP_DEFLATED),
               "m.safetensors": safetensors.dump({"a": x, "b": x}, {"text": "words"})}
    for name, content in samples.items():
        for _ in range(count):
            changed = bytearray(content)
            for _ in range(random.integers(1, 4)):
                changed[random.integers(len(changed))] = random.integers(256)
            files.ask(name, bytes(changed))


def peak_memory(process):
    """The most that a process has taken so far, in bytes."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return 1024 * int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="folder of run_op and run_op64")
    options = parser.parse_args()
    for program, scalar in (("run_op", "<f4"), ("run_op64", "<f8")):
        with tempfile.TemporaryDirectory() as folder:
            files = Files(RunOp(options.programs / program, folder), scalar)
            round_trips(files)
            before = peak_memory(files.run.process)
            for lies in (lying_npy, lying_npz, lying_safetensors, mutated):
                lies(files)
            taken = peak_memory(files.run.process) - before
            files.run.close()
            print(f"{program}: {files.checked} files; those that lie took {taken / 2**20:.1f} MiB")
            assert taken < MEMORY_LIMIT, f"a file that lies made {program} take {taken} bytes"


if __name__ == "__main__":
    main()
