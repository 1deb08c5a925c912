"""Complex numbers and Fourier transforms: parts, arithmetic, products, torch.fft, and networks that use them."""
from torch_source_cases import expressions, functions, nets, wrong_expressions

Z = "z = torch.view_as_complex(x);; w = torch.view_as_complex(y);; "


def real(table):
    """Expressions of complex z and w, of which both parts are looked at."""
    lines = [line for line in table.split("\n") if line]
    return "\n".join(f"{Z if '2 ; ' in line.split('<-')[1] else Z.split(';; ')[0] + ';; '}torch.view_as_real({line.split(' <- ')[0]}) <- {line.split(' <- ')[1]}" for line in lines)


ARITHMETIC = functions(real("""
z + w <- 3,2 ; 3,2
z - w <- 3,4,2 ; 4,2
z * w <- 3,4,2 ; 3,1,2
z / w <- 3,2 ; 3,2
z * 2 + 1 <- 3,2
3 - z / 2.0 <- 3,2
1 / z <- 3,2
2 * z <- 3,2
-z <- 3,2
z ** 2 <- 3,2
z * z.real <- 3,2
z.imag - z <- 3,2
z / z.imag <- 3,2
z.imag / z <- 3,2
z.real + z <- 3,2
torch.mul(z, w) <- 3,2 ; 3,2
z.add(w) <- 3,2 ; 3,2
torch.sub(z, w) <- 3,2 ; 3,2
z.div(w.abs()) <- 3,2 ; 3,2
z.pow(3) <- 3,2
z.square() <- 3,2
z.reciprocal() <- 3,2
z.exp() <- 3,2
torch.exp(-z) <- 3,2
z.conj() * w <- 3,2 ; 3,2
torch.conj(z).resolve_conj() <- 3,2
z.conj_physical() <- 3,2
torch.conj_physical(z) <- 3,2
torch.resolve_conj(z.conj()) <- 3,2
torch.resolve_neg(z) + z.resolve_neg() <- 3,2
torch.neg(z).negative() <- 3,2
z @ w <- 3,4,2 ; 4,5,2
torch.matmul(z, w) <- 2,3,4,2 ; 4,5,2
z.mm(w.T) <- 3,4,2 ; 5,4,2
torch.bmm(z, w.mH) <- 2,3,4,2 ; 2,5,4,2
torch.einsum('bix,iox->box', z, w) <- 2,3,4,2 ; 3,5,4,2
torch.einsum('i,i,j->j', z, z, w) <- 3,2 ; 4,2
torch.outer(z, w) <- 3,2 ; 4,2
"""))

MOVING = functions(real("""
z.reshape(2, 6) <- 3,4,2
z.view(-1).unsqueeze(0) <- 3,4,2
z.transpose(0, 1) <- 3,4,2
z.permute(1, 0) <- 3,4,2
z.flatten() <- 3,4,2
z.squeeze(1) <- 3,1,2
z[1] <- 3,4,2
z[:, 1:3] <- 3,4,2
z[..., None, ::2] <- 3,4,2
z[[2, 0]] <- 3,4,2
z.expand(2, 3, 4) <- 3,4,2
z.repeat(2, 1) <- 3,4,2
torch.cat([z, w], dim=1) <- 3,4,2 ; 3,2,2
torch.cat([z, z.real], dim=0) <- 3,4,2
torch.stack((z, w)) <- 3,2 ; 3,2
torch.roll(z, 1, 0) <- 3,4,2
z.flip(0) <- 3,4,2
z.chunk(2, dim=1)[1] <- 3,4,2
z.split([1, 3], 1)[1] <- 3,4,2
z.unbind(0)[2] <- 3,4,2
z.sum(0) <- 3,4,2
z.mean(-1, keepdim=True) <- 3,4,2
z.cumsum(0) <- 3,4,2
z.T <- 3,4,2
z.H.resolve_conj() <- 3,4,2
z.tril() <- 3,3,2
z.masked_fill(z.real > 0, 0.5) <- 3,4,2
torch.where(z.real > 0, z, w) <- 3,2 ; 3,2
torch.where(z.real > 0, z, 0.0) <- 3,2
z.clone().detach() * z <- 3,2
z.contiguous() <- 3,2
torch.zeros_like(z) + z <- 3,2
torch.ones_like(z) * z <- 3,2
next(iter(z)) <- 3,4,2
"""))

