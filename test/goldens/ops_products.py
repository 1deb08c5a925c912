"""Writes ops-products.json: products of matrices with their gradients as PyTorch computes them in float64."""
import torch
import torch.nn.functional as F

from golden import SOURCE, Draws, case, write

SEED = 20240610
draws = Draws(SEED)
normal = draws.normal

CASES = [
    case("linear", {}, F.linear, [normal(4, 3), normal(2, 3), normal(2)]),
    case("linear", {}, F.linear, [normal(4, 3), normal(2, 3)]),
    case("linear", {}, F.linear, [normal(2, 3, 5), normal(4, 5), normal(4)]),
    case("bilinear", {}, F.bilinear, [normal(4, 3), normal(4, 2), normal(5, 3, 2), normal(5)]),
    case("bilinear", {}, F.bilinear, [normal(2, 3, 4), normal(2, 3, 1), normal(2, 4, 1)]),
    case("outer", {}, torch.outer, [normal(3), normal(4)]),
    case("dot", {}, torch.dot, [normal(5), normal(5)]),
    case("trace", {}, torch.trace, [normal(3, 4)]),
    case("trace", {}, lambda x: torch.diagonal(x, dim1=-2, dim2=-1).sum(-1), [normal(2, 4, 3)]),
]

MATRICES = [((2, 3), (3, 4)), ((3,), (3,)), ((3,), (3, 4)), ((2, 3), (3,)), ((2, 2, 3), (3, 4)), ((2, 3), (2, 3, 4)), ((3,), (2, 3, 4)),
            ((2, 5, 3), (3,)), ((2, 1, 2, 3), (3, 3, 2)), ((2, 3, 2), (1, 1, 2, 4)), ((2, 2, 2, 3), (2, 2, 3, 2)), ((2, 0), (0, 3)), ((0, 2, 3), (3, 2))]
for left, right in MATRICES:
    CASES.append(case("matrix-product", {}, torch.matmul, [normal(*left), normal(*right)]))

EQUATIONS = [
    ("ij->ji", (2, 3)), ("ij", (2, 3)), ("ba", (2, 3)), ("ii", (3, 3)), ("bii->bi", (2, 3, 3)), ("ijk->j", (2, 3, 4)), ("Ab,bA", (2, 3), (3, 2)),
    ("bA", (2, 3)), ("ij,jk->ik", (2, 3), (3, 4)), ("ij,kj->ki", (2, 3), (4, 3)), (" ji , jk ", (3, 2), (3, 4)),
    ("bhid,bhjd->bhij", (2, 2, 3, 4), (2, 2, 5, 4)), ("bihd,bjhd->bhij", (2, 3, 2, 4), (2, 5, 2, 4)), ("ij,ij->ij", (2, 3), (2, 3)),
    ("ni,ni->n", (4, 3), (4, 3)), ("i,j->ij", (2,), (3,)), ("ij,jl->i", (2, 3), (3, 4)), ("...ij,...jk->...ik", (2, 1, 2, 3), (4, 3, 2)),
    ("...i->...", (2, 3)), ("i...,i...", (2, 3), (2, 1)), ("...i,...i->i...", (2, 3), (3,)), ("ij,j", (2, 3), (1,)), ("iij,jk->ik", (3, 3, 2), (2, 4)),
    ("ni,oij,nj->no", (4, 2), (5, 2, 3), (4, 3)), ("ij,jk,kl->il", (2, 6), (6, 3), (3, 4)), ("i,i,i", (4,), (4,), (4,)),
    ("a,b,c,d->ca", (2,), (3,), (2,), (2,)), ("bij,bj->bi", (2, 0, 3), (2, 3)), ("ij,jk->ik", (2, 0), (0, 3)),
]
for equation, *shapes in EQUATIONS:
    CASES.append(case("einsum", {"equation": equation}, lambda *args, e=equation: torch.einsum(e, *args), [normal(*shape) for shape in shapes]))

for shape in [(3, 4), (2, 4, 3)]:
    for diagonal in [-1, 0, 2, -9, 9]:
        CASES.append(case("lower-triangle", {"diagonal": diagonal}, lambda x, d=diagonal: torch.tril(x, d), [normal(*shape)]))
        CASES.append(case("upper-triangle", {"diagonal": diagonal}, lambda x, d=diagonal: torch.triu(x, d), [normal(*shape)]))
    for offset in [0, 1, -2, 3]:
        CASES.append(case("diagonal", {"offset": offset}, lambda x, o=offset: torch.diagonal(x, o, -2, -1), [normal(*shape)]))
CASES.append(case("lower-triangle", {"diagonal": 0}, lambda x: torch.tril(x), [torch.ones(3, 3, dtype=torch.bool)]))


def regular(size, *leading):
    """Matrices far from singular."""
    return normal(*leading, size, size) + 2 * size * torch.eye(size)


def symmetric(size, *leading):
    matrix = regular(size, *leading)
    return (matrix + matrix.mT) / 2


# Of a singular matrix PyTorch gives a gradient of zeros, not the cofactors: those are held to centred differences (test/ops/examples).
for left, right in [(normal(3, 3), normal(3, 2)), (regular(4), normal(4, 1)), (normal(2, 3, 3), normal(2, 3, 2)), (regular(1), normal(1, 3))]:
    CASES.append(case("solve", {}, torch.linalg.solve, [left, right]))
for matrix in [normal(3, 3), normal(2, 2, 2), regular(5), normal(1, 1)]:
    CASES.append(case("determinant", {}, torch.linalg.det, [matrix]))
for matrix in [normal(3, 3), normal(2, 2, 2), -regular(5), normal(1, 1)]:
    CASES.append(case("log-determinant", {}, torch.linalg.slogdet, [matrix]))
for matrix in [symmetric(3), symmetric(2, 2), symmetric(5), symmetric(1)]:
    CASES.append(case("cholesky", {}, torch.linalg.cholesky, [matrix]))

write("ops-products", {"source": SOURCE, "seed": SEED, "cases": CASES})
