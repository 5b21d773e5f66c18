"""A notebook without a browser: cells are sent to the kernel through Jupyter's own client."""

import os
import queue
import time

from jupyter_client.manager import KernelManager


class Reply:
    """What one cell led to."""

    def __init__(self):
        self.streams = {"stdout": "", "stderr": ""}
        self.messages = []  # (type, content) of all but streams and status, in order
        self.order = []  # "stdout", "stderr" or the message's type, as they came
        self.status = None
        self.error = None

    def bundles(self, kind="display_data"):
        return [content["data"] for name, content in self.messages if name == kind]

    def text(self, kind="display_data"):
        return [bundle.get("text/plain") for bundle in self.bundles(kind)]

    def result(self):
        return (self.text("execute_result") + [None])[0]


class Notebook:
    """A running kernel."""

    def __init__(self, name="xcpp17"):
        began = time.monotonic()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.ready_seconds = time.monotonic() - began

    def cpu_seconds(self):
        """What the kernel and the processes that it waited for have computed so far."""
        with open(f"/proc/{self.manager.provisioner.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")

    def start(self, code):
        return self.client.execute(code, stop_on_error=False)

    def finish(self, identity, timeout=60, heard=None):
        """Collects all that the cell of this identity brings until it is idle; `heard` sees each message."""
        reply = Reply()
        deadline = time.monotonic() + timeout
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"the cell is still running after {timeout} s; it wrote {reply.streams}")
            try:
                message = self.client.get_iopub_msg(timeout=min(left, 1))
            except queue.Empty:
                if not self.manager.is_alive():
                    raise RuntimeError(f"the kernel died; the cell wrote {reply.streams}") from None
                continue
            if message["parent_header"].get("msg_id") != identity:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status":
                if content["execution_state"] == "idle":
                    break
                continue
            reply.order.append(content["name"] if kind == "stream" else kind)
            if kind == "stream":
                reply.streams[content["name"]] += content["text"]
            else:
                reply.messages.append((kind, content))
            if kind == "error":
                reply.error = content
            if heard:
                heard(kind, content)
        reply.status = self.ask(identity)["status"]
        return reply

    def run(self, code, timeout=60):
        return self.finish(self.start(code), timeout)

    def ask(self, request):
        """The answer to a request of the client, such as client.complete(...)."""
        while True:
            message = self.client.get_shell_msg(timeout=20)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def command(self, kind):
        """Type and status of the answer to a request on the control channel, which is heard while a cell runs."""
        self.client.control_channel.send(self.client.session.msg(kind, {}))
        message = self.client.get_control_msg(timeout=5)
        return message["msg_type"], message["content"].get("status")

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
