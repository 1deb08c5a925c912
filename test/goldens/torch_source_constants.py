"""Constant tensors, sizes, element types and what becomes of them as Python values."""
from torch_source_cases import expressions, programs, wrong_expressions

MADE = expressions("""
torch.zeros(2, 3).tolist()
torch.zeros((2, 2), dtype=torch.long).tolist()
torch.ones(3).tolist()
torch.ones([2, 1]).tolist()
torch.full((2, 2), 7).tolist()
torch.full((2,), 0.5).tolist()
torch.empty(2, 3).shape
torch.eye(3).tolist()
torch.eye(2, 3).tolist()
torch.tensor([1, 2, 3]).tolist()
torch.tensor([[1., 2], [3, 4]]).tolist()
torch.tensor(3.5).item()
torch.tensor([True, False]).tolist()
torch.as_tensor([1, 2]).tolist()
(torch.tensor([[1, 2], [3, 4]]) @ torch.tensor([[5, 6], [7, 8]])).tolist()
torch.matmul(torch.tensor([1, 2, 3]), torch.tensor([4, 5, 6])).item()
torch.FloatTensor([[0.5, 1] for _ in range(4000)]).shape
torch.Tensor([1, 2]).tolist()
torch.Tensor(2, 3).shape
torch.FloatTensor([1, 2]).dtype
torch.LongTensor([1, 2]).tolist()
torch.arange(5).tolist()
torch.arange(2, 8, 3).tolist()
torch.arange(0, 1, 0.25).tolist()
torch.arange(3.).tolist()
torch.arange(5, 0, -2).tolist()
torch.arange(start=1, end=4).tolist()
torch.range(1, 3).tolist()
torch.linspace(0, 1, 5).tolist()
torch.linspace(0, 0.1, 4).tolist()
[x.item() for x in torch.linspace(0, 0.3, 4)]
[round(x.item(), 4) for x in torch.linspace(0, 0.2, 6)]
torch.linspace(0, 0.5, sum([2, 2, 3]))[3].item()
torch.linspace(-1, 1, steps=3).tolist()
torch.logspace(0, 2, 3).tolist()
torch.meshgrid(torch.arange(2), torch.arange(3), indexing='ij')[0].tolist()
torch.meshgrid([torch.arange(2), torch.arange(3)], indexing='xy')[1].tolist()
[g.shape for g in torch.meshgrid(torch.arange(2), torch.arange(3))]
torch.stack(torch.meshgrid(torch.arange(2), torch.arange(2), indexing='ij')).flatten(1).tolist()
torch.triu(torch.ones(3, 3), diagonal=1).tolist()
torch.tril(torch.ones(3, 3)).bool().tolist()
torch.triu(torch.full((3, 3), float('-inf')), 1).tolist()
torch.triu_indices(3, 3, 1).tolist()
torch.tril_indices(2, 2).tolist()
torch.arange(6).view(2, 3).tolist()
torch.arange(6).reshape(3, -1).t().tolist()
torch.arange(4).cumsum(0).tolist()
torch.cumsum(torch.tensor([1., 2., 3.]), 0).tolist()
torch.cumprod(torch.tensor([1, 2, 3]), dim=0).tolist()
torch.arange(3).repeat(2).tolist()
torch.arange(3).repeat_interleave(2).tolist()
torch.arange(3).expand(2, 3).tolist()
torch.arange(5).roll(2).tolist()
torch.arange(6).chunk(4)[1].tolist()
[t.tolist() for t in torch.arange(5).split(2)]
torch.outer(torch.arange(2), torch.arange(3)).tolist()
torch.cat([torch.arange(2), torch.tensor([7])]).tolist()
torch.stack([torch.arange(2), torch.arange(2)], 1).tolist()
torch.where(torch.tensor([1, -1]) > 0, 5, 6).tolist()
torch.nonzero(torch.tensor([0, 3, 0, 4])).tolist()
torch.tensor([3, 1, 2]).sort()[0].tolist()
torch.tensor([3, 1, 2]).argsort().tolist()
torch.topk(torch.tensor([3., 1., 2.]), 2)[1].tolist()
torch.tensor([3, 1, 2]).max().item()
int(torch.tensor([3, 1, 2]).argmax())
torch.tensor([1., 2., 4.]).mean().item()
torch.tensor([1, 2, 3]).sum().item()
torch.tensor([1, 2, 3]).prod().item()
torch.tensor([1., 3.]).std().item()
torch.tensor([1., 2.]).log2().tolist()
torch.round(torch.tensor([0.5, 1.5, 2.5])).int().tolist()
(torch.log2(torch.tensor(37.)).round()).int().item()
torch.floor(torch.arange(4) * 2.75).int().tolist()
torch.unique(torch.tensor([3, 1, 3])).tolist()
torch.flip(torch.arange(3), [0]).tolist()
torch.clamp(torch.arange(5), 1, 3).tolist()
torch.bincount(torch.tensor([0, 1, 1])).tolist()
torch.einsum('i,j->ij', torch.arange(2.), torch.arange(3.)).tolist()
torch.arange(0, 8, 2).float().div(8).neg().tolist()
(10000 ** (torch.arange(0, 4, 2).float() / 4)).tolist()
(torch.arange(3)[:, None] - torch.arange(3)[None, :]).tolist()
torch.arange(9).view(3, 3)[1:, ::2].tolist()
torch.arange(9).view(3, 3)[torch.tensor([0, 2]), torch.tensor([1, 1])].tolist()
torch.arange(4)[torch.tensor([True, False, True, False])].tolist()
torch.tensor([[1, 2], [3, 4]])[:, -1].tolist()
torch.ones(2, 3).sum(0).tolist()
torch.zeros(3).numpy().shape
torch.tensor([1, 2]).numpy().tolist()
torch.randn(2, 3).shape
torch.rand(4).shape, torch.randint(0, 5, (2, 2)).shape, torch.randperm(4).shape
torch.randn((1, 2)).size(1)
torch.normal(0, 1, size=(2, 3)).shape
torch.bernoulli(torch.zeros(3)).tolist()
torch.multinomial(torch.tensor([0., 1.]), 1).tolist()
torch.complex(torch.zeros(2), torch.zeros(2)).shape
torch.is_tensor(torch.zeros(1)), torch.is_tensor(1)
torch.numel(torch.zeros(2, 3))
torch.equal(torch.ones(2), torch.ones(2)), torch.allclose(torch.ones(2), torch.zeros(2))
torch.finfo(torch.float32).eps, torch.finfo(torch.float32).min
torch.finfo(torch.float32).max == -torch.finfo(torch.float32).min, torch.iinfo(torch.int32).max
torch.pi == math.pi, torch.inf
torch.prod(torch.tensor([2, 3])).item() * 2
bool(torch.tensor(1)), float(torch.tensor(2)), int(torch.tensor(2.7))
len(torch.zeros(4, 2)), [row.tolist() for row in torch.arange(4).view(2, 2)]
list(range(torch.tensor(3)))
[1, 2, 3][torch.tensor(1)]
max(torch.tensor([1, 5, 3])).item(), sum(torch.tensor([1, 2])).item()
math.sqrt(torch.tensor(16.))
f'{torch.tensor(1.5):.2f}', f'{torch.tensor(3).item():03d}'
torch.tensor([1, 2]) in [None], torch.tensor(2) == 2
torch.__version__.split('.')[0]
torch.tensor([0.1, 0.2]).double().tolist()
torch.nn.functional.one_hot(torch.tensor([0, 2])).tolist()
F.pad(torch.arange(3), (1, 1)).tolist()
F.softmax(torch.zeros(2), dim=0).tolist()
F.interpolate(torch.arange(2.).view(1, 1, 2), scale_factor=2).tolist()
""")

