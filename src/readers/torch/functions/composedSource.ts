/** Functions that are made of other functions of torch, in Python of ours; `_torch` is that module. */

/** torch.functional, whose names stand in torch too. */
export const composedSource = `
def cdist(x1, x2, p=2.0, compute_mode=None):
    if x1.size(-1) != x2.size(-1):
        raise RuntimeError(f'X1 and X2 must have the same number of columns. X1: {x1.size(-1)} X2: {x2.size(-1)}')
    return _torch.linalg.vector_norm(x1.unsqueeze(-2) - x2.unsqueeze(-3), ord=p, dim=-1)

def cov(input, *, correction=1, fweights=None, aweights=None):
    if fweights is not None or aweights is not None:
        return _not_yet('torch.cov with weights', input)
    rows = input if input.ndim > 1 else input.reshape(1, -1)
    centred = rows - rows.mean(dim=1, keepdim=True)
    result = centred @ centred.transpose(0, 1) / max(rows.size(1) - correction, 0)
    return result if input.ndim > 1 else result.reshape(())

def corrcoef(input):
    result = cov(input)
    if input.ndim < 2:
        return result / result
    deviation = result.diagonal().sqrt()
    return (result / deviation.unsqueeze(1) / deviation.unsqueeze(0)).clamp(-1, 1)

def matrix_power(input, n):
    if n < 0:
        return _torch.linalg.matrix_power(_torch.linalg.inv(input), -n)
    result = _torch.eye(input.size(-1), dtype=input.dtype).expand(input.shape)
    if n > 0:
        result = input
    for _ in range(n - 1):
        result = result @ input
    return result

def det(input):
    return _torch.linalg.det(input)

def slogdet(input):
    return _torch.linalg.slogdet(input)

def inverse(input, *, out=None):
    return _torch.linalg.inv(input)

def logdet(input):
    _torch.linalg._square(input, 'logdet')
    sign, size = _torch.linalg.slogdet(input)
    return _torch.where(sign < 0, float('nan'), size)

def cholesky(input, upper=False, *, out=None):
    return _torch.linalg.cholesky(input, upper=upper)

def cholesky_solve(input, L, upper=False, *, out=None):
    _torch.linalg._square(L, 'cholesky_solve')
    part = L.triu().mT if upper else L.tril()
    return _torch.linalg.solve(part.mT, _torch.linalg.solve(part, input))

def cholesky_inverse(L, upper=False, *, out=None):
    return cholesky_solve(_torch.eye(L.size(-1), dtype=L.dtype).expand(L.shape), L, upper)

def batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, cudnn_enabled):
    return _torch.nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps)

def instance_norm(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, cudnn_enabled):
    return _torch.nn.functional.instance_norm(input, running_mean, running_var, weight, bias, use_input_stats, momentum, eps)

def adaptive_max_pool1d(input, output_size):
    return _torch.nn.functional.adaptive_max_pool1d(input, output_size, return_indices=True)

def histc(input, bins=100, min=0, max=0, *, out=None):
    numbers = input.detach().reshape(-1)
    low, high = (numbers.min(), numbers.max()) if min == max else (min, max)
    places = ((numbers - low) / (high - low) * bins).floor().clamp(max=bins - 1)
    inside = (numbers >= low) & (numbers <= high)
    rows = (places.unsqueeze(1) == _torch.arange(bins)) & inside.unsqueeze(1)
    return rows.sum(0).to(input.dtype)

def unique_consecutive(input, return_inverse=False, return_counts=False, dim=None):
    if dim is not None or input.ndim != 1:
        return _not_yet('torch.unique_consecutive of more than a line of numbers', input)
    values, counts, inverse = [], [], []
    for number in input.tolist():
        if not values or values[-1] != number:
            values.append(number)
            counts.append(0)
        counts[-1] += 1
        inverse.append(len(values) - 1)
    results = [_torch.tensor(values, dtype=input.dtype)]
    results += [_torch.tensor(inverse)] if return_inverse else []
    results += [_torch.tensor(counts)] if return_counts else []
    return results[0] if len(results) == 1 else tuple(results)

def _split(value, axes, place, index):
    axis = axes if axes is None or isinstance(axes, int) else axes[place]
    return value if axis is None or not isinstance(value, _torch.Tensor) else value.select(axis, index)

def _joined(results, axis):
    first = results[0]
    if isinstance(first, dict):
        return {name: _joined([one[name] for one in results], axis) for name in first}
    if isinstance(first, (tuple, list)):
        return type(first)([_joined(list(parts), axis) for parts in zip(*results)])
    return _torch.stack(results, axis)

def vmap(func, in_dims=0, out_dims=0, randomness='error', *, chunk_size=None):
    def mapped(*args, **kwargs):
        sizes = []
        for place, value in enumerate(args):
            axis = in_dims if in_dims is None or isinstance(in_dims, int) else in_dims[place]
            if axis is not None and isinstance(value, _torch.Tensor):
                sizes.append(value.size(axis))
        if not sizes:
            raise ValueError('vmap: at least one input must be a Tensor that is mapped')
        if len(set(sizes)) > 1:
            raise ValueError(f'vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the mapped dimension')
        results = [
            func(*[_split(value, in_dims, place, index) for place, value in enumerate(args)], **kwargs)
            for index in range(sizes[0])
        ]
        return _joined(results, out_dims if isinstance(out_dims, int) else out_dims[0])
    return mapped
`;

