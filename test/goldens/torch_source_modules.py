"""The protocol of nn.Module, attributes of layers, containers, and what they refuse, as values of expressions."""
from torch_source_cases import expressions, wrong_expressions

CLASSES = '''class Block(nn.Module):
    def __init__(self, width=3):
        super().__init__()
        self.fc1 = nn.Linear(4, width)
        self.act = nn.ReLU()
        self.fc2 = nn.Linear(width, 4, bias=False)
        self.register_buffer('scale', torch.ones(2))

    def forward(self, x):
        return self.fc2(self.act(self.fc1(x)))

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Block(2), Block()])
        self.gain = nn.Parameter(torch.ones(1))
        self.norm = nn.BatchNorm1d(4)

    def forward(self, x):
        for block in self.blocks:
            x = x + block(x)
        return self.norm(x) * self.gain

net = Net()
'''

PROTOCOL = expressions("""
[name for name, _ in net.named_parameters()]
list(net.state_dict())
[tuple(p.shape) for p in net.parameters()]
sum(p.numel() for p in net.parameters())
[name for name, _ in net.named_buffers()]
[name for name, _ in net.named_children()]
[name for name, _ in net.named_modules()]
[type(m).__name__ for m in net.modules()]
[type(m).__name__ for m in net.children()]
len(list(net.blocks.parameters())), len(list(net.parameters(recurse=False)))
[name for name, _ in net.blocks[0].named_parameters(prefix='b')]
net.training, net.eval().training, net.blocks[1].act.training
net.train(False).norm.training, net.train() is net
net.blocks[1].fc1.weight.shape, net.blocks[1].fc1.bias.shape, net.blocks[0].fc2.bias
net.blocks[0].fc1.in_features, net.blocks[0].fc1.out_features
net.get_submodule('blocks.1.fc2').in_features
net.get_parameter('blocks.1.fc2.weight').shape
hasattr(net, 'gain'), hasattr(net, 'nothing')
getattr(net, 'gain').shape, getattr(net, 'nothing', 7)
isinstance(net, nn.Module), isinstance(net.gain, nn.Parameter), isinstance(net.gain, torch.Tensor)
isinstance(net.blocks, nn.ModuleList), isinstance(net.norm, (nn.Conv2d, nn.BatchNorm1d))
[isinstance(m, nn.Linear) for m in net.blocks[0].modules()]
net.norm.running_mean.tolist(), net.norm.num_batches_tracked.item(), net.norm.num_features
net.requires_grad_(False) is net and all(not p.requires_grad for p in net.parameters())
[p.requires_grad for p in net.gain.requires_grad_(False).view(1)]
net.apply(lambda m: None) is net
net.to('cpu') is net, net.float() is net, net.cuda is not None
net.double().gain.dtype
next(net.parameters()).device, next(net.parameters()).dtype
net(torch.zeros(2, 4)).shape, net.forward(torch.zeros(2, 4)).shape
net._get_name(), net.__class__.__name__
list(net._modules), list(net._parameters), list(net._buffers), list(net.blocks[0]._buffers)
'blocks' in net._modules, net.zero_grad()
len(net.blocks), [b.fc1.out_features for b in net.blocks]
list(dict(net.named_parameters()))[0]
sum(p.numel() for p in net.parameters() if p.requires_grad)
sum(1 for _ in net.buffers()), net.blocks[0].scale.requires_grad
list(net.state_dict(prefix='a.'))[:2]
{k: tuple(v.shape) for k, v in net.state_dict().items() if 'norm' in k}
""", CLASSES)

BUFFERS = expressions("""
[name for name, _ in marked.named_buffers()], list(marked.state_dict())
isinstance(marked.rows, nn.Buffer), isinstance(marked.fc.weight, nn.Buffer), isinstance(marked.rows, nn.Parameter)
marked.rows.tolist(), marked.shifted.tolist(), marked.empty.shape, marked.rows.persistent
[name for name, _ in marked.named_parameters()]
""", '''class Marked(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 4)
        self.rows = nn.Buffer(torch.arange(4.0))
        self.shifted = nn.Buffer(self.rows.clone() + 1, persistent=False)
        self.empty = nn.Buffer()

marked = Marked()
''')