SIZES = expressions("""
torch.zeros(2, 3).shape
torch.zeros(2, 3).size()
torch.zeros(2, 3).size(-1)
torch.zeros(()).shape
torch.Size([2, 3])
torch.Size([2, 3]) == (2, 3), torch.Size([2, 3]) + (4,)
torch.zeros(2, 3, 4).shape[1:], torch.zeros(2, 3, 4).shape[-2:]
type(torch.zeros(2, 3, 4).shape[1:]).__name__
torch.Size([2, 3]).numel(), len(torch.Size([2, 3])), list(torch.Size([2]))
(2, *torch.zeros(3, 4).shape)
tuple(torch.zeros(2, 3).shape)
torch.zeros(2, 3).ndim, torch.zeros(2, 3).dim(), torch.zeros(2, 3).numel()
torch.zeros(2, 3).stride(), torch.zeros(2, 3).t().is_contiguous()
math.prod(torch.zeros(2, 3).shape)
isinstance(torch.zeros(1).shape, tuple), isinstance(torch.zeros(1).shape, torch.Size)
torch.broadcast_shapes((2, 1), (3,))
torch.zeros(2, 3).T.shape, torch.zeros(2, 3, 4).permute(2, 0, 1).shape
torch.zeros(2, 1, 3).squeeze().shape, torch.zeros(3).unsqueeze(-1).shape
torch.zeros(0, 3).shape, torch.cat([torch.zeros(0), torch.ones(2)]).tolist()
str(torch.Size([1])), f'{torch.zeros(2, 3).shape}'
torch.zeros(4, 5)[1:, None, ..., 2:4].shape
nn.Linear(3, 4).weight.shape, nn.Conv2d(4, 6, (3, 5), groups=2).weight.shape
nn.ConvTranspose2d(4, 6, 3, groups=2).weight.shape, nn.Bilinear(2, 3, 4).weight.shape
nn.LSTM(3, 4, 2).weight_ih_l1.shape, nn.GRU(3, 4).weight_hh_l0.shape
nn.Conv2d(3, 4, 3)(torch.zeros(2, 3, 8, 8)).shape
nn.Sequential(nn.Conv2d(1, 2, 3), nn.MaxPool2d(2), nn.Flatten())(torch.zeros(1, 1, 8, 8)).shape[1]
nn.Conv2d(3, 4, 3, stride=2)(torch.zeros(1, 3, 9, 9)).flatten(1).size(1)
""")

