"""Two workers, ours and PyTorch's, and measurements that alternate between them."""

import os
import statistics
import subprocess

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

# glibc gives large blocks back to the system at every free, and fetching them again costs more than most kernels; so
# PyTorch, which leaves its memory to glibc, is spared that.
NO_PAGE_FAULTS = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(1 << 40),
    "MALLOC_TOP_PAD_": str(256 << 20),
}


class WorkerError(Exception):
    """A worker could not do what it was asked to."""


class WorkerEnded(WorkerError):
    """... and never will."""


class Worker:
    """A process that computes what it is asked to; worker.cpp says how."""

    def __init__(self, command, environment=()):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **ONE_THREAD, **dict(environment)},
        )

    def ask(self, *words):
        try:
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise WorkerEnded(f"{self.process.args[-1]} ended")
        if answer.startswith("error"):
            raise WorkerError(answer.strip())
        return answer

    def time(self, case, repeats):
        """Seconds of CPU, seconds of the clock, and page faults, for one repeat."""
        return tuple(map(float, self.ask("time", case, repeats).split()))

    def close(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it ended before
        self.process.stdout.close()
        self.process.wait()


class Lab:
    """Measures cases. A case is ("ours", NAME) or ("peer", NAME)."""

    def __init__(self, ours, peer, slices, seconds, clock):
        self.commands = {"ours": ours, "peer": peer}
        self.slices, self.seconds, self.clock = slices, seconds, clock
        self.workers = {"ours": Worker(ours)}
        if peer:
            self.workers["peer"] = Worker(peer, NO_PAGE_FAULTS)
        self.unavailable = {}  # case: why

    def timed(self, cases):
        """{case: [(cpu, clock, faults) of each slice]}: a slice of the first, one of the second, ..., and again. Cases
        that a worker does not know are left out."""
        repeats = {}
        for who, name in cases:
            if who not in self.workers:
                continue
            try:
                self.workers[who].time(name, 1)
                once = self.workers[who].time(name, 1)[1]
                repeats[who, name] = max(1, round(self.seconds / max(once, 1e-7)))
            except WorkerEnded:
                raise
            except WorkerError as e:
                if who == "ours" and "there is no case" not in str(e):
                    raise
                self.unavailable[who, name] = str(e)
        result = {case: [] for case in repeats}
        for _ in range(self.slices):
            for (who, name), count in repeats.items():
                result[who, name].append(self.workers[who].time(name, count))
        for worker in self.workers.values():
            worker.ask("forget")
        return result

    def medians(self, cases):
        """{case: seconds}"""
        column = {"cpu": 0, "wall": 1}[self.clock]
        return {case: statistics.median(s[column] for s in slices) for case, slices in self.timed(cases).items()}

    def memory(self, who, name, repeats, tries=3):
        """By how many bytes a fresh process grows at its largest; the median of some tries. None without a worker."""
        if who not in self.workers:
            return None
        sizes = []
        for _ in range(tries):
            worker = Worker(self.commands[who])
            sizes.append(float(worker.ask("memory", name, repeats)))
            worker.close()
        return statistics.median(sizes)

    def close(self):
        for worker in self.workers.values():
            worker.close()
