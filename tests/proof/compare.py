"""How far apart two arrays are."""

import numpy as np


def error(ours, judge, scale=0.0):
    """max |ours - judge| / max(max |judge|, scale); inf where shape, NaN or infinities differ.

    One scale for the whole array: what an element loses against its larger neighbours is what a later layer sees.
    """
    ours, judge = np.asarray(ours), np.asarray(judge)
    if ours.shape != judge.shape:
        return np.inf
    wide = np.longdouble if judge.dtype == np.longdouble else np.float64
    ours, judge = ours.astype(wide), judge.astype(wide)
    finite = np.isfinite(judge)
    if not np.array_equal(ours[~finite], judge[~finite], equal_nan=True) or not np.isfinite(ours[finite]).all():
        return np.inf
    if not finite.any():
        return 0.0
    difference, largest = np.abs(ours[finite] - judge[finite]).max(), max(np.abs(judge[finite]).max(), scale)
    if not difference:
        return 0.0
    return float(difference / largest) if largest else np.inf