/** What of torch.nn.functional is made of other functions. */
export const composedLayersSource = `
def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    uniform = _torch.rand_like(logits).clamp(1e-20, 1 - 1e-7)
    soft = softmax((logits - (-uniform.log()).log()) / tau, dim)
    if not hard:
        return soft
    index = soft.argmax(dim, keepdim=True)
    return _torch.zeros_like(logits).scatter(dim, index, 1.0) - soft.detach() + soft

def pdist(input, p=2):
    count = input.size(0)
    rows, columns = _torch.triu_indices(count, count, 1)
    return _torch.linalg.vector_norm(input[rows] - input[columns], ord=p, dim=-1)

def _places(size, align_corners):
    ends = _torch.linspace(-1, 1, size) if size > 1 else _torch.zeros(1)
    return ends if align_corners else ends * (size - 1) / size

def affine_grid(theta, size, align_corners=None):
    count, spaces = size[0], list(size)[2:]
    if len(spaces) not in (2, 3):
        raise NotImplementedError('affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. '
                                  f'Got size {tuple(size)}.')
    axes = [_places(space, align_corners) for space in reversed(spaces)]
    rank = len(spaces)
    columns = []
    for place, axis in enumerate(axes):
        shape = [1] * rank
        shape[rank - 1 - place] = -1
        columns.append(axis.reshape(shape).expand(spaces))
    base = _torch.stack(columns + [_torch.ones(spaces)], -1).reshape(1, -1, rank + 1)
    return (base @ theta.transpose(1, 2)).reshape([count] + spaces + [rank])

def _reflected(place, low, high):
    if low == high:
        return place * 0
    span = (high - low) / 2
    away = (place - low / 2).abs()
    turns = (away / span).floor().detach()
    rest = away - turns * span
    even = (turns % 2 == 0)
    return _torch.where(even, rest + low / 2, span - rest + low / 2)

def _unnormalised(place, size, padding_mode, align_corners):
    place = (place + 1) / 2 * (size - 1) if align_corners else ((place + 1) * size - 1) / 2
    if padding_mode == 'reflection':
        place = _reflected(place, 0, 2 * (size - 1)) if align_corners else _reflected(place, -1, 2 * size - 1)
    return place if padding_mode == 'zeros' else place.clamp(0, size - 1)

def grid_sample(input, grid, mode='bilinear', padding_mode='zeros', align_corners=None):
    if mode not in ('bilinear', 'nearest', 'bicubic'):
        raise ValueError("nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '" + mode + "'")
    if padding_mode not in ('zeros', 'border', 'reflection'):
        raise ValueError("nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '" + padding_mode + "'")
    if mode == 'bicubic' or input.ndim != 4:
        return _not_yet('grid_sample of volumes or with bicubic', input, grid)
    if grid.size(-1) != 2:
        raise RuntimeError(f'grid_sampler(): expected grid to have size 2 in last dimension, but got grid with sizes {list(grid.shape)}')
    if input.size(0) != grid.size(0):
        raise RuntimeError('grid_sampler(): expected grid and input to have same batch size, but got input with sizes '
                           f'{list(input.shape)} and grid with sizes {list(grid.shape)}')
    count, channels, height, width = input.shape
    rows, columns = grid.size(1), grid.size(2)
    x = _unnormalised(grid[..., 0], width, padding_mode, align_corners)
    y = _unnormalised(grid[..., 1], height, padding_mode, align_corners)
    flat = input.reshape(count, channels, height * width)
    def at(column, row, weight):
        inside = (column >= 0) & (column <= width - 1) & (row >= 0) & (row <= height - 1)
        place = row.clamp(0, height - 1) * width + column.clamp(0, width - 1)
        index = place.long().reshape(count, 1, rows * columns).expand(count, channels, rows * columns)
        value = flat.gather(2, index).reshape(count, channels, rows, columns)
        return value * (weight * inside).unsqueeze(1)
    if mode == 'nearest':
        return at(x.round().detach(), y.round().detach(), _torch.ones(1))
    left, top = x.floor().detach(), y.floor().detach()
    right, low = left + 1, top + 1
    return (at(left, top, (right - x) * (low - y)) + at(right, top, (x - left) * (low - y))
            + at(left, low, (right - x) * (y - top)) + at(right, low, (x - left) * (y - top)))
`;
