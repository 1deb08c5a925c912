"""Recurrent layers, attention and transformers."""
from torch_source_cases import functions, layers, nets

RECURRENT = layers("""
nn.RNN(3, 4) <- 5,2,3
nn.RNN(3, 4, batch_first=True) <- 2,5,3
nn.RNN(3, 4, nonlinearity='relu') <- 5,2,3
nn.RNN(3, 4, num_layers=2, bias=False) <- 4,2,3
nn.RNN(3, 4, bidirectional=True, batch_first=True) <- 2,5,3
nn.RNN(3, 4, 2, nonlinearity='relu', bidirectional=True) <- 4,2,3
nn.RNN(3, 4) <- 5,2,3 ; 1,2,4
nn.RNN(3, 4) <- 5,3
nn.LSTM(3, 4) <- 5,2,3
nn.LSTM(3, 4, batch_first=True) <- 2,5,3
nn.LSTM(input_size=3, hidden_size=4, num_layers=2) <- 4,2,3
nn.LSTM(3, 4, 2, bias=False, batch_first=True) <- 2,4,3
nn.LSTM(3, 4, 1, batch_first=True, bidirectional=True) <- 2,5,3
nn.LSTM(3, 4, 2, batch_first=True, dropout=0.3, bidirectional=True) <- 2,4,3
nn.LSTM(3, 4, proj_size=2) <- 5,2,3
nn.LSTM(3, 4, 2, bidirectional=True, proj_size=2) <- 4,2,3
nn.LSTM(3, 4) <- 5,3
nn.GRU(3, 4) <- 5,2,3
nn.GRU(3, 4, batch_first=True) <- 2,5,3
nn.GRU(3, 4, num_layers=2, bias=False) <- 4,2,3
nn.GRU(3, 4, 2, batch_first=True, bidirectional=True) <- 2,4,3
nn.GRU(3, 4) <- 5,2,3 ; 1,2,4
nn.GRU(3, 4) <- 5,3
nn.RNNCell(3, 4) <- 2,3
nn.RNNCell(3, 4, nonlinearity='relu') <- 2,3 ; 2,4
nn.RNNCell(3, 4, bias=False) <- 2,3 ; 2,4
nn.LSTMCell(3, 4) <- 2,3
nn.LSTMCell(3, 4, bias=False) <- 2,3
nn.GRUCell(3, 4) <- 2,3
nn.GRUCell(3, 4) <- 2,3 ; 2,4
""")

