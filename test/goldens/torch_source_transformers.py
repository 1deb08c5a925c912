"""nn.Transformer and what it is made of, positions, and einops."""
from torch_source_cases import functions, layers, nets

LAYERS = layers("""
nn.TransformerEncoderLayer(8, 2, dim_feedforward=12) <- 4,2,8
nn.TransformerEncoderLayer(d_model=8, nhead=2, dim_feedforward=12, batch_first=True) <- 2,4,8
nn.TransformerEncoderLayer(8, 4, 12, dropout=0.0, activation='gelu', batch_first=True) <- 2,4,8
nn.TransformerEncoderLayer(8, 2, 12, norm_first=True, batch_first=True) <- 2,4,8
nn.TransformerEncoderLayer(8, 2, 12, activation=F.gelu, layer_norm_eps=1e-3, batch_first=True) <- 2,4,8
nn.TransformerEncoderLayer(8, 2, 12, bias=False, batch_first=True) <- 2,4,8
nn.TransformerEncoderLayer(8, 2, 12) <- 4,2,8 ; causal:4,4
nn.TransformerEncoderLayer(8, 2) <- 3,1,8
nn.TransformerDecoderLayer(8, 2, 12) <- 3,2,8 ; 4,2,8
nn.TransformerDecoderLayer(8, 2, 12, batch_first=True, norm_first=True, activation='gelu') <- 2,3,8 ; 2,4,8
nn.TransformerDecoderLayer(8, 2, 12) <- 3,2,8 ; 4,2,8 ; causal:3,3
nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12, batch_first=True), num_layers=2) <- 2,4,8
nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12), 2, norm=nn.LayerNorm(8), enable_nested_tensor=False) <- 4,2,8
nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 12, batch_first=True), 2) <- 2,3,8 ; 2,4,8
nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 12), 2, nn.LayerNorm(8)) <- 3,2,8 ; 4,2,8
nn.Transformer(8, 2, 1, 1, 12) <- 4,2,8 ; 3,2,8
nn.Transformer(d_model=8, nhead=2, num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=12, batch_first=True) <- 2,4,8 ; 2,3,8
nn.Transformer(8, 2, 2, 1, 12, norm_first=True, activation='gelu', batch_first=True) <- 2,4,8 ; 2,3,8
""")

NETS = nets("""
# encoder with a causal mask from generate_square_subsequent_mask <- 4,2,8
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.TransformerEncoderLayer(8, 2, 12)
        self.encoder = nn.TransformerEncoder(self.layer, 2)

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(len(x))
        return self.encoder(x, mask)

# encoder with padding <- int:2,4<3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(3, 8, padding_idx=0)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12, batch_first=True), 1, enable_nested_tensor=False)

    def forward(self, x):
        return self.encoder(self.embed(x), src_key_padding_mask=(x == 0)).mean(1)

# transformer with masks on both sides <- int:2,4<11 ; int:2,3<11
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.src = nn.Embedding(11, 8)
        self.tgt = nn.Embedding(11, 8)
        self.transformer = nn.Transformer(8, 2, 1, 1, 12, batch_first=True)
        self.out = nn.Linear(8, 11)

    def forward(self, x, y):
        mask = self.transformer.generate_square_subsequent_mask(y.size(1))
        h = self.transformer(self.src(x) * math.sqrt(8), self.tgt(y) * math.sqrt(8), tgt_mask=mask)
        return self.out(h)

# sinusoidal positions in a buffer <- int:2,5<9
class PositionalEncoding(nn.Module):
    def __init__(self, d_model, dropout=0.1, max_len=50):
        super().__init__()
        self.dropout = nn.Dropout(p=dropout)
        pe = torch.zeros(max_len, d_model)
        position = torch.arange(0, max_len, dtype=torch.float).unsqueeze(1)
        div_term = torch.exp(torch.arange(0, d_model, 2).float() * (-math.log(10000.0) / d_model))
        pe[:, 0::2] = torch.sin(position * div_term)
        pe[:, 1::2] = torch.cos(position * div_term)
        pe = pe.unsqueeze(0)
        self.register_buffer('pe', pe)

    def forward(self, x):
        return self.dropout(x + self.pe[:, : x.size(1)])

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(9, 6)
        self.pos = PositionalEncoding(6)
        self.fc = nn.Linear(6, 2)

    def forward(self, x):
        return self.fc(self.pos(self.embed(x)).mean(dim=1))

# learned positions and tied weights <- int:2,5<9
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.transformer = nn.ModuleDict(dict(
            wte=nn.Embedding(9, 6),
            wpe=nn.Embedding(8, 6),
            ln_f=nn.LayerNorm(6),
        ))
        self.lm_head = nn.Linear(6, 9, bias=False)
        self.transformer.wte.weight = self.lm_head.weight

    def forward(self, x):
        pos = torch.arange(0, x.size(1), dtype=torch.long, device=x.device)
        h = self.transformer.wte(x) + self.transformer.wpe(pos)
        return self.lm_head(self.transformer.ln_f(h)[:, [-1], :])

# class token and patches <- 2,3,8,8
class Net(nn.Module):
    def __init__(self, dim=6, patch=4):
        super().__init__()
        self.patch_embed = nn.Conv2d(3, dim, kernel_size=patch, stride=patch)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos_embed = nn.Parameter(torch.randn(1, 5, dim) * .02)
        self.head = nn.Linear(dim, 3)

    def forward(self, x):
        x = self.patch_embed(x).flatten(2).transpose(1, 2)
        cls = self.cls_token.expand(x.shape[0], -1, -1)
        x = torch.cat((cls, x), dim=1) + self.pos_embed
        return self.head(x[:, 0])

# window partition and its reverse, shifted <- 2,4,4,3
def window_partition(x, size):
    B, H, W, C = x.shape
    x = x.view(B, H // size, size, W // size, size, C)
    return x.permute(0, 1, 3, 2, 4, 5).contiguous().view(-1, size, size, C)

def window_reverse(windows, size, H, W):
    B = int(windows.shape[0] / (H * W / size / size))
    x = windows.view(B, H // size, W // size, size, size, -1)
    return x.permute(0, 1, 3, 2, 4, 5).contiguous().view(B, H, W, -1)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        h = torch.roll(x, shifts=(-1, -1), dims=(1, 2))
        w = self.fc(window_partition(h, 2)).cumsum(0)
        h = window_reverse(w, 2, 4, 4)
        return x + torch.roll(h, shifts=(1, 1), dims=(1, 2))

# relative position bias table <- 2,2,4,4
class Net(nn.Module):
    def __init__(self, size=2, heads=2):
        super().__init__()
        self.table = nn.Parameter(torch.zeros((2 * size - 1) * (2 * size - 1), heads))
        coords = torch.stack(torch.meshgrid([torch.arange(size), torch.arange(size)], indexing='ij'))
        flat = torch.flatten(coords, 1)
        relative = (flat[:, :, None] - flat[:, None, :]).permute(1, 2, 0).contiguous()
        relative[:, :, 0] += size - 1
        relative[:, :, 1] += size - 1
        relative[:, :, 0] *= 2 * size - 1
        self.register_buffer('index', relative.sum(-1))

    def forward(self, x):
        bias = self.table[self.index.view(-1)].view(4, 4, -1).permute(2, 0, 1).contiguous()
        return F.softmax(x + bias.unsqueeze(0), dim=-1)
""")

