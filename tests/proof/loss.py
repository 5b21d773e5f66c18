"""Cases of core/ops/loss.hpp."""

import torch
import torch.nn.functional as F

from .cases import BOTH, OpCase, case

FAMILY = "loss"


def bce(x, target, reduction):
    """As a formula, because PyTorch's has no gradient for the target everywhere."""
    losses = F.softplus(x, threshold=60) - x * target
    return losses if reduction == "none" else getattr(losses, reduction)()


def smooth_l1(x, target, beta, reduction):
    return F.smooth_l1_loss(x, target, beta=beta, reduction=reduction)


ELEMENTWISE = {
    "mse_loss": lambda x, t, reduction: F.mse_loss(x, t, reduction=reduction),
    "l1_loss": lambda x, t, reduction: F.l1_loss(x, t, reduction=reduction),
    "bce_with_logits_loss": bce,
}


@case(FAMILY, *ELEMENTWISE, "smooth_l1_loss")
def elementwise(r, name):
    reduction, shape = r.pick("mean", "sum", "none"), r.shape()
    x, target = r.array(shape), r.array(shape)
    if name == "bce_with_logits_loss":
        target = r.random.random(shape) if r.flag() else (target > 0).astype(float)
    attributes = {} if reduction == "mean" and r.flag() else {"reduction": reduction}
    refuses = "a mean over nothing: PyTorch gives NaN" if x.size == 0 and reduction == "mean" else ""
    if name != "smooth_l1_loss":
        loss = ELEMENTWISE[name]
        return OpCase([x, target], lambda x, t: loss(x, t, reduction), attributes, cancels=True, refuses=refuses)
    beta = r.pick(1, 0.5, 2)
    return OpCase([x, target], lambda x, t: smooth_l1(x, t, beta, reduction), {"beta": beta, **attributes},
                  cancels=True, refuses=refuses)


@case(FAMILY, "cross_entropy", "nll_loss")
def cross_entropy(r, name):
    classes = r.integer(1, 6)
    n, spatial = r.pick(0, 1, 2, 5, 9, 9), [r.integer(1, 4) for _ in range(r.pick(0, 0, 1, 2))]
    logits = r.array([n, classes] + spatial) * r.pick(1, 1, 10)
    targets = r.random.integers(0, classes, [n] + spatial)
    attributes, options = {}, {}
    if r.flag(0.3):
        attributes["ignore_index"] = options["ignore_index"] = r.integer(0, classes)
    if name == "cross_entropy" and r.flag(0.4):
        attributes["label_smoothing"] = options["label_smoothing"] = r.pick(0.1, 0.5, 1)
    weight = r.array((classes,), "positive") if r.flag(0.4) else None
    refuses = ""
    if not (targets != options.get("ignore_index", -1)).any():
        refuses = "no sample counts: PyTorch gives NaN"
    elif r.flag(0.04):
        targets.flat[0], refuses = classes + 1, BOTH
    attributes["targets"] = targets.ravel().tolist()
    function, t = getattr(F, name), torch.tensor(targets)
    if name == "nll_loss":
        logits = torch.log_softmax(torch.tensor(logits), 1).numpy()
    return OpCase([logits, weight], lambda x, w=None: function(x, t, None if w is None else w.detach(), **options),
                  attributes, cancels=True, refuses=refuses)


@case(FAMILY)
def count_correct(r, name):
    n, classes = r.integer(0, 9), r.integer(1, 6)
    targets = r.random.integers(0, classes, n)
    t = torch.tensor(targets, dtype=torch.long)
    return OpCase([r.array((n, classes))], lambda x: (x.argmax(1) == t).sum(), {"targets": targets.tolist()})
