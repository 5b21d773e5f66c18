"""A running run_op, asked by lines of JSON."""

import json
import pathlib
import subprocess

import numpy as np


class RunOp:
    def __init__(self, program, folder, limit=None):
        """`folder` takes the files that go back and forth; `limit` is called in the new process first."""
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.program = program
        self.process = subprocess.Popen([program, "--stream"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, encoding="utf-8", preexec_fn=limit)

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, request):
        """The answer to one request, a dictionary; RuntimeError if the process died of it."""
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.program} died with code {self.process.wait()} of {request}")
        return json.loads(line)

    def apply(self, name, inputs, attributes, state=None, cotangent=None, training=True):
        """(results, gradients) as arrays by name, or (None, what the error says)."""
        request = {"name": name, "attributes": attributes, "training": training, "out": str(self.folder),
                   "inputs": [self._save(f"in{i}.npy", x) for i, x in enumerate(inputs)]}
        if state:
            np.savez(self.folder / "state.npz", **state)
            request["state"] = str(self.folder / "state.npz")
        if cotangent is not None:
            request["cotangent"] = self._save("cotangent.npy", cotangent)
        answer = self.ask(request)
        if "failure" in answer:
            raise RuntimeError(f"{request} failed with something other than a gg::Error: {answer['failure']}")
        if "error" in answer:
            return None, answer["error"]
        return tuple({k: np.load(path) for k, path in answer[part].items()} for part in ("results", "gradients"))

    def _save(self, name, x):
        if x is None:
            return "-"
        np.save(self.folder / name, x)
        return str(self.folder / name)


def listed(program):
    """{kind: {name: [its inputs]}} of what run_op knows."""
    out = {}
    for line in subprocess.run([program, "--list"], check=True, capture_output=True, text=True).stdout.splitlines():
        kind, name, *inputs = line.split()
        out.setdefault(kind, {})[name] = [i.rstrip("?") for i in inputs]
    return out
