"""Arithmetic, functions of one number, comparison, reductions and products: torch.* and methods of Tensor."""
from torch_source_cases import functions

ARITHMETIC = functions("""
x + y <- 2,3 ; 2,3
x + y <- 2,3,4 ; 4
x + y <- 2,1,4 ; 3,1
x - y <- 3 ; 2,3
x * y <- 2,3 ; 2,1
x / (y + 2) <- 2,3 ; 3
x + 1 <- 2,3
2 - x <- 2,3
3 * x - 1.5 <- 2,3
x / 4 <- 2,3
1 / (x + 2) <- 2,3
x ** 2 <- 2,3
x ** 3 <- 2,3
(x + 2) ** 0.5 <- 2,3
2 ** x <- 2,3
(x + 2) ** y <- 2,3 ; 3
x.detach() // 0.3 + x <- 2,3
x % 0.3 <- 2,3
-x <- 2,3
+x <- 2,3
abs(x) <- 2,3
x + True <- 2,3
x * math.pi <- 2,3
x * torch.tensor(0.5) <- 2,3
x + y.sum() <- 2,3 ; 4
torch.add(x, y) <- 2,3 ; 3
torch.add(x, y, alpha=2) <- 2,3 ; 3
torch.sub(x, y, alpha=0.5) <- 2,3 ; 3
torch.mul(x, y) <- 2,3 ; 2,1
torch.multiply(x, 3) <- 2,3
torch.div(x, 2) <- 2,3
torch.div(x, 0.3, rounding_mode='floor') + x <- 2,3
torch.true_divide(x, y + 2) <- 2,3 ; 3
torch.floor_divide(x.detach(), 0.4) + x <- 2,3
torch.remainder(x, 0.4) <- 2,3
torch.fmod(x, 0.4) <- 2,3
torch.neg(x) <- 2,3
torch.negative(x) <- 2,3
torch.pow(x, 2) <- 2,3
torch.pow(2, x) <- 2,3
torch.pow(x + 2, y) <- 2,3 ; 3
torch.float_power(x + 2, 2) <- 2,3
torch.rsub(x, 1) <- 2,3
torch.addcmul(x, y, z, value=0.5) <- 2,3 ; 2,3 ; 3
torch.addcdiv(x, y, z + 2) <- 2,3 ; 2,3 ; 3
torch.lerp(x, y, 0.3) <- 2,3 ; 2,3
torch.lerp(x, y, z) <- 2,3 ; 2,3 ; 3
x.lerp(y, 0.5) <- 2,3 ; 2,3
x.add(y) <- 2,3 ; 3
x.add(1).sub(y).mul(2).div(3) <- 2,3 ; 3
x.add(y, alpha=-0.5) <- 2,3 ; 3
x.neg() <- 2,3
x.pow(2) <- 2,3
x.square() <- 2,3
x.sub(0.5) <- 2,3
x.true_divide(2) <- 2,3
torch.maximum(x, y) <- 2,3 ; 3
torch.minimum(x, y) <- 2,3 ; 3
torch.max(x, y) <- 2,3 ; 2,3
torch.min(x, y) <- 2,3 ; 2,3
x.maximum(y) <- 2,3 ; 2,3
torch.fmax(x, y) <- 2,3 ; 2,3
torch.hypot(x, y) <- 2,3 ; 2,3
torch.atan2(x, y) <- 2,3 ; 2,3
torch.logaddexp(x, y) <- 2,3 ; 2,3
torch.copysign(x, y) <- 2,3 ; 2,3
torch.xlogy(x, y.abs() + 0.1) <- 2,3 ; 2,3
torch.nan_to_num(x / 0 * 0, nan=0.5) + x <- 2,3
torch.dist(x, y) <- 2,3 ; 2,3
torch.dist(x, y, p=1) <- 2,3 ; 2,3
""")

