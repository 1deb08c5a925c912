"""Layers and networks with wrong shapes, types and arguments: PyTorch's own words and the line that they belong to."""
from torch_source_cases import wrong_layers, wrong_nets

LAYERS = wrong_layers("""
nn.Linear(4, 3) <- 2,5
nn.Linear(400, 120) <- 2,3,4
nn.Linear(4, 3) <- 5
nn.Linear(4, 3) <- int:2,4<3
nn.Bilinear(3, 4, 5) <- 2,3 ; 2,5
nn.Bilinear(3, 4, 5) <- 2,3 ; 3,4
nn.Conv1d(3, 4, 3) <- 2,4,8
nn.Conv1d(3, 4, 3) <- 2,3,8,8
nn.Conv1d(3, 4, 9) <- 2,3,8
nn.Conv2d(3, 4, 3) <- 2,4,8,8
nn.Conv2d(3, 4, 3) <- 2,1,8,8
nn.Conv2d(3, 4, 3) <- 8,8
nn.Conv2d(3, 4, 3) <- 2,3,4,8,8
nn.Conv2d(3, 4, 5) <- 2,3,4,4
nn.Conv2d(3, 4, 5, padding=1) <- 2,3,2,8
nn.Conv2d(3, 4, 3, dilation=4) <- 2,3,8,8
nn.Conv2d(4, 4, 3, groups=2) <- 2,3,8,8
nn.Conv2d(3, 4, 3, groups=2) <- 2,3,8,8
nn.Conv2d(4, 3, 3, groups=2) <- 2,4,8,8
nn.Conv2d(3, 4, 3, groups=0) <- 2,3,8,8
nn.Conv2d(3, 4, 3, padding='other') <- 2,3,8,8
nn.Conv2d(3, 4, 3, stride=2, padding='same') <- 2,3,8,8
nn.Conv2d(3, 4, 3, padding_mode='other') <- 2,3,8,8
nn.Conv2d(3, 4) <- 2,3,8,8
nn.Conv2d(3, 4, 3, pad=1) <- 2,3,8,8
nn.Conv2d(3, 4, 3, stride=0) <- 2,3,8,8
nn.Conv2d(3, 4, 3) <- int:2,3,8,8<5
nn.Conv3d(2, 3, 3) <- 2,3,4,4,4
nn.Conv3d(2, 3, 3) <- 2,2,2,4,4
nn.ConvTranspose2d(3, 4, 2) <- 2,4,4,4
nn.ConvTranspose2d(3, 4, 3, stride=1, output_padding=1) <- 2,3,4,4
nn.ConvTranspose2d(3, 4, 3, padding_mode='reflect') <- 2,3,4,4
nn.ConvTranspose1d(3, 4, 2) <- 2,4,5
nn.BatchNorm1d(3) <- 2,4
nn.BatchNorm1d(3) <- 2,3,4,4
nn.BatchNorm2d(3) <- 2,4,4,4
nn.BatchNorm2d(3) <- 2,3
nn.BatchNorm3d(3) <- 2,3,4,4
nn.LayerNorm(5) <- 2,4
nn.LayerNorm([3, 4]) <- 2,4,3
nn.RMSNorm(5) <- 2,4
nn.GroupNorm(2, 3) <- 2,3,4
nn.GroupNorm(2, 4) <- 2,6,4
nn.InstanceNorm2d(3, affine=True) <- 2,4,4,4
nn.InstanceNorm2d(3) <- 2,3
nn.MaxPool2d(2) <- 2,3
nn.MaxPool2d(5) <- 2,3,4,4
nn.MaxPool2d(2, padding=2) <- 2,3,4,4
nn.AvgPool2d(5) <- 2,3,4,4
nn.AvgPool2d(2, padding=2) <- 2,3,4,4
nn.MaxPool1d(9) <- 2,3,8
nn.AdaptiveAvgPool2d((1, 2, 3)) <- 2,3,4,4
nn.ReflectionPad2d(4) <- 2,3,4,4
nn.ReflectionPad1d(1) <- 2,3,4,4,4
nn.Embedding(5, 3) <- 2,4
nn.Embedding(3, 4) <- int:2,3<10
nn.Embedding(5, 3, padding_idx=7) <- int:2,3<5
nn.RNN(3, 4) <- 5,2,4
nn.LSTM(3, 4) <- 5,2,3,1
nn.LSTM(3, 4, batch_first=True) <- 2,5,4
nn.LSTM(3, 4, proj_size=4) <- 5,2,3
nn.GRU(3, 4) <- 5,2,3 ; 1,3,4
nn.GRU(3, 4, dropout=2) <- 5,2,3
nn.RNN(3, 4, nonlinearity='gelu') <- 5,2,3
nn.LSTMCell(3, 4) <- 2,4
nn.GRUCell(3, 4) <- 2,3 ; 2,5
nn.MultiheadAttention(6, 4) <- 3,2,6 ; 3,2,6 ; 3,2,6
nn.MultiheadAttention(6, 2) <- 3,2,5 ; 3,2,5 ; 3,2,5
nn.MultiheadAttention(6, 2) <- 3,2,6 ; 4,2,6 ; 5,2,6
nn.TransformerEncoderLayer(8, 3) <- 4,2,8
nn.TransformerEncoderLayer(8, 2) <- 4,2,6
nn.TransformerEncoderLayer(8, 2, activation='other') <- 4,2,8
nn.Transformer(8, 2, 1, 1, 12) <- 4,2,8 ; 4,3,8
nn.Transformer(8, 2, 1, 1, 12) <- 4,2,6 ; 4,2,6
nn.Flatten(3) <- 2,3
nn.Unflatten(1, (2, 4)) <- 2,6
nn.PixelShuffle(2) <- 2,6,3,3
nn.Dropout(1.5) <- 2,3
nn.Softmax(dim=2) <- 2,3
nn.LogSoftmax(dim=-3) <- 2,3
nn.GLU() <- 2,5
nn.PReLU(3) <- 2,4
nn.Upsample(scale_factor=2, mode='bilinear') <- 2,3,4
nn.Upsample() <- 2,3,4,4
nn.CrossEntropyLoss() <- 4,3 ; int:5<3
nn.CrossEntropyLoss() <- 4,3 ; int:4<5
nn.CrossEntropyLoss(reduction='avg') <- 4,3 ; int:4<3
nn.NLLLoss() <- 4,3 ; 4
nn.BCELoss() <- 4,3 ; 4
nn.BCEWithLogitsLoss() <- 4,1 ; 4
nn.ReLU(5, 6) <- 2,3
nn.Linear('4', 3) <- 2,4
nn.Linear(4.0, 3) <- 2,4
nn.Sequential(nn.Linear(4, 3), nn.Linear(4, 2)) <- 2,4
nn.Sequential(nn.Conv2d(1, 6, 5), nn.Flatten(), nn.Linear(256, 10)) <- 2,1,28,28
""")

