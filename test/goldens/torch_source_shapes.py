"""Views, joins, indexing and changes in place."""
from torch_source_cases import functions

VIEWS = functions("""
x.view(2, -1) <- 2,3,4
x.view(x.size(0), -1).unsqueeze(1) <- 2,3,4
x.view(-1, 4) <- 2,3,4
x.view(x.shape[0], x.shape[1], -1) <- 2,3,4,5
x.view((2, 12)) <- 2,3,4
x.view(*x.shape[:-1], 2, 2) <- 2,3,4
x.view(y.size()) <- 2,6 ; 2,3,2
x.view_as(y) + y <- 2,6 ; 2,3,2
x.reshape(2, -1) <- 2,3,4
x.reshape(x.shape[0], -1) <- 2,3,4
x.reshape(-1) <- 2,3,4
x.reshape([2, 4, 3]) <- 2,3,4
x.reshape(shape=(-1, 2)) <- 2,3,4
x.reshape_as(y) <- 2,6 ; 3,4
torch.reshape(x, (x.size(0), -1)) <- 2,3,4
x.flatten() <- 2,3,4
x.flatten(1) <- 2,3,4
x.flatten(start_dim=1, end_dim=2) <- 2,3,4,5
x.flatten(2).transpose(1, 2) <- 2,3,4,5
x.flatten(-2) <- 2,3,4
torch.flatten(x, 1) <- 2,3,4
torch.flatten(x, start_dim=1) <- 2,3,4
x.unflatten(1, (2, 3)) <- 2,6,4
x.unflatten(-1, (2, -1)) <- 2,3,6
torch.unflatten(x, 1, (3, 2)) <- 2,6
x.ravel() <- 2,3
x.transpose(1, 2) <- 2,3,4
x.transpose(-2, -1) <- 2,3,4
torch.transpose(x, 0, 1) <- 2,3,4
x.swapaxes(0, 1) <- 2,3
x.t() <- 2,3
x.T <- 2,3
x.mT <- 2,3,4
torch.t(x) <- 2,3
x.permute(0, 2, 1) <- 2,3,4
x.permute((0, 2, 3, 1)) <- 2,3,4,5
x.permute(*[0, 3, 1, 2]).contiguous() <- 2,3,4,5
x.permute(-1, 0, 1) <- 2,3,4
torch.permute(x, (2, 0, 1)) <- 2,3,4
torch.movedim(x, 1, -1) <- 2,3,4
x.movedim((0, 1), (1, 0)) <- 2,3,4
x.transpose(1, 2).contiguous().view(2, -1) <- 2,3,4
x.unsqueeze(0) <- 2,3
x.unsqueeze(1) <- 2,3
x.unsqueeze(-1) <- 2,3
x.unsqueeze(dim=1).unsqueeze(3) <- 2,3
torch.unsqueeze(x, 1) <- 2,3
x.squeeze() <- 2,1,3,1
x.squeeze(1) <- 2,1,3
x.squeeze(-1) <- 2,3
x.squeeze(-1).squeeze(-1) <- 2,3,1,1
x.squeeze((1, 3)) <- 2,1,3,1
torch.squeeze(x, 1) <- 2,1,3
x.expand(2, 3, 4) <- 3,1
x.expand(-1, 4) <- 3,1
x.expand(y.shape[0], -1, -1) <- 1,2,3 ; 4,1
x.expand_as(y) * y <- 2,1 ; 2,3
x.broadcast_to((2, 3)) <- 3
torch.broadcast_to(x, (4, 2, 3)) <- 2,1
torch.broadcast_tensors(x, y) <- 2,1 ; 1,3
x.repeat(2, 1) <- 2,3
x.repeat(1, 2, 1, 1) <- 2,1,2,2
x.repeat(3) <- 4
x.repeat((2, 2, 1)) <- 2,3
torch.tile(x, (2,)) <- 2,3
x.tile(2, 1) <- 2,3
x.repeat_interleave(2, dim=1) <- 2,3
torch.repeat_interleave(x, 2, dim=0) <- 2,3
torch.repeat_interleave(x, torch.tensor([1, 2, 0]), dim=1) <- 2,3
x.repeat_interleave(3) <- 2,2
x.flip(1) <- 2,3
x.flip([0, 1]) <- 2,3
torch.flip(x, dims=(-1,)) <- 2,3
torch.fliplr(x) <- 2,3
torch.rot90(x, 1, [0, 1]) <- 2,3
x.roll(1, 1) <- 2,4
torch.roll(x, shifts=(1, -2), dims=(0, 1)) <- 3,4
x.roll(2) <- 2,3
x.unfold(1, 2, 1) <- 2,5
x.unfold(-1, 3, 2) <- 2,3,7
x.unfold(2, 2, 2).unfold(3, 2, 2) <- 1,2,4,4
x.narrow(1, 1, 2) <- 2,4
torch.narrow(x, 0, 1, 2) <- 4,2
x.select(1, 2) <- 2,4
x.diagonal() <- 3,3
torch.diagonal(x, dim1=-2, dim2=-1) <- 2,3,3
torch.diag(x) <- 3
torch.diag(x) <- 3,3
torch.diag_embed(x) <- 2,3
x.tril() <- 3,4
x.triu(1) <- 3,4
torch.tril(x, -1) <- 2,3,3
torch.triu(x, diagonal=1) <- 3,3
x.as_strided((2, 2), (1, 2)) <- 2,3
x.contiguous() <- 2,3
x.clone() <- 2,3
x.detach() + x <- 2,3
x.to(torch.float32) <- 2,3
x.to('cpu') <- 2,3
x.to(y) <- 2,3 ; 2
x.type_as(y) <- 2,3 ; 2
x.float() <- 2,3
x.double() <- 2,3
x.cpu() <- 2,3
x.type(torch.float32) <- 2,3
x.contiguous(memory_format=torch.channels_last) <- 2,3,4,4
x.data + x <- 2,3
x.requires_grad_() <- 2,3
torch.zeros_like(x) + x <- 2,3
torch.ones_like(x) * x <- 2,3
torch.full_like(x, 0.5) * x <- 2,3
x.new_zeros(2, 3) + x <- 2,3
x.new_ones((2, 3)) * x <- 2,3
x.new_full((2, 1), 2.0) * x <- 2,3
x.new_tensor([1., 2., 3.]) * x <- 2,3
x * x.numel() <- 2,3
x * x.dim() / x.ndim <- 2,3
x * len(x) * x.nelement() <- 2,3
x * x.shape.numel() * x.size(-1) <- 2,3
x * x.stride(0) <- 2,3
x.view(*x.size()[:-2], -1) <- 2,3,4
""")

