"""Writes ops-attention.json: attention with its gradients as PyTorch computes it in float64, rotary embedding by complex numbers."""
import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from golden import SOURCE, Draws, case, write

SEED = 20240612
draws = Draws(SEED)
normal = draws.normal

CASES = []
PLAIN = {"causal": False, "scale": None, "dropout": 0}


def attention(shapes, mask=None, constants=(), **given):
    """One call; the mask stands behind q, k and v. PyTorch's own composition of matrix products and softmax is the source."""
    attributes = {**PLAIN, **given}
    heads = [shape[-3] if len(shape) > 2 else 1 for shape in shapes]
    grouped = len(set(heads)) > 1

    def run(q, k, v, mask=None):
        with sdpa_kernel(SDPBackend.MATH):
            # PyTorch takes either a mask or causality; the two together are the mask with more places closed.
            if mask is not None and attributes["causal"]:
                open_places = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool).tril()
                mask = mask.logical_and(open_places) if mask.dtype == torch.bool else mask.masked_fill(~open_places, float("-inf"))
                return F.scaled_dot_product_attention(q, k, v, mask, scale=attributes["scale"])
            return F.scaled_dot_product_attention(
                q, k, v, mask, is_causal=attributes["causal"], scale=attributes["scale"], enable_gqa=grouped)

    args = [normal(*shape) for shape in shapes]
    CASES.append(case("scaled-dot-product-attention", attributes, run, [*args, *([] if mask is None else [mask])], constants=constants))


def bools(*shape):
    return normal(*shape) > -0.3


attention([(3, 4), (5, 4), (5, 2)])
attention([(2, 3, 4), (2, 5, 4), (2, 5, 3)])
attention([(2, 2, 4, 3), (2, 2, 4, 3), (2, 2, 4, 3)], causal=True)
attention([(1, 2, 2, 3), (1, 2, 5, 3), (1, 2, 5, 3)], causal=True)
attention([(1, 2, 5, 3), (1, 2, 2, 3), (1, 2, 2, 3)], causal=True, scale=0.25)
attention([(2, 2, 3, 4), (2, 2, 5, 4), (2, 2, 5, 4)], bools(3, 5))
attention([(2, 2, 3, 4), (2, 2, 5, 4), (2, 2, 5, 4)], bools(2, 1, 1, 5))
attention([(2, 2, 3, 4), (2, 2, 5, 4), (2, 2, 5, 4)], bools(2, 2, 3, 5), causal=True)
attention([(2, 2, 3, 4), (2, 2, 5, 4), (2, 2, 5, 4)], normal(3, 5))
attention([(2, 2, 3, 4), (2, 2, 5, 4), (2, 2, 5, 4)], normal(2, 1, 3, 5), causal=True)
attention([(2, 2, 3, 4), (2, 2, 5, 4), (2, 2, 5, 4)], normal(3, 5).masked_fill(bools(3, 5), float("-inf")), constants=(3,))
# Queries that may take no key get zeros.
attention([(1, 2, 3, 2), (1, 2, 3, 2), (1, 2, 3, 2)], torch.tensor([[True, False, True], [False, False, False], [False, True, True]]))
attention([(1, 2, 3, 2), (1, 2, 3, 2), (1, 2, 3, 2)],
          torch.zeros(3, 3, dtype=torch.float64).masked_fill(torch.tensor([[True], [False], [False]]), float("-inf")), constants=(3,))
attention([(2, 4, 3, 2), (2, 2, 5, 2), (2, 2, 5, 3)])
attention([(1, 6, 4, 2), (1, 2, 4, 2), (1, 2, 4, 2)], causal=True)


def rotary(shape, base, interleaved, offset):
    """Pairs as complex numbers times e^(i angle)."""

    def run(x):
        features = shape[-1]
        places = torch.arange(shape[-2], dtype=torch.float64) + offset
        angles = places[:, None] * base ** (-2 * torch.arange(features // 2, dtype=torch.float64) / features)
        pairs = x.unflatten(-1, (-1, 2)) if interleaved else x.unflatten(-1, (2, -1)).transpose(-1, -2)
        turned = torch.view_as_real(torch.view_as_complex(pairs.contiguous()) * torch.polar(torch.ones_like(angles), angles))
        return turned.flatten(-2) if interleaved else turned.transpose(-1, -2).flatten(-2)

    attributes = {"base": base, "interleaved": interleaved, "offset": offset}
    CASES.append(case("rotary-embedding", attributes, run, [normal(*shape)]))


rotary((2, 5, 4), 10000, True, 0)
rotary((2, 2, 3, 6), 10000, False, 0)
rotary((3, 8), 500, True, 7)

write("ops-attention", {"source": SOURCE, "seed": SEED, "cases": CASES})
