/** TensorFlow's own functions as Python text over those of keras.ops. */

/** tf.math, tf.linalg and tf itself share these names. */
export const tensorflowSource = `
def _named(f):
    def op(*args, **kwargs):
        kwargs.pop('name', None)
        return f(*args, **kwargs)
    return op

exp, log, sqrt, rsqrt, square = map(_named, (_o.exp, _o.log, _o.sqrt, _o.rsqrt, _o.square))
abs, sign, floor, round = map(_named, (_o.abs, _o.sign, _o.floor, _o.round))
ceil = _named(_o.ceil)
sin, cos, tan, sinh, cosh, tanh = map(_named, (_o.sin, _o.cos, _o.tan, _o.sinh, _o.cosh, _o.tanh))
asin, acos, atan, atan2 = map(_named, (_o.arcsin, _o.arccos, _o.arctan, _o.arctan2))
erf, sigmoid, log1p, expm1, reciprocal = map(_named, (_o.erf, _o.sigmoid, _o.log1p, _o.expm1, _o.reciprocal))
add, subtract, multiply, divide, truediv = map(_named, (_o.add, _o.subtract, _o.multiply, _o.divide, _o.divide))
floordiv, mod, floormod, pow = map(_named, (_o.floor_divide, _o.mod, _o.mod, _o.power))
divide_no_nan, negative, maximum, minimum = map(_named, (_o.divide_no_nan, _o.negative, _o.maximum, _o.minimum))
equal, not_equal, less, less_equal = map(_named, (_o.equal, _o.not_equal, _o.less, _o.less_equal))
greater, greater_equal = map(_named, (_o.greater, _o.greater_equal))
logical_and, logical_or, logical_not = map(_named, (_o.logical_and, _o.logical_or, _o.logical_not))
is_nan, is_inf, is_finite = map(_named, (_o.isnan, _o.isinf, _o.isfinite))
where, reshape, expand_dims, stack = map(_named, (_o.where, _o.reshape, _o.expand_dims, _o.stack))
zeros_like, ones_like, broadcast_to, identity = map(_named, (_o.zeros_like, _o.ones_like, _o.broadcast_to, _o.identity))
cumsum, cumprod, argsort, stop_gradient = map(_named, (_o.cumsum, _o.cumprod, _o.argsort, _o.stop_gradient))
tensordot, einsum, convert_to_tensor, constant = map(_named, (_o.tensordot, _o.einsum, _o.convert_to_tensor, _o.convert_to_tensor))

def constant(value, dtype=None, shape=None, name=None):
    value = _o.convert_to_tensor(value, dtype)
    return value if shape is None else _o.broadcast_to(value, shape)

def cast(x, dtype, name=None):
    return _o.cast(x, dtype)

def shape(input, out_type=None, name=None):
    return _o.shape(input)

def rank(input, name=None):
    return _o.ndim(input)

def size(input, out_type=None, name=None):
    return _o.size(input)

def concat(values, axis, name=None):
    return _o.concatenate(values, axis)

def transpose(a, perm=None, conjugate=False, name=None):
    return _o.transpose(a, perm)

def squeeze(input, axis=None, name=None):
    return _o.squeeze(input, axis)

def split(value, num_or_size_splits, axis=0, num=None, name=None):
    if isinstance(num_or_size_splits, int):
        return _o.split(value, num_or_size_splits, axis)
    cuts, at = [], 0
    for part in num_or_size_splits[:-1]:
        at = at + part
        cuts.append(at)
    return _o.split(value, cuts, axis)

def unstack(value, num=None, axis=0, name=None):
    return _o.unstack(value, num, axis)

def tile(input, multiples, name=None):
    return _o.tile(input, multiples)

def repeat(input, repeats, axis=None, name=None):
    return _o.repeat(input, repeats, axis)

def reverse(tensor, axis, name=None):
    return _o.flip(tensor, axis)

def roll(input, shift, axis, name=None):
    return _o.roll(input, shift, axis)

def pad(tensor, paddings, mode='CONSTANT', constant_values=0, name=None):
    return _o.pad(tensor, paddings, mode.lower(), constant_values)

def gather(params, indices, validate_indices=None, axis=None, batch_dims=0, name=None):
    return _o.take(params, indices, 0 if axis is None else axis)

def one_hot(indices, depth, on_value=None, off_value=None, axis=-1, dtype=None, name=None):
    return _o.one_hot(indices, depth, axis, dtype)

def clip_by_value(t, clip_value_min, clip_value_max, name=None):
    return _o.clip(t, clip_value_min, clip_value_max)

def matmul(a, b, transpose_a=False, transpose_b=False, adjoint_a=False, adjoint_b=False, name=None, **kwargs):
    if transpose_a or adjoint_a:
        a = _o.swapaxes(a, -1, -2)
    if transpose_b or adjoint_b:
        b = _o.swapaxes(b, -1, -2)
    return _o.matmul(a, b)

def _reduced(f):
    def op(input_tensor, axis=None, keepdims=False, name=None, keep_dims=None):
        return f(input_tensor, axis, keepdims if keep_dims is None else keep_dims)
    return op

reduce_sum, reduce_mean, reduce_max, reduce_min = map(_reduced, (_o.sum, _o.mean, _o.max, _o.min))
reduce_prod, reduce_any, reduce_all = map(_reduced, (_o.prod, _o.any, _o.all))
reduce_std, reduce_variance, reduce_logsumexp = map(_reduced, (_o.std, _o.var, _o.logsumexp))

def argmax(input, axis=None, output_type=None, name=None):
    return _o.argmax(input, 0 if axis is None else axis)

def argmin(input, axis=None, output_type=None, name=None):
    return _o.argmin(input, 0 if axis is None else axis)

def norm(tensor, ord='euclidean', axis=None, keepdims=None, name=None):
    return _o.norm(tensor, None, axis, bool(keepdims))

def l2_normalize(x, axis=None, epsilon=1e-12, name=None, dim=None):
    return _o.l2_normalize(x, axis if dim is None else dim, epsilon)

def add_n(inputs, name=None):
    total = inputs[0]
    for one in inputs[1:]:
        total = total + one
    return total

def zeros(shape, dtype=None, name=None):
    return _o.zeros(shape, dtype)

def ones(shape, dtype=None, name=None):
    return _o.ones(shape, dtype)

def fill(dims, value, name=None):
    return _o.full(dims, value)

def eye(num_rows, num_columns=None, batch_shape=None, dtype=None, name=None):
    return _o.eye(num_rows, num_columns, 0, dtype)

def range(start, limit=None, delta=1, dtype=None, name=None):
    return _o.arange(start, limit, delta, dtype)

def linspace(start, stop, num, name=None, axis=0):
    return _o.linspace(start, stop, num)

def meshgrid(*args, indexing='xy', **kwargs):
    return _o.meshgrid(*args, indexing=indexing)

def band_part(input, num_lower, num_upper, name=None):
    if num_lower == -1:
        return _o.tril(input, num_upper)
    return _o.triu(input, -num_lower)

def squared_difference(x, y, name=None):
    return _o.square(_o.subtract(x, y))

def top_k(input, k=1, sorted=True, name=None):
    return _o.top_k(input, k)

def ensure_shape(x, shape, name=None):
    return x

def is_tensor(x):
    return _o.is_tensor(x)

def cond(pred, true_fn=None, false_fn=None, name=None):
    return _o.cond(pred, true_fn, false_fn)
`;

