/** torch.linalg beside its functions of one row: systems of equations, determinants and factors, in Python of ours; `_torch` is torch. */
import { native } from '../../python/builtins/native';
import { none, tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import type { OpName } from '../../../ops/table';
import { plainCall } from '../../tensors/arithmetic';
import { word } from '../../tensors/arguments';
import { recorderOf } from '../../tensors/recorder';
import { tensorIn } from '../../tensors/tensorValue';
import { torchFlavour } from '../values/flavour';

const known: ReadonlySet<string> = new Set<OpName>(['solve', 'determinant', 'log-determinant', 'cholesky']);

/** `_matrices(op, *tensors)`: all outputs of an op without attributes. */
export const matricesFunction = native('_matrices', 'op, *tensors', (machine, op, tensors) => {
  const name = word(machine, op);
  const args = tensors.kind === 'tuple' ? tensors.items.flatMap((item) => tensorIn(item) ?? []) : [];
  if (!known.has(name)) return none;
  // one of the names above
  const call = plainCall(name as OpName);
  const results = recorderOf(machine).applyAll(call, args, { flavour: torchFlavour });
  return tuple(results.map(({ value }): Value => value));
});

/** torch.linalg. */
export const linalgSource = `
from collections import namedtuple as _namedtuple

_slogdet = _namedtuple('slogdet', ['sign', 'logabsdet'])

def _floats(A, name):
    if not A.is_floating_point():
        words = {'torch.int64': 'Long', 'torch.int32': 'Int', 'torch.bool': 'Bool'}
        raise RuntimeError(f'{name}: Expected a floating point or complex tensor as input. Got {words.get(str(A.dtype), str(A.dtype))}')

def _square(A, name, letter='A'):
    if A.ndim < 2:
        raise RuntimeError(f'{name}: The input tensor {letter} must have at least 2 dimensions.')
    if A.size(-1) != A.size(-2):
        raise RuntimeError(f'{name}: {letter} must be batches of square matrices, but they are {A.size(-2)} by {A.size(-1)} matrices')

def _one(op, *tensors):
    outputs = _matrices(op, *tensors)
    return outputs[0]

def det(A, *, out=None):
    _square(A, 'linalg.det')
    _floats(A, 'linalg.det')
    return _one('determinant', A)

def slogdet(A, *, out=None):
    _square(A, 'linalg.slogdet')
    _floats(A, 'linalg.slogdet')
    outputs = _matrices('log-determinant', A)
    return _slogdet(outputs[0], outputs[-1])

def inv(A, *, out=None):
    _square(A, 'linalg.inv')
    _floats(A, 'linalg.inv')
    return _one('solve', A, _torch.eye(A.size(-1), dtype=A.dtype).expand(A.shape))

def solve(A, B, *, left=True, out=None):
    _square(A, 'linalg.solve')
    _floats(A, 'linalg.solve')
    is_vector = B.ndim == 1 or (A.ndim - 1 == B.ndim and B.shape == A.shape[:-1])
    right = B.unsqueeze(-1) if is_vector else B
    if is_vector and not left:
        raise RuntimeError('linalg.solve: Vector broadcasting of the left hand side is not supported for left=False. In this case linalg.solve is equivalent to B / A.squeeze(-1)')
    _matching(A, right, left, 'linalg.solve')
    solution = _solved(A, right) if left else _solved(A.mT, right.mT).mT
    return solution.squeeze(-1) if is_vector else solution

def _matching(A, B, left, name):
    if B.ndim < 2:
        raise RuntimeError(f'{name}: The input tensor B must have at least 2 dimensions.')
    if A.size(-1) != B.size(-2 if left else -1):
        one, other = ('A', 'B')
        shape = f'({A.size(-2)}x{A.size(-1)} and {B.size(-2)}x{B.size(-1)})'
        raise RuntimeError(f'{name}: Incompatible shapes of A and B for the equation {"AX = B" if left else "XA = B"} {shape}')

def _solved(A, B):
    leading = _torch.broadcast_shapes(A.shape[:-2], B.shape[:-2])
    return _one('solve', A.expand(*leading, *A.shape[-2:]), B.expand(*leading, *B.shape[-2:]))

def solve_triangular(A, B, *, upper, left=True, unitriangular=False, out=None):
    _square(A, 'linalg.solve_triangular')
    _matching(A, B, left, 'linalg.solve_triangular')
    part = A.triu() if upper else A.tril()
    if unitriangular:
        part = part - part.diagonal(0, -2, -1).diag_embed() + _torch.eye(A.size(-1), dtype=A.dtype)
    return _solved(part, B) if left else _solved(part.mT, B.mT).mT

def cholesky(A, *, upper=False, out=None):
    _square(A, 'linalg.cholesky')
    _floats(A, 'linalg.cholesky')
    lower = _one('cholesky', A)
    return lower.mT if upper else lower

def vecdot(x, y, *, dim=-1, out=None):
    return (x * y).sum(dim)

def matmul(input, other, *, out=None):
    return _torch.matmul(input, other)

def diagonal(A, *, offset=0, dim1=-2, dim2=-1):
    return A.diagonal(offset, dim1, dim2)

def matrix_power(A, n, *, out=None):
    _square(A, 'linalg.matrix_power')
    return _torch.matrix_power(A, n)
`;
