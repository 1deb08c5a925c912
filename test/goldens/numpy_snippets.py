"""What NumPy and einops make of small expressions on constant arrays: shape, type and numbers, or the exception's name.

Run with NumPy and einops: python3 test/goldens/numpy_snippets.py
"""
import json
import pathlib

header = '''import math
import numpy as np
from einops import rearrange, repeat, reduce, einsum, pack, unpack, parse_shape
a = np.arange(6).reshape(2, 3)
b = np.array([[0.5, -1.0, 2.0], [3.0, 0.25, -0.75]])
v = np.array([3.0, 1.0, 2.0])
c = np.arange(24).reshape(2, 3, 4) * 0.5
def show(x):
    if isinstance(x, (list, tuple)):
        return [show(item) for item in x]
    if hasattr(x, 'tolist'):
        return [list(x.shape), x.dtype.name, x.tolist()]
    return x
'''

expressions = '''
a
b.T
a + 1
a * 0.5
a / 2
a // 2
a % 4
a ** 2
2 - v
1 / v
-b
b * b
a @ b.T
a == 2
b > 0
(b > 0) & (b < 1)
~(b > 0)
b[0]
b[0, 1]
b[:, 1]
b[:, ::-1]
v[::-1]
v[[2, 0]]
b[b > 0]
b[..., None].shape
a[np.newaxis].shape
len(b), b.ndim, b.size, b.shape, b.nbytes
[row.sum() for row in b]
float(v[0]) + int(a[1, 2])
list(range(a[1, 0]))
[10, 20, 30, 40][np.argmax(v)]
np.array([1, 2, 3])
np.array([1, 2.5])
np.array([[1, 2], [3, 4]], dtype=np.float32)
np.array([True, False])
np.array(3.0).item()
np.asarray([1, 2], dtype='float64')
np.zeros((2, 3))
np.zeros(3, dtype=int)
np.ones((2,), dtype=np.int64)
np.full((2, 2), 7)
np.full(3, 0.5)
np.zeros_like(a)
np.ones_like(b)
np.empty((2, 5)).shape
np.arange(5)
np.arange(1, 2, 0.25)
np.arange(10, 0, -3)
np.linspace(0, 1, 5)
np.linspace(0, 1, 4, endpoint=False)
np.eye(3)
np.eye(2, 3)
np.identity(2)
np.prod([2, 3, 4])
np.prod(a.shape)
int(np.prod((3, 4)))
np.sum(b)
b.sum(axis=0)
b.sum(axis=1, keepdims=True)
np.sum(b > 0)
a.mean()
a.mean(axis=0)
b.max(), b.min()
np.max(b, axis=1)
np.argmax(b)
np.argmax(b, axis=1)
np.argmin(v)
np.cumsum([1, 2, 3])
np.cumsum(a, axis=1)
np.cumprod(v)
b.std()
np.var(b, axis=0)
np.std(v, ddof=1)
(b > 0).any(), (b > 0).all()
np.any(b > 2, axis=1)
np.sqrt(v)
np.sqrt(16)
int(np.sqrt(17))
np.log(v)
np.log2(8)
int(np.log2(256))
np.log2(np.array([1, 2, 1024]))
np.log10(1000.0)
np.exp(b)
np.power(10000, v)
np.power(2, 3)
np.sin(b), np.cos(b), np.tan(v)
np.tanh(b)
np.floor(b), np.ceil(b)
np.round(b)
np.round(2.567, 2)
np.around(v / 3, 3)
np.abs(b)
np.sign(b)
np.square(v)
np.maximum(b, 0)
np.minimum(b, b[::-1])
np.clip(b, 0, 1)
np.where(b > 0, b, 0)
np.where(a > 2, a, -1)
np.isnan(np.array([1.0, np.nan]))
np.concatenate([a, a])
np.concatenate([a, b], axis=1)
np.concatenate((v, [9.0]))
np.stack([v, v + 1])
np.stack([v, v + 1], axis=1)
np.vstack([v, v])
np.hstack([v, v])
np.split(np.arange(6), 3)
np.split(np.arange(6), [1, 4])
np.transpose(c, (2, 0, 1)).shape
np.transpose(a)
c.transpose(0, 2, 1).shape
c.reshape(-1, 4).shape
c.reshape((4, 6))[0]
c.flatten().shape
a.ravel()
np.squeeze(np.zeros((1, 3, 1))).shape
np.expand_dims(v, 0).shape
np.expand_dims(v, -1).shape
np.swapaxes(c, 0, 2).shape
np.tile(v, 2)
np.tile(a, (2, 1))
np.repeat(v, 2)
np.repeat(a, 2, axis=0)
np.broadcast_to(v, (2, 3))
np.flip(v)
np.flip(a, axis=1)
np.tril(np.ones((3, 3)))
np.triu(np.ones((3, 3)), k=1)
np.triu(np.ones((2, 2)), k=1).astype('uint8')
np.meshgrid(np.arange(2), np.arange(3))
np.meshgrid(np.arange(2), np.arange(3), indexing='ij')
np.stack(np.meshgrid(np.arange(2), np.arange(2), indexing='ij')).reshape(2, -1)
np.dot(v, v)
np.dot(a, v)
np.matmul(a, b.T)
a.astype(np.float32)
b.astype(int)
a.tolist()
b.copy()[0, 0]
a.dtype == np.int64, b.dtype == np.float64
isinstance(a, np.ndarray), isinstance(3, np.ndarray)
np.pi, np.e, np.inf
np.float32(2).item()
np.shape(a), np.ndim(a), np.size(a)
np.allclose(b, b + 1e-12), np.array_equal(a, a)
np.logical_and(b > 0, b < 1)
np.logical_not(b > 0)
np.random.randn(2, 3).shape
np.random.rand(4).shape
np.random.uniform(0, 1, size=(2, 2)).shape
np.random.normal(0, 1, (3,)).shape
np.random.randint(0, 10, size=5).shape
sorted(np.random.permutation(5).tolist())
np.random.choice(5, 3, replace=False).shape
np.random.default_rng(0).normal(size=4).shape
0 <= np.random.uniform() < 1
np.random.seed(3)
math.sqrt(np.sum(v ** 2))
np.array([[i / np.power(10, 2 * (j // 2) / 4) for j in range(4)] for i in range(2)])
rearrange(c, 'b h w -> b (h w)')
rearrange(c, 'b (h p) w -> b h (p w)', p=3).shape
rearrange(c, 'b h w -> w h b')
rearrange(c, 'b ... -> ... b').shape
rearrange(c, 'b (h 1) w -> b h 1 w').shape
rearrange(c, 'b h (p1 p2) -> (b p1) h p2', p2=2)[1]
repeat(v, 'n -> n k', k=2)
repeat(v, 'n -> (k n)', k=2)
repeat(v, 'n -> b n 1', b=2).shape
reduce(c, 'b h w -> b w', 'mean')
reduce(c, 'b (h 3) w -> h w', 'max').shape
reduce(c, 'b h w -> ', 'sum')
reduce(c, 'b h (w 2) -> b h w', 'prod')
einsum(b, b, 'i d, j d -> i j')
parse_shape(c, 'b _ w')
[part.shape for part in pack([c, c[:, 0]], 'b * w')[:1]]
pack([c, c[:, 0]], 'b * w')[1]
[part.shape for part in unpack(np.zeros((2, 5, 4)), [(3,), (), (1,)], 'b * w')]
np.arange(6).reshape(4, 2)
a + np.zeros(4)
bool(v)
v[5]
len(np.array(1.0))
rearrange(c, 'b h w -> b (h x)')
rearrange(c, 'b h -> h b')
rearrange(c, 'b (h p) w -> b h p w', p=2)
rearrange(c, 'b ((h) w) c -> b h w c')
repeat(c, 'b h w -> b h w k')
reduce(c, 'b h w -> b k', 'mean')
'''.strip().split('\n')


def outcome(code):
    names = {}
    exec(header, names)
    try:
        return {'value': repr(eval(f'show({code})', names))}
    except Exception as error:
        return {'error': type(error).__name__}


if __name__ == '__main__':
    import einops
    import numpy

    cases = [{'expression': code, **outcome(code)} for code in expressions]
    made = {'source': f'NumPy {numpy.__version__}, einops {einops.__version__}', 'header': header, 'cases': cases}
    path = pathlib.Path(__file__).parent.parent / 'readers' / 'numpy' / 'cases.json'
    path.write_text(json.dumps(made, indent=1) + '\n')
    print(len(cases), 'expressions')
