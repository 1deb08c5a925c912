/** keras.backend of Keras 1 and 2 as Python text over keras.ops. */

export const backendSource = `
_EPSILON = 1e-7

def epsilon():
    return _EPSILON

def set_epsilon(value):
    pass

def floatx():
    return 'float32'

def set_floatx(value):
    pass

def image_data_format():
    return 'channels_last'

def image_dim_ordering():
    return 'tf'

def set_image_data_format(data_format):
    pass

def set_image_dim_ordering(ordering):
    pass

def standardize_data_format(data_format):
    return 'channels_last' if data_format is None else data_format

def standardize_dtype(dtype):
    return _dtype_name(dtype)

def backend():
    return 'tensorflow'

def learning_phase():
    return 1

def set_learning_phase(value):
    pass

def is_keras_tensor(x):
    return hasattr(x, 'dtype') and hasattr(x, 'shape')

is_tensor = is_keras_tensor

def int_shape(x):
    return tuple(x.shape)

def shape(x):
    return _o.shape(x)

def ndim(x):
    return len(x.shape)

def dtype(x):
    return x.dtype

def count_params(x):
    return _o.size(x)

def _folded(f):
    def op(x, axis=None, keepdims=False):
        return f(x, axis, keepdims)
    return op

sum, mean, max, min = map(_folded, (_o.sum, _o.mean, _o.max, _o.min))
prod, std, var, any, all = map(_folded, (_o.prod, _o.std, _o.var, _o.any, _o.all))
logsumexp = _folded(_o.logsumexp)
abs, exp, log, sqrt, square, round, sign, sin, cos = (
    _o.abs, _o.exp, _o.log, _o.sqrt, _o.square, _o.round, _o.sign, _o.sin, _o.cos)
pow, clip, maximum, minimum = _o.power, _o.clip, _o.maximum, _o.minimum
equal, not_equal, greater, greater_equal, less, less_equal = (
    _o.equal, _o.not_equal, _o.greater, _o.greater_equal, _o.less, _o.less_equal)
dot, cast, reshape, expand_dims, squeeze, stack, tile = (
    _o.dot, _o.cast, _o.reshape, _o.expand_dims, _o.squeeze, _o.stack, _o.tile)
zeros_like, ones_like, stop_gradient, argmax, argmin, cumsum = (
    _o.zeros_like, _o.ones_like, _o.stop_gradient, _o.argmax, _o.argmin, _o.cumsum)
relu, sigmoid, tanh, softmax, elu, softplus, softsign, hard_sigmoid = (
    _a.relu, _a.sigmoid, _a.tanh, _a.softmax, _a.elu, _a.softplus, _a.softsign, _a.hard_sigmoid)
one_hot, gather, reverse = _o.one_hot, (lambda reference, indices: _o.take(reference, indices, 0)), _o.flip
arange, identity, eye = _o.arange, _o.identity, _o.eye

def concatenate(tensors, axis=-1):
    return _o.concatenate(tensors, axis)

def permute_dimensions(x, pattern):
    return _o.transpose(x, pattern)

def transpose(x):
    return _o.transpose(x)

def flatten(x):
    return _o.ravel(x)

def batch_flatten(x):
    return _o.reshape(x, [_o.shape(x)[0], -1])

def repeat_elements(x, rep, axis):
    return _o.repeat(x, rep, axis)

def repeat(x, n):
    return _o.repeat(_o.expand_dims(x, 1), n, 1)

def l2_normalize(x, axis=None):
    return _o.l2_normalize(x, axis)

def batch_dot(x, y, axes=None):
    axes = [len(x.shape) - 1, len(y.shape) - 2] if axes is None else axes
    axes = [axes, axes] if isinstance(axes, int) else list(axes)
    return _layers.Dot(axes)([x, y])

def switch(condition, then_expression, else_expression):
    return _o.where(condition, then_expression, else_expression)

def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return _o.normal(shape, mean, stddev)

def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    return _o.uniform(shape, minval, maxval)

random_normal_variable = truncated_normal = random_normal

def constant(value, dtype=None, shape=None, name=None):
    value = _o.convert_to_tensor(value, dtype)
    return value if shape is None else _o.broadcast_to(value, shape)

def zeros(shape, dtype=None, name=None):
    return _o.zeros(shape, dtype)

def ones(shape, dtype=None, name=None):
    return _o.ones(shape, dtype)

def variable(value, dtype=None, name=None, constraint=None):
    return _variable(value)

def set_value(x, value):
    pass

def get_value(x):
    return x

def resize_images(x, height_factor, width_factor, data_format='channels_last', interpolation='nearest'):
    return _layers.UpSampling2D((height_factor, width_factor), data_format, interpolation)(x)

def spatial_2d_padding(x, padding=((1, 1), (1, 1)), data_format=None):
    return _layers.ZeroPadding2D(padding, data_format)(x)

def dropout(x, level, noise_shape=None, seed=None):
    return _layers.Dropout(level)(x)

def in_train_phase(x, alt, training=None):
    x = x() if callable(x) else x
    return x

def get_uid(prefix=''):
    return 1

class name_scope:
    def __init__(self, name=None, **kwargs):
        self.name = name

    def __enter__(self):
        return self.name

    def __exit__(self, *args):
        return None

def set_session(session):
    pass

def get_session():
    return None

def manual_variable_initialization(value):
    pass

def reset_uids():
    clear_session()
`;