PARTS = functions("""
torch.view_as_complex(x).abs() <- 3,4,2
torch.abs(torch.view_as_complex(x)) <- 3,4,2
torch.view_as_complex(x).angle() <- 3,4,2
torch.angle(torch.view_as_complex(x)) <- 3,4,2
torch.angle(x) + 0 * x <- 3,4
x.angle() * x <- 3,4
torch.view_as_complex(x).real * 2 <- 3,2
torch.view_as_complex(x).imag * 2 <- 3,2
torch.real(torch.view_as_complex(x)) + torch.imag(torch.view_as_complex(x)) <- 3,2
torch.real(x) * x.real <- 3,2
x.conj() <- 3,2
torch.view_as_real(torch.complex(x, y)) <- 3,4 ; 3,4
torch.view_as_real(torch.complex(x, y)) <- 3,4 ; 4
torch.view_as_real(torch.polar(x * x + 0.5, y)) <- 3,4 ; 3,4
torch.view_as_real(torch.polar(torch.ones_like(x), x)) <- 3,4
torch.view_as_real(x.to(torch.complex64) * torch.complex(y, x)) <- 3,4 ; 3,4
torch.view_as_real(x.to(torch.cfloat)) <- 3,4
torch.view_as_real(x.cdouble() + x.to(dtype=torch.complex128)) <- 3,4
torch.view_as_real(x.cfloat()) <- 3,4
torch.view_as_real(x.type_as(torch.complex(x, x))) <- 3,4
torch.complex(x, y).float() <- 3,4 ; 3,4
torch.complex(x - x, x - x).abs() + x <- 3
(torch.complex(x, y) == torch.complex(x, y)).float() * x <- 3 ; 3
(torch.complex(x, y) != torch.complex(x, x)).float() * x <- 3 ; 3
z = torch.complex(x, y).clone();; z[:, 1:] = 0;; z[0] *= 2;; torch.view_as_real(z) <- 3,4 ; 3,4
z = torch.zeros(3, 4, dtype=torch.cfloat);; z[:, :2] = torch.complex(x, y);; torch.view_as_real(z) <- 3,2 ; 3,2
z = torch.zeros(3, 4, dtype=torch.complex64);; z[:, :2] = x;; torch.view_as_real(z) <- 3,2
z = torch.empty(3, 2, dtype=torch.cdouble);; z.copy_(torch.complex(x, y));; z.mul_(2);; torch.view_as_real(z) <- 3,2 ; 3,2
z = torch.complex(x, y);; z += x;; z -= 1;; torch.view_as_real(z) <- 3,2 ; 3,2
z = torch.complex(x, y);; w = z + 1;; w.zero_();; torch.view_as_real(z) + torch.view_as_real(w) <- 3,2 ; 3,2
z = torch.complex(x, y);; z.real *= 3;; torch.view_as_real(z) <- 3,2 ; 3,2
torch.view_as_real(torch.full((2,), 0.5, dtype=torch.cfloat) * torch.complex(x, y)) <- 2 ; 2
torch.view_as_real(torch.eye(3, dtype=torch.cfloat) @ torch.complex(x, y)) <- 3,2 ; 3,2
x * torch.complex(y, y).numel() + torch.complex(y, y).size(1) <- 3,2 ; 3,4
x.expand_as(torch.complex(y, y)) * 1 <- 1,4 ; 3,4
""")