TYPES = expressions("""
torch.zeros(1).dtype, torch.arange(1).dtype, torch.arange(1.).dtype
torch.tensor(1).dtype, torch.tensor(1.).dtype, torch.tensor(True).dtype
torch.tensor([1, 2.]).dtype, torch.tensor([]).dtype
torch.full((1,), 1).dtype, torch.full((1,), 1.).dtype, torch.full((1,), True).dtype
torch.linspace(0, 1, 2).dtype, torch.eye(2).dtype, torch.randint(3, (1,)).dtype
(torch.tensor(1) / torch.tensor(2)).dtype, (torch.tensor(3) // torch.tensor(2)).dtype
(torch.tensor([1, 2]) / 2).tolist(), (torch.tensor([7, 2]) // 2).tolist()
(torch.tensor(1) + 1.5).dtype, (torch.tensor(1) * True).dtype
(torch.arange(3) * 0.5).dtype, (torch.arange(3) ** 2).dtype
(torch.arange(2) + torch.zeros(2)).dtype, (torch.arange(2) + torch.zeros(2, dtype=torch.double)).dtype
(torch.zeros(2, dtype=torch.half) + torch.zeros(2)).dtype
(torch.zeros(2, dtype=torch.int32) + torch.arange(2)).dtype
(torch.zeros(2) + torch.tensor(1., dtype=torch.double)).dtype
torch.tensor([True, False]).sum().dtype, torch.tensor([1, 2]).sum().dtype
torch.tensor([True, True]).sum().item(), torch.tensor([1, 2]).prod().dtype
(torch.arange(3) > 1).dtype, torch.arange(3).eq(1).dtype
(~torch.tensor([True, False])).tolist(), (torch.tensor([5]) & 3).tolist(), (torch.tensor([5]) | 2).tolist()
(torch.tensor([5]) ^ 1).tolist(), (torch.tensor([1]) << 3).tolist()
torch.arange(3).argmax().dtype, torch.zeros(3).topk(1)[1].dtype
torch.zeros(1).long().dtype, torch.zeros(1).int().dtype, torch.zeros(1).bool().dtype
torch.zeros(1).half().dtype, torch.zeros(1).double().dtype, torch.zeros(1).to(torch.bfloat16).dtype
torch.zeros(1).byte().dtype, torch.zeros(1).to(torch.int8).dtype, torch.zeros(1).short().dtype
torch.tensor([1.7, -1.7]).long().tolist(), torch.tensor([0., 2.]).bool().tolist()
torch.zeros(1).is_floating_point(), torch.arange(1).is_floating_point()
torch.float32.is_floating_point, torch.long == torch.int64, torch.float is torch.float32
torch.get_default_dtype()
torch.promote_types(torch.int32, torch.float16), torch.result_type(torch.tensor(1), 1.0)
str(torch.float32), repr(torch.int64), torch.bool
torch.zeros(1).type(), torch.arange(1).type()
torch.zeros(1).device, torch.device('cpu').type, str(torch.device('cuda', 0))
torch.device('cuda' if torch.cuda.is_available() else 'cpu')
torch.zeros(2).is_cuda, torch.cuda.is_available(), torch.cuda.device_count()
torch.zeros(2).requires_grad, nn.Parameter(torch.zeros(2)).requires_grad
nn.Parameter(torch.zeros(2), requires_grad=False).requires_grad
torch.zeros(2, requires_grad=True).requires_grad, torch.zeros(2).requires_grad_().requires_grad
nn.Parameter(torch.zeros(2)).detach().requires_grad, nn.Parameter(torch.zeros(2)).data.requires_grad
(torch.arange(4) / 2).tolist(), (torch.arange(4) % 3).tolist(), (-torch.arange(3) // 2).tolist()
(torch.tensor([-7]) % 3).item(), torch.fmod(torch.tensor([-7]), 3).item()
torch.div(torch.tensor([7, -7]), 2, rounding_mode='floor').tolist()
torch.div(torch.tensor([7, -7]), 2, rounding_mode='trunc').tolist()
torch.tensor([1, 2]).float().mean().item(), torch.tensor([3, 4]).float().norm().item()
torch.tensor([1.5]).item() + 1, torch.tensor(2) ** 3, (torch.tensor(2) ** -1.0).item()
torch.mean(torch.arange(4), dtype=torch.float32).item()
torch.zeros(2, dtype=torch.long).new_zeros(1).dtype, torch.zeros_like(torch.arange(2)).dtype
torch.where(torch.tensor([True]), 1, 0).dtype, torch.where(torch.tensor([True]), 1., 0.).dtype
torch.cat([torch.zeros(1), torch.arange(1)]).dtype
torch.sqrt(torch.tensor(4)).dtype, torch.exp(torch.arange(1)).dtype, torch.abs(torch.tensor(-2)).dtype
torch.arange(3, dtype=torch.float32).dtype, torch.ones(2, dtype=bool).dtype, torch.zeros(2, dtype=float).dtype
torch.is_floating_point(torch.zeros(1)), torch.zeros(1).element_size()
""")