NETS = wrong_nets("""
# LeNet on the wrong size <- 2,1,28,28
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)

# sizes that do not meet between layers <- 2,400
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(400, 100)
        self.fc2 = nn.Linear(120, 84)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        return self.fc2(x)

# super().__init__() is missing <- 2,4
class Net(nn.Module):
    def __init__(self):
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc(x)

# residual of other shape <- 2,3,8,8
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, stride=2, padding=1)

    def forward(self, x):
        out = self.conv(x)
        out += x
        return out

# concatenation of a skip that was cropped <- 1,2,9,9
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(2, 2, 2, stride=2)

    def forward(self, x):
        y = self.up(self.down(x))
        return torch.cat([x, y], dim=1)

# a layer that does not exist <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 3)

    def forward(self, x):
        x = self.fc1(x)
        return self.fc2(x)

# a missing argument of forward <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x, mask):
        return self.fc(x) * mask

# an output that is a tuple goes into a layer <- 2,5,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4)
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(self.lstm(x))

# a list called like a module <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.ReLU()])

    def forward(self, x):
        return self.layers(x)

# forward without return feeds the next layer <- 2,4
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        self.fc(x)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = Block()
        self.out = nn.Linear(4, 2)

    def forward(self, x):
        return self.out(self.block(x))

# an assertion with a text <- 2,3
class Net(nn.Module):
    def forward(self, x):
        assert x.shape[1] % 2 == 0, f'width {x.shape[1]} is odd'
        return x

# raise in a constructor <- 2,3
class Net(nn.Module):
    def __init__(self, act='swish'):
        super().__init__()
        if act not in ('relu', 'gelu'):
            raise ValueError(f'unknown activation {act!r}')

    def forward(self, x):
        return x

# heads that do not divide the width <- 2,4,6
class Net(nn.Module):
    def forward(self, x):
        B, N, C = x.shape
        return x.view(B, N, 4, C // 4)

# a layer that has the name of a method of Module <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.half = nn.Linear(4, 2)

    def forward(self, x):
        return self.half(x)

# packed sequences out of order <- 3,5,2
from torch.nn.utils.rnn import pack_padded_sequence

class Net(nn.Module):
    def forward(self, x):
        return pack_padded_sequence(x, [3, 5, 2], batch_first=True).data

# packed sequences of another batch <- 3,5,2
from torch.nn.utils.rnn import pack_padded_sequence

class Net(nn.Module):
    def forward(self, x):
        return pack_padded_sequence(x, [3, 2], batch_first=True).data

# unpacking a shape of other rank <- 2,4
class Net(nn.Module):
    def forward(self, x):
        b, c, h, w = x.shape
        return x.mean((2, 3))
""")

CASES = LAYERS + NETS
