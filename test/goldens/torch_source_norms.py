"""Normalisation in both modes, and weights that are normalised."""
from torch_source_cases import functions, layers, nets

BATCH = """
nn.BatchNorm1d(3) <- 4,3
nn.BatchNorm1d(3) <- 4,3,5
nn.BatchNorm1d(3, affine=False) <- 4,3
nn.BatchNorm1d(3, eps=1e-3, momentum=0.01) <- 4,3
nn.BatchNorm1d(3, track_running_stats=False) <- 4,3
nn.BatchNorm2d(3) <- 2,3,4,4
nn.BatchNorm2d(3, affine=False) <- 2,3,4,4
nn.BatchNorm2d(3, momentum=None) <- 2,3,4,4
nn.BatchNorm2d(num_features=3, eps=0.1, track_running_stats=False) <- 2,3,4,4
nn.BatchNorm3d(2) <- 2,2,2,3,2
nn.SyncBatchNorm(3) <- 2,3,4,4
nn.InstanceNorm1d(3) <- 2,3,5
nn.InstanceNorm1d(3, affine=True) <- 2,3,5
nn.InstanceNorm2d(3) <- 2,3,4,4
nn.InstanceNorm2d(3, affine=True) <- 2,3,4,4
nn.InstanceNorm2d(3, affine=True, track_running_stats=True) <- 2,3,4,4
nn.InstanceNorm2d(3, eps=0.1) <- 2,3,4,4
nn.InstanceNorm3d(2, affine=True) <- 1,2,2,3,2
"""

MODES = layers(BATCH) + layers("\n".join(line for line in BATCH.split("\n") if "Sync" not in line), mode="train")

OTHERS = layers("""
nn.LayerNorm(5) <- 2,5
nn.LayerNorm(5) <- 2,3,5
nn.LayerNorm([3, 4]) <- 2,3,4
nn.LayerNorm((3, 4, 4)) <- 2,3,4,4
nn.LayerNorm(5, elementwise_affine=False) <- 2,3,5
nn.LayerNorm(5, bias=False) <- 2,3,5
nn.LayerNorm(5, eps=1e-2) <- 2,3,5
nn.LayerNorm(normalized_shape=torch.Size([5])) <- 2,5
nn.RMSNorm(5) <- 2,3,5
nn.RMSNorm(5, eps=1e-6) <- 2,3,5
nn.RMSNorm([3, 4], elementwise_affine=False) <- 2,3,4
nn.GroupNorm(2, 4) <- 2,4,3,3
nn.GroupNorm(1, 4) <- 2,4
nn.GroupNorm(4, 4, affine=False) <- 2,4,3,3
nn.GroupNorm(num_groups=3, num_channels=6, eps=1e-3) <- 2,6,5
nn.LocalResponseNorm(2) <- 2,4,3,3
nn.LocalResponseNorm(3, alpha=0.5, beta=0.6, k=2.0) <- 2,4,3,3
nn.LocalResponseNorm(5) <- 2,4,6
""")

FUNCTIONS = functions("""
F.layer_norm(x, (5,)) <- 2,3,5
F.layer_norm(x, x.shape[1:]) <- 2,3,5
F.layer_norm(x, (5,), y, z) <- 2,3,5 ; 5 ; 5
F.layer_norm(x, [5], weight=y, eps=1e-3) <- 2,3,5 ; 5
F.layer_norm(x.float(), (5,), y, z, 1e-5).type_as(x) <- 2,3,5 ; 5 ; 5
F.rms_norm(x, (5,)) <- 2,3,5
F.rms_norm(x, (5,), y, 1e-6) <- 2,3,5 ; 5
F.group_norm(x, 2) <- 2,4,3,3
F.group_norm(x, 2, y, z, eps=1e-3) <- 2,4,3,3 ; 4 ; 4
F.batch_norm(x, torch.zeros(3), torch.ones(3)) <- 2,3,4,4
F.batch_norm(x, None, None, training=True) <- 4,3
F.batch_norm(x, torch.zeros(3), torch.ones(3), y, z, self.training, 0.1, 1e-3) <- 2,3,4,4 ; 3 ; 3
F.instance_norm(x) <- 2,3,4,4
F.instance_norm(x, weight=y, bias=z, eps=1e-3) <- 2,3,4,4 ; 3 ; 3
F.local_response_norm(x, 3) <- 2,4,3,3
F.local_response_norm(x, 2, alpha=0.1, beta=0.5, k=1.5) <- 2,4,3,3
F.normalize(x) <- 2,5
F.normalize(x, dim=-1) <- 2,3,5
F.normalize(x, p=1, dim=1) <- 2,5
F.normalize(x, p=3.0, dim=0, eps=1e-6) <- 3,4
x / x.norm(dim=-1, keepdim=True) <- 2,5
x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) <- 2,3,5
(x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + 1e-6) <- 2,3,5
(x - x.mean(dim=(2, 3), keepdim=True)) / torch.sqrt(x.var(dim=(2, 3), keepdim=True, unbiased=False) + 1e-5) <- 2,3,4,4
F.cosine_similarity(x, y) <- 2,5 ; 2,5
F.cosine_similarity(x.unsqueeze(1), y.unsqueeze(0), dim=-1) <- 2,5 ; 3,5
F.pairwise_distance(x, y) <- 3,4 ; 3,4
F.pairwise_distance(x, y, p=1.0, keepdim=True) <- 3,4 ; 3,4
torch.cdist(x, y) <- 3,4 ; 2,4
torch.cdist(x, y, p=1) <- 2,3,4 ; 2,2,4
""")

