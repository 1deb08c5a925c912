"""The formulas that fill weights and inputs under the comparison protocol, as the product has them (src/tensor/formulas.ts)."""
import math

import numpy as np


def positions(shape):
    """The elements' positions from 1, in row-major order."""
    return np.arange(1, math.prod(shape) + 1, dtype=np.float64).reshape(shape)


def mixed(positions):
    """The positions' bits mixed modulo 2^32, from -1 to 1."""
    low = np.uint64(0xFFFFFFFF)
    bits = positions.astype(np.uint64) * np.uint64(0x9E3779B1) & low
    bits = (bits ^ bits >> np.uint64(15)) * np.uint64(0x85EBCA77) & low
    bits = (bits ^ bits >> np.uint64(13)) * np.uint64(0xC2B2AE3D) & low
    return (bits ^ bits >> np.uint64(16)).astype(np.float64) / 2**31 - 1


# By name: the formula of weights, and that of inputs.
FILLS = {"sine": (np.sin, lambda at: np.sin(0.5 * at)), "hash": (mixed, mixed)}
