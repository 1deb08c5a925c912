/** Convolutions, pools and sizes of images in keras.ops, as Python text over the functions of torch: channels last, "same" as TensorFlow has it. */

/** Runs behind `opsSource`, with the same names in scope. */
export const imagesSource = `
def gelu(x, approximate=True):
    return _gelu(x, approximate)

def _each(v, n):
    if not isinstance(v, (list, tuple)):
        return (v,) * n
    v = tuple(v)
    return v[1:-1] if len(v) == n + 2 else v * n if len(v) == 1 else v

def _last(data_format):
    return data_format is None or data_format in ('channels_last', 'NHWC', 'NWC', 'NDHWC')

def _to_first(x, data_format):
    rank = len(_sizes(x))
    return _t.permute(x, (0, rank - 1, *range(1, rank - 1))) if _last(data_format) else x

def _back(x, data_format):
    rank = len(_sizes(x))
    return _t.permute(x, (0, *range(2, rank), 1)) if _last(data_format) else x

def _around(x, taps, strides, dilations, padding, fill):
    if padding.lower() != 'same':
        return x
    pads, uneven = [], False
    for size, k, s, d in zip(_sizes(x)[2:], taps, strides, dilations):
        total = (-(-size // s) - 1) * s + (k - 1) * d + 1 - size
        total = total if total > 0 else 0
        uneven = uneven or total > 0
        pads = [total // 2, total - total // 2] + pads
    return _f.pad(x, pads, value=fill) if uneven else x

def conv(inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1):
    x, w = _to_first(_tensor(inputs), data_format), _tensor(kernel)
    rank = len(_sizes(w))
    n = rank - 2
    strides, dilations = _each(strides, n), _each(dilation_rate, n)
    groups = _sizes(x)[1] // _sizes(w)[-2]
    x = _around(x, _sizes(w)[:n], strides, dilations, padding, 0)
    w = _t.permute(w, (rank - 1, rank - 2, *range(n)))
    f = (_f.conv1d, _f.conv2d, _f.conv3d)[n - 1]
    return _back(f(x, w, None, strides, 0, dilations, groups), data_format)

def depthwise_conv(inputs, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1):
    w = _tensor(kernel)
    sizes = _sizes(w)
    w = _t.reshape(w, (*sizes[:-2], 1, sizes[-2] * sizes[-1]))
    return conv(inputs, w, strides, padding, data_format, dilation_rate)

def separable_conv(inputs, depthwise_kernel, pointwise_kernel, strides=1, padding='valid', data_format=None, dilation_rate=1):
    x = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return conv(x, pointwise_kernel, data_format=data_format)

def max_pool(inputs, pool_size, strides=None, padding='valid', data_format=None):
    x = _to_first(_tensor(inputs), data_format)
    n = len(_sizes(x)) - 2
    taps = _each(pool_size, n)
    strides = taps if strides is None else _each(strides, n)
    x = _around(x, taps, strides, (1,) * n, padding, float('-inf'))
    f = (_f.max_pool1d, _f.max_pool2d, _f.max_pool3d)[n - 1]
    return _back(f(x, taps, strides), data_format)

def average_pool(inputs, pool_size, strides=None, padding='valid', data_format=None):
    x = _to_first(_tensor(inputs), data_format)
    n = len(_sizes(x)) - 2
    taps = _each(pool_size, n)
    strides = taps if strides is None else _each(strides, n)
    f = (_f.avg_pool1d, _f.avg_pool2d, _f.avg_pool3d)[n - 1]
    y = f(_around(x, taps, strides, (1,) * n, padding, 0), taps, strides)
    if padding.lower() == 'same':
        # What was padded counts for nothing.
        ones = _t.ones((1, 1, *_sizes(x)[2:]))
        y = y / f(_around(ones, taps, strides, (1,) * n, padding, 0), taps, strides)
    return _back(y, data_format)

class image:
    @staticmethod
    def resize(images, size, interpolation='bilinear', antialias=False, data_format=None, **kwargs):
        x = _tensor(images)
        single = len(_sizes(x)) == 3
        x = _to_first(_t.unsqueeze(x, 0) if single else x, data_format)
        how = {'nearest': 'nearest-exact'}.get(interpolation, interpolation)
        y = _back(_f.interpolate(x, tuple(size), mode=how), data_format)
        return y[0] if single else y
`;