TRAINING = functions("""
F.batch_norm(x, torch.zeros(3), torch.ones(3), y, z, self.training) <- 2,3,4,4 ; 3 ; 3
F.batch_norm(x, None, None, y, training=self.training) <- 4,3,2 ; 3
x * 2 if self.training else x <- 2,3
""", mode="train")

SOURCES = """
# two branches with batch norm <- 3,2,4,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.down = nn.Sequential(nn.Conv2d(2, 4, 1, bias=False), nn.BatchNorm2d(4))

    def forward(self, x):
        return F.relu(self.bn1(self.conv1(x)) + self.down(x))

# one batch norm called twice <- 3,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.bn = nn.BatchNorm1d(4)

    def forward(self, x):
        return self.bn(self.fc(self.bn(x)))

# a frozen batch norm in training <- 3,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.bn = nn.BatchNorm1d(4)

    def train(self, mode=True):
        super().train(mode)
        self.bn.eval()
        return self

    def forward(self, x):
        return self.bn(self.fc(x))

# LayerNorm of one's own over channels first <- 2,3,4,4
class LayerNorm2d(nn.LayerNorm):
    def forward(self, x):
        x = x.permute(0, 2, 3, 1)
        x = F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)
        return x.permute(0, 3, 1, 2)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = LayerNorm2d(3, eps=1e-6)
        self.conv = nn.Conv2d(3, 3, 3, groups=3)

    def forward(self, x):
        return self.conv(self.norm(x))

# RMSNorm of one's own <- 2,3,5
class RMSNorm(nn.Module):
    def __init__(self, dim, eps=1e-6):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(dim))

    def _norm(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)

    def forward(self, x):
        return self._norm(x.float()).type_as(x) * self.weight

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = RMSNorm(5)
        self.fc = nn.Linear(5, 2)

    def forward(self, x):
        return self.fc(self.norm(x))

# norm layer chosen by partial <- 2,4,3,3
from functools import partial

class Net(nn.Module):
    def __init__(self, norm_layer=partial(nn.GroupNorm, 2, eps=1e-3)):
        super().__init__()
        self.conv = nn.Conv2d(4, 6, 1)
        self.norm = norm_layer(6)

    def forward(self, x):
        return self.norm(self.conv(x))

# scale and shift of conditional batch norm <- 3,4 ; 3,2
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(4, affine=False)
        self.embed = nn.Linear(2, 8)

    def forward(self, x, y):
        gamma, beta = self.embed(y).chunk(2, 1)
        return gamma * self.bn(x) + beta
"""

WEIGHTS = nets("""
# weight_norm of a linear layer <- 2,4
from torch.nn.utils import weight_norm

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = weight_norm(nn.Linear(4, 3))

    def forward(self, x):
        return self.fc(x)

# weight_norm of a convolution, over all axes <- 2,2,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.utils.weight_norm(nn.Conv1d(2, 3, 3), name='weight', dim=None)

    def forward(self, x):
        return self.conv(x)

# weight_norm dim 1 <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.utils.weight_norm(nn.Linear(4, 3, bias=False), dim=1)

    def forward(self, x):
        return self.fc(x)

# weight_norm by parametrization <- 2,4
from torch.nn.utils.parametrizations import weight_norm

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = weight_norm(nn.Linear(4, 3), name='weight')

    def forward(self, x):
        return self.fc(x)

# weight_norm removed again <- 2,4
from torch.nn.utils import weight_norm, remove_weight_norm

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = weight_norm(nn.Linear(4, 3))
        remove_weight_norm(self.fc)

    def forward(self, x):
        return self.fc(x)

# parametrization of one's own <- 2,4
from torch.nn.utils import parametrize

class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).transpose(-1, -2)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        parametrize.register_parametrization(self.fc, 'weight', Symmetric())

    def forward(self, x):
        return self.fc(x)
""")

CONVERGED = nets("""
# spectral_norm of a linear layer, iterated to its end <- 3,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.utils.spectral_norm(nn.Linear(4, 3), n_power_iterations=500)

    def forward(self, x):
        return self.fc(x)

# spectral_norm of a convolution, iterated to its end <- 2,2,5,5
from torch.nn.utils import spectral_norm

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = spectral_norm(nn.Conv2d(2, 3, 3, bias=False), n_power_iterations=500)

    def forward(self, x):
        return self.conv(x)

# spectral_norm by parametrization, iterated to its end <- 3,4
from torch.nn.utils.parametrizations import spectral_norm

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = spectral_norm(nn.Linear(4, 3), n_power_iterations=500)

    def forward(self, x):
        return self.fc(x)
""", mode="train")

CASES = MODES + OTHERS + FUNCTIONS + TRAINING + nets(SOURCES) + nets(SOURCES, mode="train") + WEIGHTS + CONVERGED
