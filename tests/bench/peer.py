"""PyTorch's side of the comparison: understands the same lines as bench_worker (see worker.cpp), for the cases that
PyTorch has. Runs under Debian's python3-torch with one thread."""

import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


def forward_backward(leaves, forward):
    """A function that computes forward() and the gradients of the leaves for one random cotangent."""
    dy = torch.randn_like(forward())

    def body():
        for leaf in leaves:
            leaf.grad = None
        forward().backward(dy)

    return body


def leaf(*shape):
    return torch.randn(*shape).requires_grad_()


def norm_inputs(shape, affine):
    return leaf(*shape), leaf(*affine), leaf(*affine)


def group_norm(n, c, h, w, groups):
    x, gamma, beta = norm_inputs((n, c, h, w), (c,))
    return forward_backward((x, gamma, beta), lambda: F.group_norm(x, groups, gamma, beta))


def batch_norm(n, c, h, w):
    x, gamma, beta = norm_inputs((n, c, h, w), (c,))
    mean, var = torch.zeros(c), torch.ones(c)
    return forward_backward((x, gamma, beta), lambda: F.batch_norm(x, mean, var, gamma, beta, training=True))


def instance_norm(n, c, h, w):
    x, gamma, beta = norm_inputs((n, c, h, w), (c,))
    return forward_backward((x, gamma, beta), lambda: F.instance_norm(x, weight=gamma, bias=beta))


def layer_norm(n, c, h, w):
    x, gamma, beta = norm_inputs((n, c, h, w), (c, h, w))
    return forward_backward((x, gamma, beta), lambda: F.layer_norm(x, (c, h, w), gamma, beta))


def conv2d(n, channels, out, size, stride):
    x, weight, bias = leaf(n, channels, size, size), leaf(out, channels, 3, 3), leaf(out)
    return forward_backward((x, weight, bias), lambda: F.conv2d(x, weight, bias, stride=stride, padding=1))


def step_group_norm(n):
    layers, channels = [], 1
    for out in (16, 32, 64):
        layers += [nn.Conv2d(channels, out, 3, stride=1 if channels == 1 else 2, padding=1), nn.GroupNorm(8, out), nn.ReLU()]
        channels = out
    net = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))
    sgd = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    x, labels = torch.randn(n, 1, 28, 28), torch.arange(n) % 10

    def body():
        sgd.zero_grad(set_to_none=True)
        F.cross_entropy(net(x), labels).backward()
        sgd.step()

    return body


def scalar_add():
    a, b = torch.tensor(2.0, requires_grad=True), torch.tensor(3.0, requires_grad=True)

    def body():
        a.grad = b.grad = None
        (a + b).backward()

    return body


FAMILIES = {f.__name__: f for f in (group_norm, batch_norm, instance_norm, layer_norm, conv2d, step_group_norm, scalar_add)}


def answer_time(body, repeats):
    body()  # brings back to the caches what the other worker drove out
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(repeats):
        body()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - faults
    return f"{cpu / repeats} {wall / repeats} {faults / repeats}"


def process_size(field):
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith(field + ":"))


def answer_memory(body, repeats):
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")  # the largest size begins anew
    before = process_size("VmRSS")
    for _ in range(repeats):
        body()
    return f"{process_size('VmHWM') - before}"


def serve():
    prepared = {}
    for line in sys.stdin:
        verb, *words = line.split()
        try:
            if verb == "forget":
                prepared.clear()
                print("ok", flush=True)
                continue
            case, repeats = words
            if case not in prepared:
                family, *sizes = case.split("/")
                prepared[case] = FAMILIES[family](*map(int, sizes))
            answer = {"time": answer_time, "memory": answer_memory}[verb]
            print(answer(prepared[case], int(repeats)), flush=True)
        except Exception as e:  # the driver must hear of it, or it would wait for ever
            print(f"error: {type(e).__name__}: {e}", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    serve()