/** tf.random. */
export const tensorflowRandomSource = `
def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None, name=None):
    return _o.normal(shape, mean, stddev)

truncated_normal = normal

def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None, name=None):
    return _o.uniform(shape, minval, 1.0 if maxval is None else maxval)

def set_seed(seed):
    pass
`;

/** tf.nn. */
export const tensorflowNnSource = `
def relu(features, name=None):
    return _a.relu(features)

def relu6(features, name=None):
    return _a.relu6(features)

def leaky_relu(features, alpha=0.2, name=None):
    return _a.leaky_relu(features, alpha)

def elu(features, alpha=1.0, name=None):
    return _a.elu(features, alpha)

def selu(features, name=None):
    return _a.selu(features)

def gelu(features, approximate=False, name=None):
    return _a.gelu(features, approximate)

def silu(features, beta=1.0, name=None):
    return _a.silu(features)

swish = silu

def sigmoid(x, name=None):
    return _a.sigmoid(x)

def tanh(x, name=None):
    return _a.tanh(x)

def softplus(features, name=None):
    return _a.softplus(features)

def softsign(features, name=None):
    return _a.softsign(features)

def softmax(logits, axis=-1, name=None, dim=None):
    return _a.softmax(logits, axis if dim is None else dim)

def log_softmax(logits, axis=-1, name=None):
    return _a.log_softmax(logits, axis)

def l2_normalize(x, axis=None, epsilon=1e-12, name=None, dim=None):
    return _o.l2_normalize(x, axis if dim is None else dim, epsilon)

def moments(x, axes, shift=None, keepdims=False, name=None):
    return _o.moments(x, axes, keepdims)

def bias_add(value, bias, data_format=None, name=None):
    return value + bias

def embedding_lookup(params, ids, max_norm=None, name=None):
    return _o.take(params, ids, 0)

def depth_to_space(input, block_size, data_format='NHWC', name=None):
    return _o.depth_to_space(input, block_size)

def space_to_depth(input, block_size, data_format='NHWC', name=None):
    return _o.space_to_depth(input, block_size)

def top_k(input, k=1, sorted=True, name=None):
    return _o.top_k(input, k)

def dropout(x, rate, noise_shape=None, seed=None, name=None):
    return _dropped(rate)(x)

def max_pool2d(input, ksize, strides, padding, data_format='NHWC', name=None):
    return _layers.MaxPooling2D(ksize, strides, padding.lower())(input)

def avg_pool2d(input, ksize, strides, padding, data_format='NHWC', name=None):
    return _layers.AveragePooling2D(ksize, strides, padding.lower())(input)

_dropped = _layers.Dropout
`;
