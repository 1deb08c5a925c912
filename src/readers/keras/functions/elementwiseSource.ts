/** keras.ops number by number, as Python text over the functions of torch: names and defaults are NumPy's, as Keras has them. */

/** Runs with the names of `borrowedValues` and the activations of Keras in scope. */
export const elementwiseSource = `
def convert_to_tensor(x, dtype=None, sparse=None, ragged=None):
    return _tensor(x, dtype)

def convert_to_numpy(x):
    return x

def is_tensor(x):
    return hasattr(x, 'dtype') and hasattr(x, 'shape')

def identity(x, *args, **kwargs):
    return x

def stop_gradient(variable):
    return _detached(_tensor(variable))

def cast(x, dtype):
    return _cast(x, dtype)

def shape(x):
    return _sizes(x)

def ndim(x):
    return len(_sizes(x))

def size(x):
    total = 1
    for s in _sizes(x):
        total = total * s
    return total

def _one(f):
    def op(x, name=None):
        return f(_tensor(x))
    return op

abs = absolute = _one(_t.abs)
exp, expm1, log1p = _one(_t.exp), _one(_t.expm1), _one(_t.log1p)
log, log2, log10 = _one(_t.log), _one(_t.log2), _one(_t.log10)
sqrt, rsqrt, square, reciprocal = _one(_t.sqrt), _one(_t.rsqrt), _one(_t.square), _one(_t.reciprocal)
sin, cos, tan = _one(_t.sin), _one(_t.cos), _one(_t.tan)
arcsin, arccos, arctan = _one(_t.asin), _one(_t.acos), _one(_t.atan)
sinh, cosh, tanh = _one(_t.sinh), _one(_t.cosh), _one(_t.tanh)
floor, ceil, sign = _one(_t.floor), _one(_t.ceil), _one(_t.sign)
erf, erfinv, sigmoid = _one(_t.erf), _one(_t.erfinv), _one(_t.sigmoid)
isnan, isinf, isfinite = _one(_t.isnan), _one(_t.isinf), _one(_t.isfinite)
logical_not = _one(_t.logical_not)

def round(x, decimals=0):
    return _t.round(_tensor(x))

def negative(x):
    return -_tensor(x)

def add(x1, x2):
    return _tensor(x1) + _tensor(x2)

def subtract(x1, x2):
    return _tensor(x1) - _tensor(x2)

def multiply(x1, x2):
    return _tensor(x1) * _tensor(x2)

def divide(x1, x2):
    return _tensor(x1) / _tensor(x2)

true_divide = divide

def divide_no_nan(x1, x2):
    x1, x2 = _tensor(x1), _tensor(x2)
    safe = _t.where(x2 == 0, _t.ones_like(x2), x2)
    return _t.where(x2 == 0, _t.zeros_like(x1 / safe), x1 / safe)

def floor_divide(x1, x2):
    return _tensor(x1) // _tensor(x2)

def mod(x1, x2):
    return _tensor(x1) % _tensor(x2)

remainder = mod

def power(x1, x2):
    return _tensor(x1) ** (x2 if isinstance(x2, (int, float)) else _tensor(x2))

def maximum(x1, x2):
    return _t.maximum(*_alike(x1, x2))

def minimum(x1, x2):
    return _t.minimum(*_alike(x1, x2))

def _alike(x1, x2):
    x1, x2 = _tensor(x1), _tensor(x2)
    if x1.dtype != x2.dtype:
        if 'float' in x1.dtype:
            x2 = _cast(x2, x1.dtype)
        else:
            x1 = _cast(x1, x2.dtype)
    return x1, x2

def arctan2(x1, x2):
    return _t.atan2(_tensor(x1), _tensor(x2))

def equal(x1, x2):
    return _tensor(x1) == _tensor(x2)

def not_equal(x1, x2):
    return _tensor(x1) != _tensor(x2)

def less(x1, x2):
    return _tensor(x1) < _tensor(x2)

def less_equal(x1, x2):
    return _tensor(x1) <= _tensor(x2)

def greater(x1, x2):
    return _tensor(x1) > _tensor(x2)

def greater_equal(x1, x2):
    return _tensor(x1) >= _tensor(x2)

def logical_and(x1, x2):
    return _t.logical_and(_tensor(x1), _tensor(x2))

def logical_or(x1, x2):
    return _t.logical_or(_tensor(x1), _tensor(x2))

def logical_xor(x1, x2):
    return _t.logical_xor(_tensor(x1), _tensor(x2))

def clip(x, x_min, x_max):
    return _t.clamp(_tensor(x), x_min, x_max)

def where(condition, x1=None, x2=None):
    if x1 is None:
        return _t.where(_tensor(condition))
    x1, x2 = _alike(x1, x2)
    return _t.where(_tensor(condition), x1, x2)
`;
