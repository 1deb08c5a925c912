/** einops' functions and layers in Python of ours, around one function that works on patterns. */

export const einopsSource = `
class EinopsError(RuntimeError):
    pass

def _checked(tensor, pattern, operation, reduction, lengths):
    result = _run(tensor, pattern, operation, reduction, lengths)
    if not isinstance(result, str):
        return result
    shape = 'Input is list. ' if isinstance(tensor, (list, tuple)) else f'Input tensor shape: {tensor.shape}. '
    raise EinopsError(f' Error while processing {reduction}-reduction pattern "{pattern}".\\n {shape}'
                      f'Additional info: {lengths}.\\n {result}')

def rearrange(tensor, pattern, **axes_lengths):
    return _checked(tensor, pattern, 'rearrange', 'rearrange', axes_lengths)

def repeat(tensor, pattern, **axes_lengths):
    return _checked(tensor, pattern, 'repeat', 'repeat', axes_lengths)

def reduce(tensor, pattern, reduction, **axes_lengths):
    if callable(reduction):
        left = pattern.split('->')[0].split()
        right = pattern.split('->')[1].split()
        return reduction(tensor, tuple([place for place, name in enumerate(left) if name not in right]))
    return _checked(tensor, pattern, 'reduce', reduction, axes_lengths)

def _letters(equation):
    letters = {}
    words = []
    for part in equation.replace('->', ' > ').replace(',', ' , ').split():
        if part in ('>', ',', '...'):
            words.append({'>': '->'}.get(part, part))
        else:
            if part not in letters:
                letters[part] = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'[len(letters)]
            words.append(letters[part])
    return ''.join(words)

def einsum(*tensors_and_pattern):
    if len(tensors_and_pattern) <= 1:
        raise ValueError('\`einops.einsum\` takes at minimum two arguments: the tensors (at least one), followed by the pattern.')
    pattern = tensors_and_pattern[-1]
    if not isinstance(pattern, str):
        raise ValueError('The last argument passed to \`einops.einsum\` must be a string, '
                         'representing the einsum pattern.')
    return _einsum(tensors_and_pattern[:-1], _letters(pattern))

def parse_shape(x, pattern):
    names = pattern.split()
    if '...' not in names and len(names) != len(x.shape):
        raise RuntimeError(f"Can't parse shape with different number of dimensions: {pattern} {tuple(x.shape)}")
    if '...' in names:
        place = names.index('...')
        names[place:place + 1] = ['_'] * (len(x.shape) - len(names) + 1)
    return {name: size for name, size in zip(names, x.shape) if name != '_' and not name.isdigit()}

def _around_star(pattern):
    names = pattern.split()
    place = names.index('*')
    return place, len(names) - place - 1

def pack(tensors, pattern):
    before, behind = _around_star(pattern)
    pieces = []
    shapes = []
    for tensor in tensors:
        shape = tuple(tensor.shape)
        end = len(shape) - behind
        if end < before:
            raise EinopsError(f'packed tensor (enumeration starts with 0) has shape {shape}, while pattern {pattern} '
                              'assumes at least {before + behind} axes')
        shapes.append(shape[before:end])
        pieces.append(tensor.reshape((*shape[:before], -1, *shape[end:])))
    return _joined(pieces, before), shapes

def _joined(pieces, axis):
    if len(pieces) == 1:
        return pieces[0]
    return _concat(pieces, axis)

def unpack(tensor, packed_shapes, pattern):
    before, _ = _around_star(pattern)
    counts = []
    for shape in packed_shapes:
        count = 1
        for size in shape:
            count *= size
        counts.append(count)
    results = []
    start = 0
    lead = (slice(None),) * before
    for shape, count in zip(packed_shapes, counts):
        if count < 0:
            count = tensor.shape[before] - sum([other for other in counts if other >= 0])
        piece = tensor[(*lead, slice(start, start + count))]
        results.append(piece.reshape((*tensor.shape[:before], *shape, *tensor.shape[before + 1:])))
        start += count
    return results

def asnumpy(tensor):
    return tensor.numpy() if hasattr(tensor, 'numpy') else tensor
`;

export const einopsLayersSource = `
class _PatternLayer(torch.nn.Module):
    def __init__(self, pattern, **axes_lengths):
        super().__init__()
        self.pattern = pattern
        self.axes_lengths = axes_lengths

class Rearrange(_PatternLayer):
    def forward(self, input):
        return einops.rearrange(input, self.pattern, **self.axes_lengths)

class Reduce(_PatternLayer):
    def __init__(self, pattern, reduction, **axes_lengths):
        super().__init__(pattern, **axes_lengths)
        self.reduction = reduction
    def forward(self, input):
        return einops.reduce(input, self.pattern, self.reduction, **self.axes_lengths)

class EinMix(torch.nn.Module):
    def __init__(self, pattern, weight_shape, bias_shape=None, **axes_lengths):
        super().__init__()
        self.pattern = pattern
        left, right = [side.strip() for side in pattern.split('->')]
        self.before, self.left, self.inner = self._apart(left, axes_lengths)
        self.behind, self.right, self.outer = self._apart(right, axes_lengths)
        self.weight_names = weight_shape
        names = weight_shape.split()
        inputs = 1
        for name in names:
            if name not in right.replace('(', ' ').replace(')', ' ').split():
                inputs *= axes_lengths[name]
        bound = math.sqrt(3 / inputs)
        sizes = [axes_lengths[name] for name in names]
        self.weight = torch.nn.Parameter(torch.empty(sizes).uniform_(-bound, bound))
        self.bias = None
        if bias_shape is not None:
            names = bias_shape.split()
            sizes = [axes_lengths[name] if name in names else 1 for name in self.right.split() if name != '...']
            bound = math.sqrt(1 / inputs)
            self.bias = torch.nn.Parameter(torch.empty(sizes).uniform_(-bound, bound))

    def _apart(self, side, lengths):
        flat = ' '.join(side.replace('(', ' ').replace(')', ' ').split())
        names = flat.split()
        return (None if '(' not in side else (side, flat)), flat, {n: v for n, v in lengths.items() if n in names}

    def forward(self, input):
        if self.before is not None:
            input = einops.rearrange(input, f'{self.before[0]} -> {self.before[1]}', **self.inner)
        result = einops.einsum(input, self.weight, f'{self.left}, {self.weight_names} -> {self.right}')
        if self.bias is not None:
            result = result + self.bias
        if self.behind is not None:
            result = einops.rearrange(result, f'{self.behind[1]} -> {self.behind[0]}', **self.outer)
        return result

for _class, _kind in ((Rearrange, 'rearrange'), (Reduce, 'reduce'), (EinMix, 'einmix')):
    _layer(_class, _kind)
`;
