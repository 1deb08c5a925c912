"""Small networks as people write them: blocks, sharing, control flow, own functions, checkpoints."""
from torch_source_cases import nets

NETS = nets("""
# residual block with a downsample <- 2,4,8,8
class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, in_planes, planes, stride=1):
        super(BasicBlock, self).__init__()
        self.conv1 = nn.Conv2d(in_planes, planes, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, kernel_size=3, stride=1, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_planes != self.expansion * planes:
            self.shortcut = nn.Sequential(nn.Conv2d(in_planes, planes, kernel_size=1, stride=stride, bias=False), nn.BatchNorm2d(planes))

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        return F.relu(out)

class Net(nn.Module):
    def __init__(self, num_classes=3):
        super().__init__()
        self.in_planes = 4
        self.layer1 = self._make_layer(4, 2, stride=1)
        self.layer2 = self._make_layer(6, 2, stride=2)
        self.linear = nn.Linear(6, num_classes)

    def _make_layer(self, planes, num_blocks, stride):
        layers = []
        for stride in [stride] + [1] * (num_blocks - 1):
            layers.append(BasicBlock(self.in_planes, planes, stride))
            self.in_planes = planes * BasicBlock.expansion
        return nn.Sequential(*layers)

    def forward(self, x):
        out = self.layer2(self.layer1(x))
        out = F.avg_pool2d(out, 4)
        return self.linear(out.view(out.size(0), -1))

# dense connections <- 2,3,5,5
class Net(nn.Module):
    def __init__(self, growth=2):
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv2d(3 + i * growth, growth, 3, padding=1) for i in range(3))

    def forward(self, x):
        features = [x]
        for layer in self.layers:
            features.append(layer(F.relu(torch.cat(features, 1))))
        return torch.cat(features, 1)

# inception branches <- 2,3,6,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.b1 = nn.Conv2d(3, 2, 1)
        self.b2 = nn.Sequential(nn.Conv2d(3, 2, 1), nn.Conv2d(2, 3, (1, 3), padding=(0, 1)))
        self.b3 = nn.Sequential(nn.MaxPool2d(3, 1, 1), nn.Conv2d(3, 1, 1))

    def forward(self, x):
        return torch.cat([branch(x) for branch in (self.b1, self.b2, self.b3)], 1)

# u-net with padding to the skip <- 2,1,9,9
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.inc = nn.Conv2d(1, 4, 3, padding=1)
        self.down = nn.Sequential(nn.MaxPool2d(2), nn.Conv2d(4, 8, 3, padding=1))
        self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)
        self.out = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        x1 = F.relu(self.inc(x))
        x2 = self.up(F.relu(self.down(x1)))
        dy, dx = x1.size()[2] - x2.size()[2], x1.size()[3] - x2.size()[3]
        x2 = F.pad(x2, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
        return self.out(torch.cat([x1, x2], dim=1))

# squeeze and excitation <- 2,4,5,5
class Net(nn.Module):
    def __init__(self, c=4, r=2):
        super().__init__()
        self.fc = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(c, c // r, 1), nn.ReLU(), nn.Conv2d(c // r, c, 1), nn.Sigmoid())

    def forward(self, x):
        return x * self.fc(x)

# inverted residual, depthwise separable <- 2,4,6,6
class Net(nn.Module):
    def __init__(self, inp=4, oup=4, stride=1, t=2):
        super().__init__()
        hidden = int(round(inp * t))
        self.use_res = stride == 1 and inp == oup
        layers = []
        if t != 1:
            layers += [nn.Conv2d(inp, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(inplace=True)]
        layers.extend([nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(inplace=True)])
        self.conv = nn.Sequential(*layers, nn.Conv2d(hidden, oup, 1, bias=False), nn.BatchNorm2d(oup))

    def forward(self, x):
        return x + self.conv(x) if self.use_res else self.conv(x)

# channel shuffle and split <- 2,4,4,4
def channel_shuffle(x, groups):
    b, c, h, w = x.data.size()
    x = x.view(b, groups, c // groups, h, w)
    return torch.transpose(x, 1, 2).contiguous().view(b, -1, h, w)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch = nn.Conv2d(2, 2, 3, padding=1)

    def forward(self, x):
        x1, x2 = x.chunk(2, dim=1)
        return channel_shuffle(torch.cat((x1, self.branch(x2)), dim=1), 2)

# fire module <- 2,3,5,5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.squeeze = nn.Conv2d(3, 2, kernel_size=1)
        self.squeeze_activation = nn.ReLU(inplace=True)
        self.expand1x1 = nn.Conv2d(2, 3, kernel_size=1)
        self.expand3x3 = nn.Conv2d(2, 3, kernel_size=3, padding=1)

    def forward(self, x):
        x = self.squeeze_activation(self.squeeze(x))
        return torch.cat([F.relu(self.expand1x1(x), True), F.relu(self.expand3x3(x), True)], 1)

# VGG from a list of widths <- 2,3,8,8
cfg = [4, 'M', 6, 6, 'M']

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        layers, c = [], 3
        for v in cfg:
            if v == 'M':
                layers += [nn.MaxPool2d(2, 2)]
            else:
                layers += [nn.Conv2d(c, v, 3, padding=1), nn.ReLU(inplace=True)]
                c = v
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(6 * 2 * 2, 3)

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))

# autoencoder with two outputs <- 2,8
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(8, 5), nn.Tanh(), nn.Linear(5, 2))
        self.decoder = nn.Sequential(nn.Linear(2, 5), nn.Tanh(), nn.Linear(5, 8), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def forward(self, x):
        z = self.encode(x)
        return self.decoder(z), z

# outputs in a dictionary <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.aux = nn.Linear(4, 3), nn.Linear(3, 2)

    def forward(self, x):
        h = torch.tanh(self.body(x))
        return {'out': self.aux(h), 'features': h, 'argmax': h.argmax(1)}

# variational autoencoder without its noise <- 2,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.mu, self.logvar, self.out = nn.Linear(6, 4), nn.Linear(4, 2), nn.Linear(4, 2), nn.Linear(2, 6)

    def reparameterize(self, mu, logvar):
        if self.training:
            std = torch.exp(0.5 * logvar)
            return mu + std * torch.randn_like(std)
        return mu

    def forward(self, x):
        h = F.relu(self.fc1(x))
        mu, logvar = self.mu(h), self.logvar(h)
        return self.out(self.reparameterize(mu, logvar)), mu, logvar

# shared weights in both directions <- 2,5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(3, 5))
        self.b1 = nn.Parameter(torch.zeros(3))

    def forward(self, x):
        h = torch.sigmoid(F.linear(x, self.weight, self.b1))
        return F.linear(h, self.weight.t())

# siamese branches <- 2,4 ; 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Sequential(nn.Linear(4, 3), nn.PReLU())

    def forward_once(self, x):
        return self.embed(x)

    def forward(self, a, b):
        return F.pairwise_distance(self.forward_once(a), self.forward_once(b * b))

# gradient stopped by detach <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 3), nn.Linear(3, 2)

    def forward(self, x):
        h = self.a(x)
        return self.b(h.detach()) + h.mean()

# gradient stopped by no_grad <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 3), nn.Linear(3, 2)

    def forward(self, x):
        with torch.no_grad():
            h = torch.relu(self.a(x))
        return self.b(h)

# frozen body <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.head = nn.Linear(4, 3), nn.Linear(3, 2)
        for p in self.body.parameters():
            p.requires_grad = False

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))

# straight-through estimator <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        h = self.fc(x)
        hard = (h > 0).float()
        return hard + h - h.detach()

# vector quantisation <- 2,3,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.codebook = nn.Embedding(5, 4)

    def forward(self, x):
        flat = x.reshape(-1, 4)
        d = flat.pow(2).sum(1, keepdim=True) - 2 * flat @ self.codebook.weight.t() + self.codebook.weight.pow(2).sum(1)
        q = self.codebook(d.argmin(1)).view_as(x)
        return F.mse_loss(q, x.detach())

# checkpoint <- 2,4
from torch.utils.checkpoint import checkpoint, checkpoint_sequential

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 4)
        self.b = nn.Sequential(nn.Linear(4, 4), nn.Tanh())

    def forward(self, x):
        x = checkpoint(self.a, x, use_reentrant=False)
        return checkpoint_sequential(self.b, 2, x, use_reentrant=False)

# autograd.Function with its true derivative <- 2,4
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3

    @staticmethod
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        return grad * 3 * x ** 2

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return Cube.apply(self.fc(x))

# autocast and jit annotations are inert <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    @torch.jit.ignore
    def name(self):
        return 'net'

    @torch.jit.export
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        with torch.autocast('cpu', enabled=False):
            y = self.fc(x)
        if not torch.jit.is_scripting():
            y = torch.tanh(y)
        return y

# hook on a tensor and a module leaves the result <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.fc.register_forward_hook(lambda m, i, o: None)
        self.apply(self._init_weights)

    def _init_weights(self, m):
        if isinstance(m, nn.Linear):
            nn.init.xavier_uniform_(m.weight)
            if m.bias is not None:
                nn.init.zeros_(m.bias)

    def forward(self, x):
        return self.fc(x)
""")

CASES = NETS
