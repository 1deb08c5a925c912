/** keras.ops that join, move, look up and reduce, as Python text over the functions of torch. */
import { elementwiseSource } from './elementwiseSource';

const shapesSource = `
def matmul(x1, x2):
    return _t.matmul(_tensor(x1), _tensor(x2))

def dot(x1, x2):
    x1, x2 = _tensor(x1), _tensor(x2)
    if len(x1.shape) == 0 or len(x2.shape) == 0:
        return x1 * x2
    if len(x2.shape) <= 2:
        return _t.matmul(x1, x2)
    return _t.tensordot(x1, x2, ([len(x1.shape) - 1], [len(x2.shape) - 2]))

def tensordot(x1, x2, axes=2):
    return _t.tensordot(_tensor(x1), _tensor(x2), axes)

def outer(x1, x2):
    return _tensor(x1).reshape(-1, 1) * _tensor(x2).reshape(1, -1)

def einsum(subscripts, *operands, **kwargs):
    return _t.einsum(subscripts, *[_tensor(x) for x in operands])

def transpose(x, axes=None):
    x = _tensor(x)
    if axes is None:
        axes = list(range(len(x.shape)))[::-1]
    return _t.permute(x, list(axes))

def moveaxis(x, source, destination):
    return _t.movedim(_tensor(x), source, destination)

def swapaxes(x, axis1, axis2):
    return _t.transpose(_tensor(x), axis1, axis2)

def _shape(newshape):
    if isinstance(newshape, int):
        return [newshape]
    if hasattr(newshape, 'dtype'):
        newshape = newshape.tolist()
    return [_size_of(s) for s in newshape]

def reshape(x, newshape):
    return _t.reshape(_tensor(x), _shape(newshape))

def ravel(x):
    return _t.reshape(_tensor(x), [-1])

def expand_dims(x, axis):
    x = _tensor(x)
    for a in ([axis] if isinstance(axis, int) else sorted(axis)):
        x = _t.unsqueeze(x, a)
    return x

def squeeze(x, axis=None):
    x = _tensor(x)
    return _t.squeeze(x) if axis is None else _t.squeeze(x, axis if isinstance(axis, int) else tuple(axis))

def broadcast_to(x, shape):
    return _t.broadcast_to(_tensor(x), _shape(shape))

def concatenate(xs, axis=0):
    return _t.cat([_tensor(x) for x in xs], axis)

def stack(x, axis=0):
    return _t.stack([_tensor(one) for one in x], axis)

def hstack(xs):
    return concatenate(xs, 1)

def vstack(xs):
    return concatenate(xs, 0)

def unstack(x, num=None, axis=0):
    return list(_t.unbind(_tensor(x), axis))

def split(x, indices_or_sections, axis=0):
    x = _tensor(x)
    total = _sizes(x)[axis]
    if isinstance(indices_or_sections, int):
        return list(_t.split(x, total // indices_or_sections, axis))
    cuts = [0] + list(indices_or_sections) + [total]
    return list(_t.split(x, [b - a for a, b in zip(cuts[:-1], cuts[1:])], axis))

array_split = split

def tile(x, repeats):
    return _t.tile(_tensor(x), _shape(repeats))

def repeat(x, repeats, axis=None):
    return _t.repeat_interleave(_tensor(x), repeats, axis)

def flip(x, axis=None):
    x = _tensor(x)
    axes = list(range(len(x.shape))) if axis is None else ([axis] if isinstance(axis, int) else list(axis))
    return _t.flip(x, axes)

def roll(x, shift, axis=None):
    return _t.roll(_tensor(x), shift, axis)

def pad(x, pad_width, mode='constant', constant_values=None):
    x = _tensor(x)
    if isinstance(pad_width, int):
        pad_width = [[pad_width, pad_width]] * len(x.shape)
    if hasattr(pad_width, 'dtype'):
        pad_width = pad_width.tolist()
    pairs = [[p, p] if isinstance(p, int) else list(p) for p in pad_width]
    if len(pairs) == 1:
        pairs = pairs * len(x.shape)
    mode = mode.lower()
    if mode == 'constant':
        flat = [n for p in pairs[::-1] for n in p]
        return _f.pad(x, flat, 'constant', 0 if constant_values is None else constant_values)
    for axis, (before, after) in enumerate(pairs):
        total = _sizes(x)[axis]
        edge = 1 if mode == 'reflect' else 0
        parts = []
        if before:
            parts.append(flip(_t.narrow(x, axis, edge, before), axis))
        parts.append(x)
        if after:
            parts.append(flip(_t.narrow(x, axis, total - edge - after, after), axis))
        if len(parts) > 1:
            x = _t.cat(parts, axis)
    return x

def take(x, indices, axis=None):
    x = _tensor(x)
    if axis is None:
        x, axis = _t.reshape(x, [-1]), 0
    if isinstance(indices, int):
        return _t.select(x, axis, indices)
    indices = _cast(_tensor(indices), 'int64')
    axis = axis + len(x.shape) if axis < 0 else axis
    sizes = _sizes(indices)
    picked = _t.index_select(x, axis, _t.reshape(indices, [-1]))
    own = list(_sizes(x))
    return _t.reshape(picked, own[:axis] + list(sizes) + own[axis + 1:])

def take_along_axis(x, indices, axis=None):
    return _t.gather(_tensor(x), axis, _cast(_tensor(indices), 'int64'))

def one_hot(x, num_classes, axis=-1, dtype=None, sparse=False):
    return _cast(_f.one_hot(_cast(_tensor(x), 'int64'), num_classes), dtype or 'float32')

def _fold(f):
    def op(x, axis=None, keepdims=False):
        x = _tensor(x)
        if axis is None:
            axis = tuple(range(len(x.shape)))
        if isinstance(axis, list):
            axis = tuple(axis)
        if axis == ():
            return x
        return f(x, axis, keepdims)
    return op

def _booleans(f):
    def op(x, axis, keepdims):
        for a in (sorted([axis] if isinstance(axis, int) else axis)[::-1]):
            x = f(x, a, keepdims)
        return x
    return op

sum, mean = _fold(_t.sum), _fold(_t.mean)
amax, amin, logsumexp = _fold(_t.amax), _fold(_t.amin), _fold(_t.logsumexp)
all, any, prod = _fold(_booleans(_t.all)), _fold(_booleans(_t.any)), _fold(_booleans(_t.prod))

def max(x, axis=None, keepdims=False, initial=None):
    return amax(x, axis, keepdims)

def min(x, axis=None, keepdims=False, initial=None):
    return amin(x, axis, keepdims)

def var(x, axis=None, keepdims=False):
    x = _tensor(x)
    return mean(_t.square(x - mean(x, axis, True)), axis, keepdims)

def std(x, axis=None, keepdims=False):
    return _t.sqrt(var(x, axis, keepdims))

def moments(x, axes, keepdims=False, synchronized=False):
    return mean(x, axes, keepdims), var(x, axes, keepdims)

def argmax(x, axis=None, keepdims=False):
    return _t.argmax(_tensor(x), axis, keepdims)

def argmin(x, axis=None, keepdims=False):
    return _t.argmin(_tensor(x), axis, keepdims)

def cumsum(x, axis=None, dtype=None):
    return _t.cumsum(_tensor(x), 0 if axis is None else axis)

def cumprod(x, axis=None, dtype=None):
    return _t.cumprod(_tensor(x), 0 if axis is None else axis)

def sort(x, axis=-1):
    return _t.sort(_tensor(x), axis)[0]

def argsort(x, axis=-1):
    return _t.argsort(_tensor(x), axis)

def top_k(x, k, sorted=True):
    return tuple(_t.topk(_tensor(x), k))

def norm(x, ord=None, axis=None, keepdims=False):
    return _t.sqrt(sum(_t.square(_tensor(x)), axis, keepdims))

def normalize(x, axis=-1, order=2, epsilon=None):
    x = _tensor(x)
    return x / _t.clamp(norm(x, None, axis, True), 1e-12, None)

def l2_normalize(x, axis=None, epsilon=1e-12):
    x = _tensor(x)
    return x * _t.rsqrt(_t.clamp(sum(_t.square(x), axis, True), epsilon, None))

def zeros(shape, dtype=None):
    return _cast(_t.zeros(_shape(shape)), dtype or 'float32')

def ones(shape, dtype=None):
    return _cast(_t.ones(_shape(shape)), dtype or 'float32')

empty = zeros

def full(shape, fill_value, dtype=None):
    return _cast(_t.full(_shape(shape), fill_value), dtype or ('float32' if isinstance(fill_value, float) else 'int32'))

def zeros_like(x, dtype=None):
    x = _tensor(x)
    return _cast(_t.zeros_like(x), dtype or x.dtype)

def ones_like(x, dtype=None):
    x = _tensor(x)
    return _cast(_t.ones_like(x), dtype or x.dtype)

def full_like(x, fill_value, dtype=None):
    x = _tensor(x)
    return _cast(_t.full_like(x, fill_value), dtype or x.dtype)

def eye(N, M=None, k=0, dtype=None):
    return _cast(_t.eye(N, N if M is None else M), dtype or 'float32')

def arange(start, stop=None, step=1, dtype=None):
    start, stop = (0, start) if stop is None else (start, stop)
    whole = isinstance(start, int) and isinstance(stop, int) and isinstance(step, int)
    return _cast(_t.arange(_size_of(start), _size_of(stop), step), dtype or ('int32' if whole else 'float32'))

def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    return _t.linspace(start, stop, num)

def meshgrid(*x, indexing='xy'):
    return list(_t.meshgrid(*[_tensor(one) for one in x], indexing=indexing))

def tril(x, k=0):
    return _t.tril(_tensor(x), k)

def triu(x, k=0):
    return _t.triu(_tensor(x), k)

def diag(x, k=0):
    return _t.diag(_tensor(x), k)

def cross(x1, x2, *args, **kwargs):
    return _t.cross(_tensor(x1), _tensor(x2))

def copy(x):
    return _tensor(x)

def array(x, dtype=None):
    return _tensor(x, dtype)

def cond(pred, true_fn, false_fn):
    return true_fn() if pred else false_fn()

def depth_to_space(x, block_size, data_format='channels_last'):
    x = _tensor(x)
    b, h, w, c = _sizes(x)
    out = c // (block_size * block_size)
    x = _t.reshape(x, [b, h, w, block_size, block_size, out])
    return _t.reshape(_t.permute(x, [0, 1, 3, 2, 4, 5]), [b, h * block_size, w * block_size, out])

def space_to_depth(x, block_size, data_format='channels_last'):
    x = _tensor(x)
    b, h, w, c = _sizes(x)
    x = _t.reshape(x, [b, h // block_size, block_size, w // block_size, block_size, c])
    return _t.reshape(_t.permute(x, [0, 1, 3, 2, 4, 5]), [b, h // block_size, w // block_size, block_size * block_size * c])

def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return _t.randn(_shape(shape)) * stddev + mean

def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    return _t.rand(_shape(shape)) * (maxval - minval) + minval
`;

/** All of keras.ops. Runs with the names of `borrowedValues` and the activations of Keras in scope. */
export const opsSource = `${elementwiseSource}${shapesSource}`;