JOINS = functions("""
torch.cat([x, y]) <- 2,3 ; 1,3
torch.cat((x, y), dim=1) <- 2,3 ; 2,4
torch.cat([x, y], -1) <- 2,3 ; 2,1
torch.cat(tensors=(x, y, x), dim=1) <- 2,3 ; 2,1
torch.cat([x, torch.zeros(2, 1)], dim=1) <- 2,3
torch.concat((x, y), 1) <- 2,3 ; 2,4
torch.stack([x, y]) <- 2,3 ; 2,3
torch.stack((x, y), dim=1) <- 2,3 ; 2,3
torch.stack([x, y], -1) <- 2,3 ; 2,3
torch.hstack((x, y)) <- 2,3 ; 2,1
torch.vstack((x, y)) <- 2,3 ; 3
torch.dstack((x, y)) <- 2,3 ; 2,3
torch.column_stack((x, y)) <- 2 ; 2,3
torch.block_diag(x, y) <- 2,3 ; 1,2
torch.cartesian_prod(x, y) <- 2 ; 3
torch.combinations(x) <- 4
a, b = x.chunk(2, dim=1);; a * torch.sigmoid(b) <- 2,6
torch.chunk(x, 3, -1)[1] <- 2,6
x.chunk(4, 1) <- 2,6
x.chunk(3, dim=1) <- 2,7
a, b, c = x.split(2, dim=1);; a + b * c <- 2,6
x.split([1, 2, 3], dim=1) <- 2,6
torch.split(x, 4, dim=-1) <- 2,6
torch.tensor_split(x, 4, dim=1) <- 2,6
x.tensor_split((1, 3), dim=1) <- 2,6
a, b = x.unbind(1);; a - b <- 3,2
x.unbind() <- 2,3
torch.unbind(x, dim=-1)[0] <- 2,3
[a * 2 for a in x] <- 2,3
a, b = x;; a * b <- 2,3
(*head, last) = x.unbind(1);; sum(head) * last <- 2,4
torch.hsplit(x, 2) <- 2,4
""")