POINTWISE = functions("""
torch.abs(x) <- 2,5
torch.exp(x) <- 2,5
torch.expm1(x) <- 2,5
torch.exp2(x) <- 2,5
torch.log(x.abs() + 0.1) <- 2,5
torch.log2(x + 2) <- 2,5
torch.log10(x + 2) <- 2,5
torch.log1p(x * 0.5) <- 2,5
torch.sqrt(x + 2) <- 2,5
torch.rsqrt(x + 2) <- 2,5
torch.square(x) <- 2,5
torch.reciprocal(x + 2) <- 2,5
torch.sin(x) <- 2,5
torch.cos(x) <- 2,5
torch.tan(x) <- 2,5
torch.asin(x * 0.4) <- 2,5
torch.acos(x * 0.4) <- 2,5
torch.atan(x) <- 2,5
torch.arctan(x) <- 2,5
torch.sinh(x) <- 2,5
torch.cosh(x) <- 2,5
torch.asinh(x) <- 2,5
torch.acosh(x + 3) <- 2,5
torch.atanh(x * 0.4) <- 2,5
torch.erf(x) <- 2,5
torch.erfc(x) <- 2,5
torch.erfinv(x * 0.4) <- 2,5
torch.lgamma(x + 3) <- 2,5
torch.digamma(x + 3) <- 2,5
torch.logit(x * 0.4 + 0.5) <- 2,5
torch.logit(x, eps=0.01) <- 2,5
torch.sinc(x) <- 2,5
torch.sign(x) * x <- 2,5
torch.sgn(x) * x <- 2,5
torch.floor(x * 3) + x <- 2,5
torch.ceil(x * 3) + x <- 2,5
torch.round(x * 3) + x <- 2,5
torch.trunc(x * 3) + x <- 2,5
torch.frac(x * 3) <- 2,5
torch.clamp(x, -0.3, 0.4) <- 2,5
torch.clamp(x, min=0) <- 2,5
torch.clamp(x, max=0.2) <- 2,5
torch.clip(x, -0.5, 0.5) <- 2,5
torch.clamp(x, min=y) <- 2,5 ; 5
torch.clamp_min(x, 0.1) <- 2,5
torch.clamp_max(x, 0.1) <- 2,5
torch.deg2rad(x) <- 2,5
torch.heaviside(x.detach(), torch.tensor(0.5)) + x <- 2,5
x.abs().log1p() <- 2,5
x.exp() <- 2,5
x.log() <- 2,5
x.abs().sqrt() <- 2,5
x.abs().rsqrt() <- 2,5
x.sin() + x.cos() <- 2,5
x.clamp(min=-0.1, max=0.1) <- 2,5
x.clamp(-0.5, 0.5) <- 2,5
x.clamp_min(0.05) <- 2,5
x.clip(0, 1) <- 2,5
x.reciprocal() <- 2,5
x.erf() <- 2,5
x.sign() + x <- 2,5
x.round() + x <- 2,5
x.abs() <- 2,5
x.expm1() <- 2,5
torch.where(x > 0, x, 0.1 * x) <- 2,5
torch.where(x > y, x, y) <- 2,5 ; 5
torch.where(x < 0, torch.zeros_like(x), x) <- 2,5
torch.where(x >= 0.2, 1.0, x) <- 2,5
x.where(x > 0, -x) <- 2,5
x * (x > 0) <- 2,5
x * (x > 0).float() <- 2,5
x * (x.abs() < 0.5).to(x.dtype) <- 2,5
x * ((x > -0.5) & (x < 0.5)) <- 2,5
x * ((x > 0) & torch.tensor([0, 1, 2, 3, 5], dtype=torch.uint8)) <- 2,5
x * (torch.tensor([0, 1, 2, 3, -1]) | (x > 0)) <- 2,5
x * ((x > 0) ^ torch.tensor([0, 1, 2, 3, -1])) <- 2,5
x + torch.ones(size=(2, 5)) * x.new_zeros(size=(5,)) <- 2,5
x * ~(x > 0) <- 2,5
x * ((x > 0.5) | (x < -0.5)) <- 2,5
x * torch.logical_and(x > -0.5, x < 0.5) <- 2,5
x * torch.logical_not(x > 0) <- 2,5
x * torch.gt(x, 0) <- 2,5
x * torch.ge(x, y) <- 2,5 ; 5
x * x.le(0.3) <- 2,5
x * torch.isfinite(x) <- 2,5
(x > 0).float() <- 2,5
((x > 0) == (y > 0)).float() <- 2,5 ; 2,5
(torch.eq(x, x)).float() <- 2,5
(x.ne(0)).float() <- 2,5
(torch.isnan(x).any()).float() <- 2,5
((x > 0).all()).float() <- 2,5
((x > 0).any(dim=1)).float() <- 2,5
((x > 0).sum()).float() <- 2,5
((x > 0).sum(dim=1)).float() <- 2,5
(x > 0).float().mean() * x <- 2,5
""")