ATTRIBUTES = expressions("""
nn.Linear(3, 4).bias is None, nn.Linear(3, 4, bias=False).bias is None
nn.Conv2d(3, 4, 3).kernel_size, nn.Conv2d(3, 4, (1, 2)).kernel_size, nn.Conv2d(3, 4, 3).stride
nn.Conv2d(3, 4, 3, padding=1).padding, nn.Conv2d(3, 4, 3, padding='same').padding, nn.Conv2d(3, 4, 3).dilation
nn.Conv2d(4, 8, 3, groups=2).groups, nn.Conv2d(3, 4, 3).in_channels, nn.Conv2d(3, 4, 3).out_channels
nn.Conv1d(3, 4, 5).kernel_size, nn.ConvTranspose2d(3, 4, 2, output_padding=0).output_padding
nn.MaxPool2d(2).kernel_size, nn.MaxPool2d(2).stride, nn.MaxPool2d(3, 1).stride
nn.AvgPool2d((2, 3)).kernel_size, nn.AdaptiveAvgPool2d(3).output_size
nn.Dropout(0.3).p, nn.Dropout().p, nn.LeakyReLU().negative_slope, nn.ReLU(True).inplace
nn.BatchNorm2d(3).eps, nn.BatchNorm2d(3).momentum, nn.BatchNorm2d(3).affine, nn.BatchNorm2d(3, affine=False).weight
nn.BatchNorm2d(3).weight.tolist(), nn.BatchNorm2d(3).running_var.tolist()
nn.LayerNorm(3).normalized_shape, nn.LayerNorm((2, 3)).weight.shape, nn.LayerNorm(3).eps
nn.GroupNorm(2, 4).num_groups, nn.GroupNorm(2, 4).num_channels
nn.Embedding(5, 3).num_embeddings, nn.Embedding(5, 3, padding_idx=-1).padding_idx
nn.Embedding(5, 3, padding_idx=1).weight[1].tolist()
nn.LSTM(3, 4, 2, bidirectional=True).hidden_size, nn.LSTM(3, 4).num_layers, nn.LSTM(3, 4).batch_first
[n for n, _ in nn.LSTM(3, 4, 2).named_parameters()]
[n for n, _ in nn.GRU(3, 4, bidirectional=True).named_parameters()]
[n for n, _ in nn.LSTM(3, 4, proj_size=2).named_parameters()]
[tuple(p.shape) for p in nn.LSTM(3, 4).parameters()]
[(n, tuple(p.shape)) for n, p in nn.MultiheadAttention(6, 2).named_parameters()]
[n for n, _ in nn.MultiheadAttention(6, 2, kdim=3, vdim=4).named_parameters()]
[n for n, _ in nn.MultiheadAttention(6, 2, add_bias_kv=True).named_parameters()]
[n for n, _ in nn.TransformerEncoderLayer(8, 2, 12).named_parameters()]
[n for n, _ in nn.TransformerDecoderLayer(8, 2, 12).named_parameters()]
sum(p.numel() for p in nn.Transformer(8, 2, 1, 1, 12).parameters())
len(nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2), 3).layers)
list(nn.BatchNorm2d(3).state_dict()), list(nn.BatchNorm2d(3, track_running_stats=False).state_dict())
list(nn.InstanceNorm2d(3).state_dict()), list(nn.InstanceNorm2d(3, affine=True).state_dict())
list(nn.PReLU(3).state_dict()), nn.PReLU().weight.tolist()
list(nn.utils.weight_norm(nn.Linear(2, 3)).state_dict())
[n for n, _ in nn.utils.weight_norm(nn.Linear(2, 3)).named_parameters()]
nn.utils.weight_norm(nn.Linear(2, 3)).weight_g.shape
list(nn.utils.spectral_norm(nn.Linear(2, 3)).state_dict())
[n for n, _ in nn.utils.parametrizations.weight_norm(nn.Linear(2, 3)).named_parameters()]
list(nn.utils.parametrizations.spectral_norm(nn.Linear(2, 3)).state_dict())
list(nn.utils.remove_weight_norm(nn.utils.weight_norm(nn.Linear(2, 3))).state_dict())
nn.CrossEntropyLoss().reduction, nn.CrossEntropyLoss(label_smoothing=0.1).label_smoothing
nn.Upsample(scale_factor=2).scale_factor, nn.Upsample(scale_factor=2).mode
nn.Softmax(dim=1).dim, nn.Flatten().start_dim, nn.Flatten().end_dim
nn.Linear(3, 4).training, nn.Linear(3, 4).eval().training
nn.Linear(3, 4).weight.is_leaf, nn.Linear(3, 4).weight.grad
nn.Linear(3, 4, device='cpu', dtype=torch.float32).weight.dtype
nn.Linear(3, 4)
nn.Conv2d(3, 4, 3, padding=1, bias=False)
nn.Sequential(nn.Linear(2, 3), nn.ReLU())
nn.BatchNorm2d(3)
nn.Dropout(0.5), nn.MaxPool2d(2), nn.Flatten()
callable(nn.ReLU()), nn.ReLU()(torch.tensor([-1., 2.])).tolist()
issubclass(nn.Conv2d, nn.Module), nn.Linear.__name__, type(nn.ReLU()).__name__, nn.Module.__name__
nn.init.calculate_gain('relu'), nn.init.calculate_gain('tanh'), nn.init.calculate_gain('leaky_relu', 0.2)
nn.init._calculate_fan_in_and_fan_out(nn.Conv2d(3, 4, 5).weight)
[type(m).__name__ for m in (nn.ReLU6(), nn.SiLU(), nn.Hardswish())]
len(nn.ParameterList([nn.Parameter(torch.zeros(2))])), list(nn.ParameterDict({'a': nn.Parameter(torch.zeros(1))}).keys())
nn.utils.parameters_to_vector(nn.Linear(2, 3).parameters()).shape
nn.utils.clip_grad_norm_([], 1.0)
len(list(nn.utils.fusion.fuse_conv_bn_eval(nn.Conv2d(1, 1, 1).eval(), nn.BatchNorm2d(1).eval()).parameters()))
""")