INDEXING = functions("""
x[0] <- 2,3
x[-1] <- 2,3
x[:, 0] <- 2,3
x[:, -1, :] <- 2,3,4
x[0, 1] <- 2,3
x[:, 1:] <- 2,4
x[:, :-1] <- 2,4
x[:, ::2] <- 2,5
x[1:, 1:3] <- 3,4
x[:, 1::2, ::3] <- 2,5,7
x[..., 0] <- 2,3,4
x[..., 1:] <- 2,3,4
x[0, ..., -1] <- 2,3,4
x[..., None] <- 2,3
x[None] <- 2,3
x[:, None] <- 2,3
x[:, None, :, None] <- 2,3
x[:, :, None, None] * y <- 2,3 ; 2,3,2,2
x[None, ..., 1] <- 2,3
x[()] <- 2,3
x[...] <- 2,3
x[[0, 1, 0]] <- 2,3
x[:, [2, 0]] <- 2,3
x[:, [-1], :] <- 2,3,4
x[[0, 1], [2, 0]] <- 2,3
x[torch.tensor([1, 0, 1])] <- 2,3
x[:, torch.tensor([[0, 1], [2, 0]])] <- 2,3
x[torch.arange(3), torch.tensor([0, 1, 0])] <- 3,2
x[torch.arange(4), y] <- 4,3 ; int:4<3
x[y] <- 5,3 ; int:2,2<5
x[:, y] <- 2,5,3 ; int:4<5
x[:, 0, [1, 2]] <- 2,3,4
x[[0, 1], :, [1, 2]] <- 2,3,4
x[torch.tensor([True, False, True])] <- 3,2
x[:, torch.tensor([True, False, True])] <- 2,3
x[torch.eye(3).bool()] <- 3,3
x[torch.ones(2, 2).triu().bool()] <- 2,2,3
x[0:1] <- 2,3
x[slice(0, 1), slice(None)] <- 2,3
x[tuple([slice(None), 1])] <- 2,3
x[:, range(2)] <- 2,3
x[:, x.shape[1] // 2:] <- 2,5
x[5:] <- 2,3
x[:, -2:] <- 2,5
x[1] - x[0] <- 2,3
x[0][1] <- 2,3
x[:, :, 1:, :] - x[:, :, :-1, :] <- 2,2,3,3
torch.cat([x[:, 1:], x[:, :1]], 1) <- 2,4
x.gather(1, y) <- 2,5 ; int:2,3<5
torch.gather(x, 1, y.unsqueeze(-1).expand(-1, -1, 4)) <- 2,3,4 ; int:2,2<3
torch.gather(x, dim=0, index=y) <- 3,2 ; int:2,2<3
x.index_select(1, torch.tensor([0, 2, 2])) <- 2,3
torch.index_select(x, 0, y) <- 4,3 ; int:3<4
x.masked_select(torch.tensor([[True, False, True], [False, True, True]])) <- 2,3
torch.take(x, torch.tensor([0, 4, 5])) <- 2,3
torch.take_along_dim(x, y, dim=1) <- 2,5 ; int:2,3<5
x.scatter(1, y, 0.5) <- 2,5 ; int:2,2<5
x.scatter_add(1, y, z) <- 2,5 ; int:2,3<5 ; 2,3
torch.zeros(2, 5).scatter_(1, y, 1.0) * x <- 2,5 ; int:2,1<5
torch.zeros(4, 3).index_add(0, y, x) <- 5,3 ; int:5<4
x.index_add(1, torch.tensor([0, 2]), y) <- 2,3 ; 2,2
x.index_copy(0, torch.tensor([1]), y) <- 3,2 ; 1,2
x.index_fill(1, torch.tensor([0]), 0.5) <- 2,3
x.scatter_reduce(1, y, z, reduce='sum') <- 2,5 ; int:2,3<5 ; 2,3
x.masked_fill(x > 0, 0) <- 2,3
x.masked_fill(torch.triu(torch.ones(3, 3), 1).bool(), float('-inf')).softmax(-1) <- 2,3,3
x.masked_fill(y[:, None] == 0, -1e9).softmax(-1) <- 2,4,3 ; int:2,3<3
torch.masked_fill(x, torch.tensor([True, False, True]), 0.5) <- 2,3
x.masked_scatter(torch.tensor([True, False, True]), y) <- 2,3 ; 4
(torch.searchsorted(torch.tensor([-0.5, 0., 0.5]), x)).float() <- 2,3
(torch.bucketize(x, torch.tensor([-0.5, 0., 0.5]))).float() <- 2,3
""")

