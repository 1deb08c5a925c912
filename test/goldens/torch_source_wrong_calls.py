"""Functions and methods called with wrong shapes, types and arguments: PyTorch's own words and the line that they belong to."""
from torch_source_cases import wrong_functions

CASES = wrong_functions("""
x + y <- 2,3 ; 2,4
x * y <- 2,3,4 ; 3,3,4
x - y <- 2,3 ; 2
x @ y <- 2,3 ; 4,5
x @ y <- 2,3,4 ; 3,4,5
torch.matmul(x, y) <- 2,3 ; 2,3
torch.mm(x, y) <- 2,3 ; 4,5
torch.mm(x, y) <- 2,3,4 ; 4,5
torch.bmm(x, y) <- 2,3,4 ; 3,4,5
torch.bmm(x, y) <- 2,3 ; 3,4
torch.dot(x, y) <- 3 ; 4
torch.dot(x, y) <- 2,3 ; 3
torch.mv(x, y) <- 2,3 ; 4
torch.addmm(x, y, z) <- 2 ; 2,3 ; 3,4
torch.einsum('ij,jk->ik', x, y) <- 2,3 ; 4,5
torch.einsum('ijk->i', x) <- 2,3
torch.einsum('ij,jk->il', x, y) <- 2,3 ; 3,4
torch.einsum('ij->ij', x, y) <- 2,3 ; 2,3
x.view(2, 5) <- 2,3
x.view(-1, 4) <- 2,3
x.view(-1, -1) <- 2,3
x.view(x.size(0), 256) <- 2,3,10,10
x.transpose(1, 2).view(2, -1) <- 2,3,4
x.permute(0, 2, 1).view(-1) <- 2,3,4
x.reshape(5, -1) <- 2,3
x.reshape(7) <- 2,3
x.flatten(2) <- 2,3
x.unflatten(1, (2, 2)) <- 2,3
x.transpose(1, 2) <- 2,3
x.permute(0, 1) <- 2,3,4
x.permute(0, 1, 1) <- 2,3,4
x.t() <- 2,3,4
x.squeeze(3) <- 2,3
x.unsqueeze(4) <- 2,3
x.expand(2, 4) <- 2,3
x.expand(3) <- 2,3
x.repeat(2) <- 2,3
x.size(5) <- 2,3
x.shape[4] <- 2,3
x[5] <- 2,3
x[:, 7] <- 2,3
x[0, 0, 0] <- 2,3
x[:, [0, 5]] <- 2,3
x[torch.tensor([True, False, True])] <- 2,3
x['a'] <- 2,3
x[::-1] <- 2,3
x[1.5] <- 2,3
torch.cat([x, y]) <- 2,3 ; 2,4
torch.cat([x, y], dim=1) <- 2,3,4 ; 2,3,5
torch.cat([x, y], dim=1) <- 2,3 ; 2,3,1
torch.cat([x, y], dim=3) <- 2,3 ; 2,3
torch.cat(x, y) <- 2,3 ; 2,3
torch.stack([x, y]) <- 2,3 ; 2,4
torch.stack([x, y], dim=4) <- 2,3 ; 2,3
a, b = x.chunk(3, 1);; a + b <- 2,6
a, b, c = x.split(3, dim=1);; a <- 2,6
x.split([2, 2], dim=1) <- 2,5
x.chunk(0) <- 2,5
a, b = x.unbind(1);; a <- 2,3
x.unfold(1, 5, 1) <- 2,3
x.narrow(1, 2, 3) <- 2,4
x.gather(1, y) <- 2,3 ; int:3,2<3
x.gather(1, y) <- 2,3 ; 2,2
x.gather(1, y) <- 2,3 ; int:2,2<9
x.index_select(1, y) <- 2,3 ; int:2<9
x.scatter(1, y, z) <- 2,5 ; int:2,3<5 ; 2,2
x.masked_fill(x, 0) <- 2,3
x.masked_fill(torch.ones(4, dtype=torch.bool), 0) <- 2,3
torch.where(x > 0, x, y) <- 2,3 ; 4
x.sum(2) <- 2,3
x.mean(dim=(1, 1)) <- 2,3
x.max(dim=3) <- 2,3
x.topk(5) <- 2,3
x.mean(1) <- int:2,3<5
x.softmax() <- 2,3
F.softmax(x, dim=3) <- 2,3
F.linear(x, y) <- 2,3 ; 4,5
F.linear(x, y, z) <- 2,3 ; 4,3 ; 5
F.conv2d(x, y) <- 2,3,8,8 ; 4,2,3,3
F.conv2d(x, y, z) <- 2,3,8,8 ; 4,3,3,3 ; 5
F.max_pool2d(x, 9) <- 2,3,8,8
F.avg_pool2d(x, 0) <- 2,3,8,8
F.pad(x, (1, 1, 1)) <- 2,3
F.pad(x, (1, 1, 1, 1, 1, 1)) <- 2,3
F.pad(x, (1, 1), mode='reflect') <- 2,3,4,4
F.interpolate(x, size=4, scale_factor=2) <- 2,3,4,4
F.interpolate(x, scale_factor=2, mode='nearest', align_corners=True) <- 2,3,4,4
F.layer_norm(x, (4,)) <- 2,3
F.embedding(x, y) <- 2,3 ; 4,5
F.dropout(x, p=-0.5) <- 2,3
F.one_hot(x, 3) <- 2,3
F.mse_loss(x, y) <- 2,3 ; 2,4
F.cross_entropy(x, y) <- 4,3 ; int:4<5
F.nll_loss(x, y) <- 4,3 ; int:3<3
F.binary_cross_entropy(x.sigmoid(), y.sigmoid()) <- 4,1 ; 4
F.kl_div(x, y, reduction='other') <- 2,3 ; 2,3
F.scaled_dot_product_attention(x, y, y) <- 2,4,5 ; 2,4,6
F.glu(x) <- 2,3
F.relu(x, y, x) <- 2,3 ; 2,3
x.relu(dim=1) <- 2,3
x.nosuch(2) <- 2,3
torch.zeros(3) + x.fc <- 2,3
self.nosuch(x) <- 2,3
len(x.sum()) <- 2,3
if_ + x <- 2,3
x + 'a' <- 2,3
x + [1, 2] <- 2,3
x + None <- 2,3
torch.relu([1, 2]) + x <- 2,3
int(x) <- 2,3
x.item() <- 2,3
x if x > 0 else -x <- 2,3
x[:, 0] + x[0] <- 2,3
y = x.clone();; y[:, 0] = torch.zeros(3);; y <- 2,3
x += y;; x <- 2,1 ; 2,3
x.add_(y) <- 3 ; 2,3
x.t_(1) <- 2,3
x.view(2, 3.0) <- 2,3
x.view(2, x.size(1) / 3, 3) <- 2,3
F.avg_pool2d(x, x.size(2) / 2) <- 2,3,4,4
torch.zeros(x.size(0), 3 / 3) + x <- 2,3
""")