FOURIER = functions("""
torch.view_as_real(torch.fft.fft(x)) <- 2,5
torch.view_as_real(torch.fft.fft(x, dim=0)) <- 6,2
torch.view_as_real(torch.fft.fft(x, n=3, dim=1, norm='ortho')) <- 2,5
torch.view_as_real(torch.fft.fft(x, n=8, norm='forward')) <- 2,5
torch.view_as_real(torch.fft.fft(torch.complex(x, y))) <- 2,5 ; 2,5
torch.view_as_real(torch.fft.ifft(torch.complex(x, y), norm='backward')) <- 2,6 ; 2,6
torch.view_as_real(torch.fft.ifft(x, n=4, dim=0).resolve_conj()) <- 3,2
torch.view_as_real(torch.fft.ifft(torch.complex(x, y), norm='forward')) <- 2,6 ; 2,6
torch.view_as_real(torch.fft.ifft(torch.complex(x, y), norm='ortho')) <- 2,6 ; 2,6
torch.view_as_real(torch.fft.rfft(x)) <- 2,6
torch.view_as_real(torch.fft.rfft(x, dim=1, norm='ortho')) <- 2,5,3
torch.view_as_real(torch.fft.rfft(x, n=7)) <- 5
torch.view_as_real(torch.fft.rfft(x, n=2)) <- 5
torch.fft.irfft(torch.complex(x, y)) <- 2,4 ; 2,4
torch.fft.irfft(torch.complex(x, y), n=7) <- 2,4 ; 2,4
torch.fft.irfft(torch.complex(x, y), n=4, norm='ortho') <- 2,4 ; 2,4
torch.fft.irfft(torch.complex(x, y), n=10, dim=0, norm='forward') <- 4,2 ; 4,2
torch.fft.irfft(x, n=5) <- 2,3
torch.fft.irfft(torch.fft.rfft(x), n=x.size(-1)) <- 2,7
torch.fft.hfft(torch.complex(x, y)) <- 2,4 ; 2,4
torch.fft.hfft(torch.complex(x, y), n=5, norm='ortho') <- 2,4 ; 2,4
torch.view_as_real(torch.fft.ihfft(x).resolve_conj()) <- 2,6
torch.view_as_real(torch.fft.fft2(x)) <- 2,3,4
torch.view_as_real(torch.fft.fft2(x, s=(5, 2), dim=(0, 2), norm='ortho')) <- 2,3,4
torch.view_as_real(torch.fft.ifft2(torch.complex(x, y))) <- 3,4 ; 3,4
torch.view_as_real(torch.fft.rfft2(x, dim=(1, 2), norm='ortho')) <- 2,4,6,3
torch.view_as_real(torch.fft.rfft2(x)) <- 2,5,5
torch.fft.irfft2(torch.complex(x, y), s=(4, 5)) <- 4,3 ; 4,3
torch.fft.irfft2(torch.complex(x, y), s=(4, 4), dim=(1, 2), norm='ortho') <- 2,4,3,2 ; 2,4,3,2
torch.view_as_real(torch.fft.fftn(x)) <- 2,3,4
torch.view_as_real(torch.fft.fftn(x, s=(-1, 5))) <- 2,3,4
torch.view_as_real(torch.fft.fftn(x, dim=(0, -1), norm='forward')) <- 2,3,4
torch.view_as_real(torch.fft.ifftn(torch.complex(x, y), dim=(0, 1))) <- 3,4 ; 3,4
torch.view_as_real(torch.fft.rfftn(x, dim=[1, 2, 3])) <- 2,3,2,4
torch.fft.irfftn(torch.complex(x, y), s=(3, 2, 5), norm='ortho') <- 3,2,3 ; 3,2,3
torch.fft.irfftn(torch.complex(x, y)) <- 3,3 ; 3,3
torch.fft.fftshift(x) <- 4,5
torch.fft.fftshift(x, dim=1) <- 4,5
torch.fft.ifftshift(x, dim=(0,)) <- 5,4
torch.view_as_real(torch.fft.ifftshift(torch.fft.fft2(x), dim=(-2, -1))) <- 5,4
x * torch.fft.fftfreq(5) <- 2,5
x * torch.fft.fftfreq(6, d=0.25) <- 2,6
x * torch.fft.rfftfreq(6, 2.0) + torch.fft.rfftfreq(7) <- 2,4
torch.fft.fft(torch.fft.fft(x, dim=-1), dim=-2).real <- 2,6,5
torch.fft.rfft(x).abs() ** 2 <- 2,6
""")