IN_PLACE = functions("""
x += 1;; x <- 2,3
x *= y;; x <- 2,3 ; 3
x -= y;; x /= 2;; x <- 2,3 ; 2,3
x.add_(y).mul_(2) <- 2,3 ; 3
x = x.clone();; x[:, 0] = 0;; x <- 2,3
x = x.clone();; x[:, 0] = y;; x <- 2,3 ; 2
x = x.clone();; x[:, 1:] += 1;; x <- 2,3
x = x.clone();; x[0] *= y;; x <- 2,3 ; 3
x = x.clone();; x[..., ::2] = -x[..., ::2];; x <- 2,5
x = x.clone();; x[x > 0] = 0.;; x <- 2,3
x = x.clone();; x[[0, 1], [1, 2]] = y;; x <- 2,3 ; 2
x = x.clone();; v = x[:, 0];; v.mul_(3);; x <- 2,3
x = x.clone();; v = x.view(-1);; v[2] = 5.;; x <- 2,3
x = x.clone();; a, b = x.chunk(2, 1);; a = a * 2;; x + torch.cat([a, b], 1) <- 2,4
x = x.clone();; x.t()[0] = y;; x <- 2,3 ; 2
out = torch.zeros(2, 4);; out[:, :3] = x;; out[:, 3] = x.sum(1);; out <- 2,3
out = torch.empty_like(x);; out[:, 0::2] = y;; out[:, 1::2] = -y;; out + x <- 2,4 ; 2,2
out = x.new_zeros(2, 2, 3);; out[0] = x;; out[1] = x * 2;; out <- 2,3
y = x;; y = y + 1;; x * y <- 2,3
y = x.clone();; y += 1;; x * y <- 2,3
x.clamp_(-0.2, 0.3) <- 2,3
x.exp_() <- 2,3
x.zero_() + y <- 2,3 ; 2,3
x.fill_(0.5) * y <- 2,3 ; 2,3
x.copy_(y) <- 2,3 ; 3
x.masked_fill_(y > 0, 0.) <- 2,3 ; 2,3
x.sub_(y).div_(2).pow(2) <- 2,3 ; 2,3
x.mul_(0.5).neg_() <- 2,3
x.unsqueeze_(1) <- 2,3
x.squeeze_(1) <- 2,1,3
x.transpose_(0, 1) <- 2,3
x.scatter_(1, y, 0.5) <- 2,5 ; int:2,2<5
x.index_add_(0, torch.tensor([1, 0]), y) <- 3,2 ; 2,2
x.index_fill_(1, torch.tensor([1]), 0.) <- 2,3
x.index_copy_(1, torch.tensor([0, 2]), y) <- 2,3 ; 2,2
x.lerp_(y, 0.25) <- 2,3 ; 2,3
x.addcmul_(y, z) <- 2,3 ; 2,3 ; 2,3
x.sqrt_().sum() * y <- zeros:2 ; 3
x.tril_() <- 3,3
x.relu_().mul(y) <- 2,3 ; 2,3
x.abs_() <- 2,3
""")

CASES = VIEWS + JOINS + INDEXING + IN_PLACE