RECURRENT_NETS = nets("""
# last step of an LSTM over words <- int:2,6<20
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(20, 5)
        self.lstm = nn.LSTM(5, 4, batch_first=True)
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        out, (h, c) = self.lstm(self.embed(x))
        return self.fc(out[:, -1, :])

# zero states made in forward <- 2,5,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.num_layers, self.hidden_size = 2, 4
        self.lstm = nn.LSTM(3, 4, 2, batch_first=True)
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        device = x.device
        h0 = torch.zeros(self.num_layers, x.size(0), self.hidden_size).to(device)
        c0 = torch.zeros(self.num_layers, x.size(0), self.hidden_size, device=x.device)
        out, _ = self.lstm(x, (h0, c0))
        return self.fc(out[:, -1])

# last hidden states of both directions <- 2,5,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(3, 4, num_layers=2, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(8, 2)

    def forward(self, x):
        _, h = self.gru(x)
        return self.fc(torch.cat((h[-2], h[-1]), dim=1))

# cells in a loop <- 2,4,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.LSTMCell(3, 5)
        self.fc = nn.Linear(5, 3)

    def forward(self, x):
        h = torch.zeros(x.size(0), 5)
        c = torch.zeros_like(h)
        outputs = []
        for t in range(x.size(1)):
            h, c = self.cell(x[:, t], (h, c))
            outputs.append(self.fc(h))
        return torch.stack(outputs, dim=1)

# recurrent network written by hand <- 4,2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.i2h = nn.Linear(3 + 5, 5)
        self.h2o = nn.Linear(5, 2)

    def init_hidden(self, n):
        return torch.zeros(n, 5)

    def forward(self, x):
        hidden = self.init_hidden(x.shape[1])
        for step in x:
            hidden = torch.tanh(self.i2h(torch.cat((step, hidden), 1)))
        return F.log_softmax(self.h2o(hidden), dim=1)

# encoder hands its state to a decoder <- 2,4,3 ; 2,3,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.LSTM(3, 4, batch_first=True)
        self.decoder = nn.LSTM(3, 4, batch_first=True)
        self.out = nn.Linear(4, 3)

    def forward(self, x, y):
        _, state = self.encoder(x)
        decoded, _ = self.decoder(y, state)
        return self.out(decoded)

# flatten_parameters and packed sequences of equal lengths <- 3,5,3
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, batch_first=True)

    def forward(self, x):
        self.lstm.flatten_parameters()
        packed = pack_padded_sequence(x, [5, 5, 5], batch_first=True)
        out, _ = self.lstm(packed)
        out, lengths = pad_packed_sequence(out, batch_first=True)
        return out

# packed sequences of different lengths <- 3,5,3
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(3, 4, batch_first=True)

    def forward(self, x):
        packed = pack_padded_sequence(x, torch.tensor([5, 3, 2]), batch_first=True, enforce_sorted=False)
        out, h = self.gru(packed)
        out, _ = pad_packed_sequence(out, batch_first=True)
        return out, h[-1]

# packed sequences in both directions, two layers deep, from given states <- 5,4,3 ; 4,4,2 ; 4,4,2
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 2, num_layers=2, bidirectional=True)

    def forward(self, x, h, c):
        packed = pack_padded_sequence(x, [2, 4, 1, 4], enforce_sorted=False)
        out, (h, c) = self.lstm(packed, (h, c))
        out, lengths = pad_packed_sequence(out, padding_value=-1.0, total_length=6)
        return out, h, c, lengths

# a packed sequence made anew of other data <- 3,4,3
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 2)
        self.rnn = nn.RNN(2, 4, batch_first=True)

    def forward(self, x):
        packed = pack_padded_sequence(x, [4, 2, 1], batch_first=True)
        packed = PackedSequence(self.first(packed.data), packed.batch_sizes)
        out, h = self.rnn(packed)
        return pad_packed_sequence(out, batch_first=True)[0], h, out.data

# weights of an LSTM shared between two passes <- 5,2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(3, 3)

    def forward(self, x):
        out, h = self.rnn(x)
        out, h = self.rnn(out, h)
        return out
""")

ATTENTION = functions("""
F.scaled_dot_product_attention(x, y, z) <- 2,3,4,5 ; 2,3,6,5 ; 2,3,6,5
F.scaled_dot_product_attention(x, y, z, is_causal=True) <- 2,2,4,5 ; 2,2,4,5 ; 2,2,4,5
F.scaled_dot_product_attention(x, y, z, attn_mask=torch.ones(4, 6).tril().bool()) <- 2,2,4,5 ; 2,2,6,5 ; 2,2,6,5
F.scaled_dot_product_attention(x, y, z, attn_mask=w) <- 2,2,4,5 ; 2,2,6,5 ; 2,2,6,3 ; causal:4,6
F.scaled_dot_product_attention(x, y, z, scale=0.25, dropout_p=0.0) <- 2,4,5 ; 2,6,5 ; 2,6,5
F.scaled_dot_product_attention(x, x, x) <- 2,4,5
F.scaled_dot_product_attention(x, y, y, enable_gqa=True) <- 2,4,3,5 ; 2,2,3,5
F.scaled_dot_product_attention(x, y, z, dropout_p=0.1 if self.training else 0.) <- 1,2,3,4 ; 1,2,3,4 ; 1,2,3,4
(x @ y.transpose(-2, -1) * 5 ** -0.5).softmax(dim=-1) @ y <- 2,4,5 ; 2,4,5
""")