STATEMENTS = programs("""
# an array of numpy as a tensor
import numpy
torch.from_numpy(numpy.arange(3)).tolist()

# positions filled by halves
pe = torch.zeros(3, 4)
pe[:, 0::2] = torch.arange(3.).unsqueeze(1)
pe[:, 1::2] = 1
pe.tolist()

# widths as RegNet computes them
widths_cont = torch.arange(4) * 36.44 + 24
block_capacity = torch.round(torch.log(widths_cont / 24) / math.log(2.49))
block_widths = (torch.round(torch.divide(24 * torch.pow(2.49, block_capacity), 8)) * 8).int().tolist()
block_widths

# relative positions of a window
coords = torch.stack(torch.meshgrid(torch.arange(2), torch.arange(2), indexing='ij')).flatten(1)
relative = (coords[:, :, None] - coords[:, None, :]).permute(1, 2, 0).contiguous()
relative[:, :, 0] += 1
relative[:, :, 1] += 1
relative[:, :, 0] *= 3
relative.sum(-1).tolist()

# attention mask of shifted windows
mask = torch.zeros(4, 4)
for n, (h, w) in enumerate((a, b) for a in (slice(0, -2), slice(-2, None)) for b in (slice(0, -1), slice(-1, None))):
    mask[h, w] = n
m = mask.view(2, 2, 2, 2).permute(0, 2, 1, 3).reshape(4, 4)
d = m.unsqueeze(1) - m.unsqueeze(2)
d.masked_fill(d != 0, -100.0).masked_fill(d == 0, 0.0)[1].tolist()

# drop path rates by depth
depths = [1, 2, 1]
dpr = [x.item() for x in torch.linspace(0, 0.1, sum(depths))]
[dpr[sum(depths[:i]):sum(depths[:i + 1])] for i in range(3)]

# rates by tolist and split
[x.tolist() for x in torch.linspace(0, 0.3, 4).split([1, 3])]

# ALiBi slopes
start = 2 ** (-2 ** -(math.log2(4) - 3))
torch.tensor([start * start ** i for i in range(4)]).tolist()

# a view shares its numbers
a = torch.zeros(2, 2)
b = a.view(-1)
b[3] = 5
a[0].add_(1)
a.tolist(), b.tolist()

# a clone does not
a = torch.zeros(2)
b = a.clone()
b += 1
a.tolist()

# in-place on a slice inside a function
def fill(t):
    t[0] = 9
a = torch.zeros(2, 2)
fill(a[1])
a.tolist()

# no_grad and grad mode
with torch.no_grad():
    inside = torch.is_grad_enabled()
inside, torch.is_grad_enabled()

# decorator no_grad
@torch.no_grad()
def f(x):
    return x + 1
f(torch.zeros(1)).tolist()

# comparison as a condition
n = torch.tensor(3)
'big' if n > 2 else 'small'

# out-of-place update in a loop
s = torch.zeros(())
for i in torch.arange(4):
    s = s + i
s.item()

# default dtype
torch.set_default_dtype(torch.float64)
d = torch.zeros(1).dtype
torch.set_default_dtype(torch.float32)
d, torch.zeros(1).dtype
""")