EINOPS = functions("""
rearrange(x, 'b c h w -> b h w c') <- 2,3,4,5
rearrange(x, 'b c h w -> b (c h w)') <- 2,3,4,5
rearrange(x, 'b (h d) n -> b h n d', h=2) <- 2,6,4
rearrange(x, 'b c (h p1) (w p2) -> b (h w) (p1 p2 c)', p1=2, p2=2) <- 2,3,4,4
rearrange(x, '... n d -> ... d n') <- 2,3,4,5
rearrange(x, 'b n (three h d) -> three b h n d', three=3, h=2)[1] <- 2,4,12
rearrange([x, y], 'k b d -> b k d') <- 2,3 ; 2,3
rearrange(x, 'b d -> b 1 d') <- 2,3
rearrange(x, 'b 1 d -> b d') <- 2,1,3
repeat(x, '1 n d -> b n d', b=3) <- 1,2,4
repeat(x, 'b d -> b n d', n=2) <- 2,3
repeat(x, 'b c -> b (c r)', r=3) <- 2,3
repeat(x, 'h w -> (h 2) (w 3)') <- 2,3
reduce(x, 'b c h w -> b c', 'mean') <- 2,3,4,5
reduce(x, 'b c (h 2) (w 2) -> b c h w', 'max') <- 2,3,4,4
reduce(x, 'b n d -> b d', 'sum') <- 2,3,4
reduce(x, 'b n d -> b 1 d', reduction='min') <- 2,3,4
einsum(x, y, 'b i d, b j d -> b i j') <- 2,3,4 ; 2,5,4
Rearrange('b c h w -> b (h w) c')(x) <- 2,3,4,5
rearrange(x, 'b ... d -> b (...) d') <- 2,3,4,5
rearrange(x, 'b (h d) ... -> b h (...) d', h=2) <- 2,4,3,5
Reduce('b c h w -> b c', 'mean')(x) <- 2,3,4,5
pack([x, y], 'b * d')[0] <- 2,3,4 ; 2,4
""", before="from einops import rearrange, repeat, reduce, einsum, pack\nfrom einops.layers.torch import Rearrange, Reduce\n\n")

EINOPS_NETS = nets("""
# patches by a Rearrange layer in a Sequential <- 2,3,4,4
from einops.layers.torch import Rearrange

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.to_patch = nn.Sequential(
            Rearrange('b c (h p1) (w p2) -> b (h w) (p1 p2 c)', p1=2, p2=2),
            nn.LayerNorm(12),
            nn.Linear(12, 5),
        )

    def forward(self, x):
        return self.to_patch(x)

# heads by map and rearrange <- 2,4,6
from einops import rearrange

class Net(nn.Module):
    def __init__(self, dim=6, heads=2, dim_head=3):
        super().__init__()
        self.heads = heads
        self.to_qkv = nn.Linear(dim, dim_head * heads * 3, bias=False)

    def forward(self, x):
        qkv = self.to_qkv(x).chunk(3, dim=-1)
        q, k, v = map(lambda t: rearrange(t, 'b n (h d) -> b h n d', h=self.heads), qkv)
        dots = torch.einsum('b h i d, b h j d -> b h i j', q, k) * 3 ** -0.5
        out = torch.matmul(dots.softmax(dim=-1), v)
        return rearrange(out, 'b h n d -> b n (h d)')
""")

CASES = LAYERS + NETS + EINOPS + EINOPS_NETS
