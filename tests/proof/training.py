"""Cases of optim/: 100 steps on a small net, and the rates of schedules, against torch.optim."""

import torch
from torch import nn
from torch.optim import lr_scheduler

from .cases import OpCase, case

FAMILY = "optim"
STEPS, EVERY, BATCHES = 100, 10, 5


def schedule(r, name):
    """(attributes, function(optimizer) -> PyTorch's schedule) for up to STEPS steps."""
    gamma = r.pick(0.1, 0.5, 0.9)
    if name == "StepLR":
        size = r.integer(1, 40)
        return {"step_size": size, "gamma": gamma}, lambda o: lr_scheduler.StepLR(o, size, gamma)
    if name == "MultiStepLR":
        milestones = sorted(r.random.integers(1, STEPS, r.integer(0, 4)).tolist())
        return ({"milestones": milestones, "gamma": gamma},
                lambda o: lr_scheduler.MultiStepLR(o, milestones, gamma))
    if name == "CosineAnnealingLR":
        total, eta_min = STEPS + r.integer(0, 50), r.pick(0, 1e-3)
        return ({"total_steps": total, "eta_min": eta_min},
                lambda o: lr_scheduler.CosineAnnealingLR(o, total, eta_min))
    if name == "LinearLR":
        total, factor = r.integer(1, 60), r.pick(1 / 3, 0.01, 1)
        return ({"total_steps": total, "start_factor": factor},
                lambda o: lr_scheduler.LinearLR(o, factor, total_iters=total))
    top, total, start = r.uniform(1e-3, 0.01), STEPS + r.integer(1, 50), r.pick(0.3, 0.1)
    return ({"max_lr": top, "total_steps": total, "pct_start": start},
            lambda o: lr_scheduler.OneCycleLR(o, top, total, pct_start=start, cycle_momentum=False))


SCHEDULES = ["StepLR", "MultiStepLR", "CosineAnnealingLR", "LinearLR", "OneCycleLR"]


def named(r, name):
    """A schedule as one of several."""
    attributes, make = schedule(r, name)
    return {"name": name, **attributes}, make


@case(FAMILY, "SequentialLR", "ChainedScheduler")
def composed_rates(r, name):
    kinds = ["StepLR", "MultiStepLR", "LinearLR"] + (["CosineAnnealingLR"] if name == "SequentialLR" else [])
    chosen = [named(r, kind) for kind in r.random.permutation(kinds)[: r.integer(1, 3)].tolist()]
    attributes = {"schedules": [fields for fields, _ in chosen]}
    if name == "ChainedScheduler":
        return rates_case(r, attributes, lambda o: lr_scheduler.ChainedScheduler([make(o) for _, make in chosen]))
    milestones = sorted(r.random.choice(range(1, STEPS), len(chosen) - 1, replace=False).tolist())
    return rates_case(r, {**attributes, "milestones": milestones},
                      lambda o: lr_scheduler.SequentialLR(o, [make(o) for _, make in chosen], milestones))


def lrs(optimizer):
    return [group["lr"] for group in optimizer.param_groups]


@case(FAMILY, *SCHEDULES)
def rates(r, name):
    return rates_case(r, *schedule(r, name))


def rates_case(r, attributes, make):
    starts = [r.uniform(1e-3, 1) for _ in range(r.integer(1, 3))]

    def reference():
        groups = [{"params": [nn.Parameter(torch.zeros(1))], "lr": lr} for lr in starts]
        optimizer = torch.optim.SGD(groups, lr=0.1)
        steps, out = make(optimizer), [lrs(optimizer)]
        for _ in range(STEPS):
            optimizer.step()
            steps.step()
            out.append(lrs(optimizer))
        return torch.tensor(out, dtype=torch.float64)

    return OpCase([], reference, {**attributes, "lr": starts, "steps": STEPS})