HEADS = nets("""
# MultiheadAttention with three inputs <- 4,2,6 ; 5,2,6 ; 5,2,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2)

    def forward(self, x, y, z):
        return self.attn(x, y, z)

# MultiheadAttention, self-attention, batch first <- 2,4,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(embed_dim=6, num_heads=3, batch_first=True)

    def forward(self, x):
        out, weights = self.attn(x, x, x)
        return out, weights

# MultiheadAttention without weights <- 2,4,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2, dropout=0.1, batch_first=True)

    def forward(self, x):
        return self.attn(x, x, x, need_weights=False)[0]

# MultiheadAttention, weights of each head <- 2,4,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2, batch_first=True)

    def forward(self, x):
        return self.attn(x, x, x, average_attn_weights=False)

# MultiheadAttention with a float mask <- 4,2,6 ; causal:4,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2)

    def forward(self, x, y):
        return self.attn(x, x, x, attn_mask=y)[0]

# MultiheadAttention with a bool mask <- 2,4,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2, batch_first=True)

    def forward(self, x):
        mask = torch.triu(torch.ones(4, 4, dtype=torch.bool), diagonal=1)
        return self.attn(x, x, x, attn_mask=mask)

# MultiheadAttention with a key padding mask <- 2,4,6 ; int:2,4<3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2, batch_first=True)

    def forward(self, x, y):
        return self.attn(x, x, x, key_padding_mask=(y == 0))

# MultiheadAttention without bias <- 2,4,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2, bias=False, batch_first=True)

    def forward(self, x):
        return self.attn(x, x, x)[0]

# MultiheadAttention with other sizes of keys and values <- 4,2,6 ; 5,2,3 ; 5,2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2, kdim=3, vdim=4)

    def forward(self, x, y, z):
        return self.attn(x, y, z)[0]

# MultiheadAttention with add_bias_kv and add_zero_attn <- 4,2,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2, add_bias_kv=True, add_zero_attn=True)

    def forward(self, x):
        return self.attn(x, x, x)

# MultiheadAttention without a batch <- 4,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(6, 2)

    def forward(self, x):
        return self.attn(x, x, x)

# causal self-attention by hand with a registered mask <- 2,4,6
class Net(nn.Module):
    def __init__(self, n_embd=6, n_head=2, block=8):
        super().__init__()
        assert n_embd % n_head == 0
        self.c_attn = nn.Linear(n_embd, 3 * n_embd)
        self.c_proj = nn.Linear(n_embd, n_embd)
        self.n_head, self.n_embd = n_head, n_embd
        self.register_buffer('bias', torch.tril(torch.ones(block, block)).view(1, 1, block, block))

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.c_attn(x).split(self.n_embd, dim=2)
        k = k.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        q = q.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        v = v.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        att = att.masked_fill(self.bias[:, :, :T, :T] == 0, float('-inf'))
        att = F.softmax(att, dim=-1)
        y = att @ v
        y = y.transpose(1, 2).contiguous().view(B, T, C)
        return self.c_proj(y)

# attention with one qkv projection and unbind <- 2,5,8
class Net(nn.Module):
    def __init__(self, dim=8, heads=4):
        super().__init__()
        self.heads, self.scale = heads, (dim // heads) ** -0.5
        self.qkv = nn.Linear(dim, dim * 3, bias=False)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        B, N, C = x.shape
        qkv = self.qkv(x).reshape(B, N, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        attn = (q * self.scale) @ k.transpose(-2, -1)
        x = (attn.softmax(dim=-1) @ v).transpose(1, 2).reshape(B, N, C)
        return self.proj(x)

# rotary embedding <- 2,2,4,6
class Net(nn.Module):
    def __init__(self, dim=6, seq=8):
        super().__init__()
        inv_freq = 1.0 / (10000 ** (torch.arange(0, dim, 2).float() / dim))
        freqs = torch.outer(torch.arange(seq).float(), inv_freq)
        emb = torch.cat((freqs, freqs), dim=-1)
        self.register_buffer('cos', emb.cos(), persistent=False)
        self.register_buffer('sin', emb.sin(), persistent=False)
        self.q = nn.Linear(dim, dim)

    def rotate_half(self, x):
        x1, x2 = x[..., : x.shape[-1] // 2], x[..., x.shape[-1] // 2 :]
        return torch.cat((-x2, x1), dim=-1)

    def forward(self, x):
        q = self.q(x)
        n = x.shape[-2]
        return q * self.cos[:n] + self.rotate_half(q) * self.sin[:n]
""")

CASES = RECURRENT + RECURRENT_NETS + ATTENTION + HEADS