NETS = nets("""
# rotary embeddings as in Llama <- 2,5,3,8
def precompute_freqs_cis(dim, end, theta=10000.0):
    freqs = 1.0 / (theta ** (torch.arange(0, dim, 2)[: (dim // 2)].float() / dim))
    t = torch.arange(end, device=freqs.device, dtype=torch.float32)
    return torch.polar(torch.ones_like(torch.outer(t, freqs)), torch.outer(t, freqs))

def rotated(x, freqs_cis):
    pairs = torch.view_as_complex(x.float().reshape(*x.shape[:-1], -1, 2))
    assert freqs_cis.shape == (x.shape[1], pairs.shape[-1])
    shape = [d if i in (1, pairs.ndim - 1) else 1 for i, d in enumerate(pairs.shape)]
    return torch.view_as_real(pairs * freqs_cis.view(*shape)).flatten(3).type_as(x)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.q = nn.Linear(8, 8, bias=False)
        self.freqs_cis = precompute_freqs_cis(8, 16)

    def forward(self, x):
        freqs_cis = self.freqs_cis.to(x.device)[0 : x.shape[1]]
        return rotated(self.q(x), freqs_cis)

# rotary embeddings kept as a buffer <- 2,5,8
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        angles = torch.outer(torch.arange(6).float(), torch.tensor([1.0, 0.5, 0.25, 0.125]))
        self.register_buffer('turns', torch.polar(torch.ones_like(angles), angles), persistent=False)
        self.proj = nn.Linear(8, 8)

    def forward(self, x):
        self.turns = self.turns.to(x.device)
        z = torch.view_as_complex(self.proj(x).unflatten(-1, (-1, 2)))
        return torch.view_as_real(z * self.turns[: x.size(1)]).flatten(-2)

# a filter of frequencies as in GFNet <- 2,16,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.complex_weight = nn.Parameter(torch.randn(4, 3, 3, 2, dtype=torch.float32) * 0.02)

    def forward(self, x):
        B, N, C = x.shape
        x = x.view(B, 4, 4, C).to(torch.float32)
        x = torch.fft.rfft2(x, dim=(1, 2), norm='ortho')
        x = x * torch.view_as_complex(self.complex_weight)
        return torch.fft.irfft2(x, s=(4, 4), dim=(1, 2), norm='ortho').reshape(B, N, C)

# mixing tokens as in FNet <- 2,5,8
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(8)

    def forward(self, x):
        return self.norm(x + torch.fft.fft(torch.fft.fft(x, dim=-1), dim=-2).real)

# a Fourier layer with pairs of weights <- 2,3,10
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weights = nn.Parameter(torch.rand(3, 4, 3, 2) / 12)
        self.w = nn.Conv1d(3, 4, 1)

    def forward(self, x):
        spectrum = torch.fft.rfft(x)
        out = torch.zeros(x.shape[0], 4, x.size(-1) // 2 + 1, device=x.device, dtype=torch.cfloat)
        out[:, :, :3] = torch.einsum('bix,iox->box', spectrum[:, :, :3], torch.view_as_complex(self.weights))
        return F.gelu(torch.fft.irfft(out, n=x.size(-1)) + self.w(x))
""")

COMPLEX_PARAMETERS = nets("""
# a Fourier layer as in FNO <- 2,3,10
class SpectralConv1d(nn.Module):
    def __init__(self, in_channels, out_channels, modes1):
        super().__init__()
        self.modes1 = modes1
        self.scale = 1 / (in_channels * out_channels)
        self.weights1 = nn.Parameter(self.scale * torch.rand(in_channels, out_channels, modes1, dtype=torch.cfloat))

    def forward(self, x):
        x_ft = torch.fft.rfft(x)
        out_ft = torch.zeros(x.shape[0], self.weights1.shape[1], x.size(-1) // 2 + 1, device=x.device, dtype=torch.cfloat)
        out_ft[:, :, : self.modes1] = torch.einsum('bix,iox->box', x_ft[:, :, : self.modes1], self.weights1)
        return torch.fft.irfft(out_ft, n=x.size(-1))

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = SpectralConv1d(3, 4, 3)
        self.w = nn.Conv1d(3, 4, 1)

    def forward(self, x):
        return F.gelu(self.conv(x) + self.w(x))

# corners of a plane as in FNO in two dimensions <- 2,2,6,5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weights1 = nn.Parameter(torch.rand(2, 3, 2, 2, dtype=torch.cfloat))
        self.weights2 = nn.Parameter(torch.rand(2, 3, 2, 2, dtype=torch.cfloat))

    def forward(self, x):
        spectrum = torch.fft.rfft2(x)
        out = torch.zeros(x.shape[0], 3, x.size(-2), x.size(-1) // 2 + 1, dtype=torch.cfloat, device=x.device)
        out[:, :, :2, :2] = torch.einsum('bixy,ioxy->boxy', spectrum[:, :, :2, :2], self.weights1)
        out[:, :, -2:, :2] = torch.einsum('bixy,ioxy->boxy', spectrum[:, :, -2:, :2], self.weights2)
        return torch.fft.irfft2(out, s=(x.size(-2), x.size(-1)))

# complex parameters of one axis, copied and used twice <- 2,3
import copy

class Twist(nn.Module):
    def __init__(self):
        super().__init__()
        self.turn = nn.Parameter(torch.polar(torch.ones(3), torch.arange(3.0)))

    def forward(self, x):
        return (x * self.turn).abs() + (self.turn * self.turn.conj()).real

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        first = Twist()
        self.parts = nn.ModuleList([first, copy.deepcopy(first)])

    def forward(self, x):
        return self.parts[1](self.parts[0](x))
""")

SPECTRAL = """class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weights = nn.Parameter(torch.rand(3, 4, 5, dtype=torch.cfloat))
net = Net()
"""