REDUCTIONS = functions("""
x.sum() <- 2,3
x.sum(1) <- 2,3,4
x.sum(dim=-1, keepdim=True) <- 2,3,4
x.sum((0, 2)) <- 2,3,4
x.sum(axis=1) <- 2,3
torch.sum(x, dim=1) <- 2,3,4
torch.sum(x, (1, 2), keepdim=True) <- 2,3,4
x.mean() <- 2,3
x.mean(1) <- 2,3,4
x.mean([2, 3]) <- 2,3,4,4
x.mean(dim=(-2, -1), keepdim=True) <- 2,3,4,4
x.mean(2).mean(2) <- 2,3,4,4
torch.mean(x, dim=1, keepdim=True) <- 2,3,4
torch.mean(x, 1) <- 2,3,4
x.var() <- 2,5
x.var(dim=1, unbiased=False) <- 2,5
x.var(-1, keepdim=True) <- 2,3,5
torch.var(x, dim=1, correction=0) <- 2,5
x.std() <- 2,5
x.std(dim=-1, keepdim=True) <- 2,3,5
torch.std(x, 1, unbiased=False) <- 2,5
torch.var_mean(x, dim=1, keepdim=True) <- 2,5
torch.std_mean(x, 1) <- 2,5
x.max() <- 2,5
x.max(1) <- 2,5
x.max(1).indices.float() <- 2,5
x.max(dim=1)[0] <- 2,5,3
x.max(dim=-1, keepdim=True).values <- 2,5
torch.max(x) <- 2,5
torch.max(x, 1) <- 2,5
torch.max(x, dim=2, keepdim=True)[0] <- 2,3,5
(torch.max(x, 1)[1]).float() <- 2,5
x.min(dim=1) <- 2,5
torch.min(x, -1, keepdim=True).values <- 2,5
x.amax(dim=1) <- 2,5
x.amax((1, 2), keepdim=True) <- 2,3,4
torch.amin(x, 1) <- 2,5
torch.aminmax(x, dim=1) <- 2,5
x.prod() <- 2,3
x.prod(dim=1) <- 2,3
torch.prod(x, 1, keepdim=True) <- 2,3
x.norm() <- 2,3
x.norm(dim=1) <- 2,3
x.norm(2, dim=-1, keepdim=True) <- 2,3
x.norm(p=1, dim=1) <- 2,3
torch.norm(x, dim=1, p=2) <- 2,3
torch.norm(x, p='fro') <- 2,3
torch.linalg.norm(x, dim=-1) <- 2,3
torch.linalg.vector_norm(x, ord=1, dim=1, keepdim=True) <- 2,3
x.logsumexp(dim=1) <- 2,5
torch.logsumexp(x, 1, keepdim=True) <- 2,5
torch.logsumexp(x, dim=(1, 2)) <- 2,3,4
x.cumsum(1) <- 2,5
torch.cumsum(x, dim=0) <- 3,4
x.cumprod(dim=1) <- 2,4
torch.cumprod(x, -1) <- 2,4
torch.cummax(x, dim=1)[0] <- 2,6
torch.logcumsumexp(x, 1) <- 2,5
(x.argmax(dim=1)).float() <- 2,5
(x.argmax()).float() <- 2,5
(torch.argmax(x, dim=-1, keepdim=True)).float() <- 2,5
(torch.argmin(x, 1)).float() <- 2,5
x.median() <- 3,3
x.median(dim=1) <- 2,5
torch.median(x, 1, keepdim=True).values <- 2,5
x.mode(dim=1).values.shape[0] * x <- 2,5
torch.quantile(x, 0.3, dim=1) <- 2,6
x.topk(2, dim=1) <- 2,6
x.topk(2, dim=1).indices.float() <- 2,6
torch.topk(x, k=3)[0] <- 2,6
torch.topk(x, 2, dim=1, largest=False).values <- 2,6
x.sort(dim=1) <- 2,5
x.sort(dim=1)[1].float() <- 2,5
torch.sort(x, descending=True)[0] <- 2,5
(x.argsort(dim=1)).float() <- 2,5
(torch.argsort(x, -1, descending=True)).float() <- 2,5
x.kthvalue(2, dim=1).values <- 2,5
x.diff(dim=1) <- 2,5
torch.diff(x) <- 2,5
torch.diff(x, prepend=x[:, :1] - 1) <- 2,5
torch.diff(x, n=2, dim=0, prepend=x[:1], append=x) <- 2,5
torch.trace(x) <- 3,3
x.nansum() <- 2,3
torch.nanmean(x, dim=1) <- 2,3
torch.count_nonzero(x) * x <- 2,3
torch.cov(x) <- 3,5
torch.corrcoef(x) <- 3,5
torch.histc(x.detach(), 4).sum() * x <- 2,3
torch.bincount(x).float() <- int:6<4
(torch.unique(x)).float() <- int:6<4
torch.allclose(x, x) * x <- 2,3
""")