WRONG = wrong_expressions("""
torch.zeros(2, 3).view(4)
torch.zeros(2, 3).reshape(4, -1)
torch.zeros(2) + torch.zeros(3)
torch.zeros(2).item()
torch.zeros(2, 3).size(2)
torch.zeros(2, 3)[2]
torch.zeros(2, 3)[0, 3]
torch.arange(3)[0, 0]
torch.cat([torch.zeros(2, 3), torch.zeros(3, 2)])
torch.stack([torch.zeros(2), torch.zeros(3)])
torch.zeros(2) @ torch.zeros(3)
torch.ones(2, 3) @ torch.ones(3, 2).long()
torch.ones(3).long() @ torch.ones(3)
torch.ones(2, 3).long() @ torch.ones(3)
torch.ones(2, 2, 3).long() @ torch.ones(2, 3, 2)
bool(torch.zeros(2))
torch.tensor([[1], [2, 3]])
torch.zeros(-1)
torch.arange(0, 5, -1)
torch.zeros(2, 3).transpose(0, 2)
torch.zeros(2, 3).permute(0, 1, 2)
torch.zeros(2, 3).squeeze(5)
torch.zeros(2, 3).expand(3, 3)
torch.zeros(3).nosuch()
torch.nosuch(1)
nn.NoSuch(3)
F.nosuch
torch.zeros(2).foo
len(torch.tensor(1))
torch.tensor([1, 2]).mean()
int(torch.zeros(2))
""")

CASES = MADE + SIZES + TYPES + STATEMENTS + WRONG