PARAMETERS = expressions("""
sum(p.numel() for p in net.parameters())
net.weights.shape
net.weights.dtype
net.weights.is_complex()
isinstance(net.weights, nn.Parameter)
[(name, p.shape) for name, p in net.named_parameters()]
list(net.state_dict())
net.state_dict()['weights'].dtype
net.weights.requires_grad
net.weights.requires_grad_(False).requires_grad
""", before=SPECTRAL)

VALUES = expressions("""
torch.complex(torch.zeros(2), torch.zeros(2)).dtype
torch.zeros(2, 3, dtype=torch.cdouble).shape
torch.zeros(2, dtype=torch.cfloat).is_complex()
torch.is_complex(torch.zeros(2))
torch.zeros(2, dtype=torch.complex64).is_floating_point()
torch.complex128.is_complex
torch.cfloat == torch.complex64
torch.polar(torch.ones(3), torch.zeros(3)).real.tolist()
torch.zeros(3, dtype=torch.cfloat).element_size()
torch.view_as_complex(torch.ones(3, 2)).imag.tolist()
isinstance(torch.zeros(1, dtype=torch.cfloat), torch.Tensor)
torch.is_tensor(torch.zeros(1, dtype=torch.cfloat))
len(torch.zeros(4, dtype=torch.cfloat))
torch.fft.fftfreq(4).tolist()
torch.fft.rfftfreq(5, d=0.1).shape
torch.rand(2, 3, dtype=torch.cfloat).real.shape
torch.randn(2, 3, dtype=torch.cfloat).dtype
torch.zeros(3, dtype=torch.cfloat).abs().dtype
""")

ERRORS = wrong_expressions("""
torch.fft.fft(torch.zeros(2, 3), norm='bad')
torch.fft.fft(torch.zeros(2, 3), n=0)
torch.fft.fft(torch.zeros(2, 3), dim=2)
torch.fft.fft(torch.tensor(1.0))
torch.fft.rfft(torch.zeros(3, dtype=torch.cfloat))
torch.fft.rfft2(torch.zeros(3, 3, dtype=torch.cfloat))
torch.fft.irfft(torch.zeros(3, 1))
torch.fft.fft2(torch.zeros(3, 3), dim=(1, 1))
torch.fft.fft2(torch.zeros(3))
torch.fft.fftn(torch.zeros(3, 3), s=(2, 3, 4))
torch.fft.fftn(torch.zeros(3, 3), s=(2, 3), dim=(0,))
torch.fft.rfftn(torch.zeros(3, 3), dim=())
torch.fft.fftshift(torch.zeros(3), dim=1)
torch.complex(torch.zeros(2), torch.zeros(2).double())
torch.complex(torch.arange(3), torch.arange(3))
torch.polar(torch.zeros(2), torch.zeros(3))
torch.complex(torch.zeros(2), 1.0)
torch.view_as_complex(torch.zeros(3))
torch.view_as_complex(torch.tensor(1.0))
torch.view_as_complex(torch.arange(2))
torch.view_as_complex(torch.zeros(2, dtype=torch.cfloat))
torch.view_as_real(torch.zeros(2))
torch.imag(torch.zeros(2))
torch.zeros(2).mul_(torch.zeros(2, dtype=torch.cfloat))
torch.zeros(2, dtype=torch.cfloat) + torch.zeros(3)
torch.zeros(2, dtype=torch.cfloat).view(3)
torch.zeros(2, 3, dtype=torch.cfloat) @ torch.zeros(3, 2)
torch.einsum('ij,jk->ik', torch.zeros(2, 3, dtype=torch.cfloat), torch.zeros(3, 2))
torch.einsum('ij,jk->ik', torch.zeros(2, 3), torch.zeros(3, 2, dtype=torch.cfloat))
torch.matmul(torch.zeros(2, 3), torch.zeros(3, 2, dtype=torch.cfloat))
torch.bmm(torch.zeros(1, 2, 3), torch.zeros(1, 3, 2, dtype=torch.cfloat))
torch.zeros(1, 2, 3) @ torch.zeros(1, 3, 2, dtype=torch.cdouble)
torch.mv(torch.zeros(2, 3), torch.zeros(3, dtype=torch.cfloat))
torch.dot(torch.zeros(3), torch.zeros(3, dtype=torch.cfloat))
torch.zeros(2, dtype=torch.cfloat)[3]
""")

CASES = ARITHMETIC + MOVING + PARTS + FOURIER + NETS + COMPLEX_PARAMETERS + PARAMETERS + VALUES + ERRORS