CONTAINERS = expressions("""
list(seq.state_dict())
[type(m).__name__ for m in seq]
len(seq), type(seq[0]).__name__, type(seq[-1]).__name__, type(seq[1:]).__name__
[n for n, _ in seq[1:].named_parameters()], [n for n, _ in seq[:-1].named_children()]
[n for n, _ in nn.Sequential(*list(seq.children())[:-1]).named_parameters()]
[type(m).__name__ for m in seq + nn.Sequential(nn.Tanh())]
list(named.state_dict()), named.fc.out_features, type(named[1]).__name__
[n for n, _ in named.named_children()]
[n for n, _ in nn.Sequential(*[nn.Linear(i, i) for i in (1, 2)]).named_parameters()]
len(modules), type(modules[-1]).__name__, [type(m).__name__ for m in modules[:2]], type(modules[:2]).__name__
[n for n, _ in (modules + [nn.Tanh()]).named_children()]
sorted(table.keys()), 'a' in table, table['a'].out_features, len(table)
[(k, type(m).__name__) for k, m in table.items()], [type(m).__name__ for m in table.values()]
[n for n, _ in nn.ModuleDict({'x': nn.Linear(1, 1), 'y': nn.ReLU()}).named_parameters()]
[n for n, _ in nn.ModuleList([nn.Linear(1, 2)] * 2).named_parameters()]
len(list(nn.Sequential(*[nn.Linear(1, 2)] * 3).parameters()))
[n for n, _ in nn.ModuleList(nn.Linear(1, 1) for _ in range(2)).state_dict().items()]
[p.shape for p in nn.ParameterList([torch.zeros(2), nn.Parameter(torch.ones(1))])]
""", """import collections
seq = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
named = nn.Sequential(collections.OrderedDict([('fc', nn.Linear(2, 3)), ('act', nn.ReLU())]))
modules = nn.ModuleList([nn.Linear(1, 2), nn.ReLU(), nn.Conv1d(1, 1, 1)])
table = nn.ModuleDict({'b': nn.ReLU(), 'a': nn.Linear(2, 5)})
""")

WRONG = wrong_expressions("""
net.nothing
net.blocks[5]
net(torch.zeros(2, 5))
net.register_buffer('gain', torch.zeros(1))
net.add_module('', nn.ReLU())
net.add_module('a.b', nn.ReLU())
net.add_module('x', 3)
net.register_parameter('x', 3)
nn.Sequential(3)
nn.ModuleList([3])
nn.ModuleDict({'a': 3})
nn.Module()(torch.zeros(1))
nn.Sequential(nn.ReLU())[2]
nn.ModuleDict()['a']
net.get_submodule('blocks.7')
setattr(net, 'gain', torch.zeros(1))
setattr(net, 'norm', torch.zeros(1))
nn.Linear(2)
nn.Linear(2, 3, nosuch=1)
net(1, 2)
net()
next(nn.ReLU().parameters())
torch.optim.SGD([], lr=0.1)
torch.optim.Adam(net.parameters(), lr=-1)
""", CLASSES)

CASES = PROTOCOL + BUFFERS + ATTRIBUTES + CONTAINERS + WRONG