PRODUCTS = functions("""
x @ y <- 2,3 ; 3,4
x @ y <- 3 ; 3
x @ y <- 2,3 ; 3
x @ y <- 3 ; 3,4
x @ y <- 5,2,3 ; 5,3,4
x @ y <- 2,1,2,3 ; 3,3,4
torch.matmul(x, y) <- 2,3 ; 3,4
torch.matmul(x, y.transpose(-2, -1)) <- 2,4,3 ; 2,5,3
torch.matmul(x, y) <- 2,4,3 ; 3,5
x.matmul(y) <- 2,3 ; 3
torch.mm(x, y) <- 2,3 ; 3,4
torch.spmm(x, y) <- 2,3 ; 3,4
x.mm(y.t()) <- 2,3 ; 4,3
torch.bmm(x, y) <- 2,3,4 ; 2,4,5
x.bmm(y) <- 2,3,4 ; 2,4,5
torch.mv(x, y) <- 2,3 ; 3
torch.dot(x, y) <- 3 ; 3
torch.inner(x, y) <- 2,3 ; 4,3
torch.outer(x, y) <- 3 ; 4
torch.outer(torch.arange(3), y).float() * x.sum() <- 3 ; 4
torch.ger(x, y) <- 3 ; 4
torch.vdot(x, y) <- 3 ; 3
torch.addmm(x, y, z) <- 4 ; 2,3 ; 3,4
torch.addmm(x, y, z, beta=0.5, alpha=2) <- 2,4 ; 2,3 ; 3,4
torch.baddbmm(x, y, z) <- 2,3,5 ; 2,3,4 ; 2,4,5
torch.addbmm(x, y, z) <- 3,5 ; 2,3,4 ; 2,4,5
torch.addmv(x, y, z) <- 2 ; 2,3 ; 3
torch.tensordot(x, y, dims=1) <- 2,3 ; 3,4
torch.tensordot(x, y, dims=([1, 2], [0, 1])) <- 2,3,4 ; 3,4,5
torch.kron(x, y) <- 2,2 ; 2,3
torch.cross(x, y, dim=1) <- 2,3 ; 2,3
torch.linalg.multi_dot([x, y, z]) <- 2,3 ; 3,4 ; 4,2
torch.chain_matmul(x, y) <- 2,3 ; 3,4
torch.matrix_power(x, 3) <- 3,3
torch.einsum('ij,jk->ik', x, y) <- 2,3 ; 3,4
torch.einsum('bij,bjk->bik', x, y) <- 2,3,4 ; 2,4,5
torch.einsum('bhqd,bhkd->bhqk', x, y) <- 2,2,3,4 ; 2,2,5,4
torch.einsum('bhqd,bhkd->bhqk', [x, y]) <- 2,2,3,4 ; 2,2,5,4
torch.einsum('i,j->ij', x, y) <- 3 ; 4
torch.einsum('ij->ji', x) <- 2,3
torch.einsum('ij->', x) <- 2,3
torch.einsum('ii->i', x) <- 3,3
torch.einsum('bn,anm,bm->ba', x, y, z) <- 2,3 ; 5,3,4 ; 2,4
torch.einsum('...ij,...jk->...ik', x, y) <- 2,3,4 ; 2,4,5
torch.einsum('nchw,cd->ndhw', x, y) <- 2,3,2,2 ; 3,4
torch.einsum('ij,jk', x, y) <- 2,3 ; 3,4
torch.einsum('b i d, b j d -> b i j', x, y) <- 2,3,4 ; 2,5,4
torch.linalg.det(x + 3 * torch.eye(3)) <- 3,3
torch.inverse(x + 3 * torch.eye(3)) <- 3,3
torch.linalg.solve(x + 3 * torch.eye(3), y) <- 3,3 ; 3,2
""")

CASES = ARITHMETIC + POINTWISE + REDUCTIONS + PRODUCTS