def options_of(r, name):
    """(attributes, keyword arguments of PyTorch's optimizer)."""
    # Large steps make trajectories chaotic: what differs is then rounding, grown.
    options = {"lr": r.pick(0.01, 0.1) if name == "SGD" else r.pick(0.001, 0.003)}
    if r.flag():
        options["weight_decay"] = r.pick(0.01, 0.1)
    elif name == "AdamW":
        options["weight_decay"] = 0.0  # PyTorch's default is another
    if name in ("SGD", "RMSprop") and r.flag(0.6):
        options["momentum"] = r.pick(0.5, 0.9)
        if name == "SGD":
            options["nesterov"] = r.flag()
    if name == "RMSprop" and r.flag():
        options["alpha"] = 0.9
    if name not in ("Adam", "AdamW"):
        return options, options
    beta1, beta2 = r.pick(0.9, 0.5), r.pick(0.999, 0.9)
    eps = r.pick(1e-8, 1e-3)
    return ({**options, "beta1": beta1, "beta2": beta2, "eps": eps},
            {**options, "betas": (beta1, beta2), "eps": eps})


NAMES = ["0.weight", "0.bias", "2.weight", "2.bias"]


def net_of(x, target, hidden, state):
    net = nn.Sequential(nn.Linear(x.shape[1], hidden), nn.Tanh(), nn.Linear(hidden, target.shape[1])).to(x.dtype)
    net.load_state_dict({k: torch.tensor(v) for k, v in state.items()})
    return net


@case(FAMILY, "SGD", "Adam", "AdamW", "RMSprop")
def train(r, name):
    inputs, hidden, outputs, n = r.integer(1, 4), r.integer(2, 6), r.integer(1, 3), r.integer(4, 12)
    state = {"0.weight": r.random.standard_normal((hidden, inputs)), "0.bias": r.random.standard_normal(hidden),
             "2.weight": r.random.standard_normal((outputs, hidden)), "2.bias": r.random.standard_normal(outputs)}
    attributes, options = options_of(r, name)
    # Another batch each step: at the bottom of a full batch's loss, Adam would divide rounding by rounding.
    attributes = {**attributes, "hidden": hidden, "steps": STEPS, "every": EVERY, "batches": BATCHES}
    groups = None
    if r.flag():  # no decay, another rate for the biases
        groups = [{"parameters": NAMES[0::2]}, {"parameters": NAMES[1::2], "weight_decay": 0.0, "lr": 0.002}]
        attributes["groups"] = groups
    clip = r.pick({}, {}, {"clip_norm": 0.3}, {"clip_value": 0.1})
    attributes.update(clip)
    make = None
    if r.flag():
        chosen = r.pick(*SCHEDULES)
        fields, make = schedule(r, chosen)
        attributes["schedule"] = {"name": chosen, **fields}

    def reference(x, target, state):
        x, target = x.detach(), target.detach()
        net = net_of(x, target, hidden, state)
        parameters = dict(net.named_parameters())
        members = [{**{k: v for k, v in g.items() if k != "parameters"},
                    "params": [parameters[p] for p in g["parameters"]]} for g in groups or []]
        optimizer = getattr(torch.optim, name)(members or net.parameters(), **options)
        steps, used, history = make(optimizer) if make else None, [], {p: [] for p in parameters}
        for step in range(1, STEPS + 1):
            used.append(lrs(optimizer))
            optimizer.zero_grad()
            rows = slice((step - 1) % BATCHES * n, ((step - 1) % BATCHES + 1) * n)
            nn.functional.mse_loss(net(x[rows]), target[rows]).backward()
            if "clip_norm" in clip:
                nn.utils.clip_grad_norm_(net.parameters(), clip["clip_norm"])
            if "clip_value" in clip:
                nn.utils.clip_grad_value_(net.parameters(), clip["clip_value"])
            optimizer.step()
            if steps:
                steps.step()
            for p in parameters if step % EVERY == 0 else []:
                history[p].append(parameters[p].detach().clone())
        return {**{p: torch.stack(h) for p, h in history.items()}, "rates": torch.tensor(used, dtype=torch.float64)}

    data = [r.random.standard_normal((BATCHES * n, size)) for size in (inputs, outputs)]
    return OpCase(data, reference, attributes, state=state)
