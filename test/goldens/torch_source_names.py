"""Names that no other family needs: layers as functions of torch, methods that are functions too, names of one thing under another."""
from torch_source_cases import expressions, functions, layers, programs, wrong_expressions

# Layers that are functions of torch, and their names in torch.nn.functional.
LAYERS = functions("""
torch.threshold(x, 0.1, -0.3) <- 2,5
torch.hardshrink(x, 0.2) <- 2,5
torch.rrelu(x) <- 2,5
torch.prelu(x, y) <- 2,3 ; 3
x.prelu(y) <- 2,3 ; 3
x.hardshrink(0.2) <- 2,5
torch.cosine_similarity(x, y, dim=1) <- 2,3 ; 2,3
torch.pairwise_distance(x, y) <- 2,3 ; 2,3
torch.bilinear(x, y, z, None) <- 2,3 ; 2,4 ; 5,3,4
torch.pixel_shuffle(x, 2) <- 1,4,2,3
torch.pixel_unshuffle(x, 2) <- 1,1,4,6
torch.channel_shuffle(x, 2) <- 1,4,2,2
torch.avg_pool1d(x, 2) <- 2,3,6
torch.max_pool1d(x, 2) <- 2,3,6
torch.max_pool2d(x, 2) <- 2,3,4,4
torch.max_pool3d(x, 2) <- 1,2,4,4,4
torch.adaptive_avg_pool1d(x, 3) <- 2,3,7
torch.adaptive_max_pool1d(x, 3)[0] <- 2,3,7
torch.layer_norm(x, (3,), y, z) <- 2,3 ; 3 ; 3
torch.rms_norm(x, (3,), y) <- 2,3 ; 3
torch.group_norm(x, 2, y, z) <- 2,4,3 ; 4 ; 4
torch.batch_norm(x, y, z, None, None, True, 0.1, 1e-5, False) <- 4,3 ; 3 ; 3
torch.instance_norm(x, y, z, None, None, True, 0.1, 1e-5, False) <- 2,3,4 ; 3 ; 3
torch.embedding(x, y) <- 5,3 ; int:2,3<5
torch.dropout(x, 0.5, False) <- 2,3
torch.feature_dropout(x, 0.5, False) <- 2,3,4
torch.alpha_dropout(x, 0.5, False) <- 2,3
torch.feature_alpha_dropout(x, 0.5, False) <- 2,3,4
torch.conv1d(x, y, z, padding=1) <- 2,3,6 ; 4,3,3 ; 4
torch.conv2d(x, y, stride=2) <- 2,3,5,5 ; 4,3,3,3
torch.conv3d(x, y) <- 1,2,3,4,4 ; 3,2,2,2,2
torch.conv_transpose1d(x, y, stride=2) <- 2,3,4 ; 3,2,3
torch.conv_transpose2d(x, y) <- 1,3,4,4 ; 3,2,2,2
torch.conv_transpose3d(x, y) <- 1,2,2,3,3 ; 2,3,2,2,2
F.upsample_nearest(x, scale_factor=2) <- 1,2,3,3
F.upsample_bilinear(x, scale_factor=2) <- 1,2,3,3
F.adaptive_max_pool3d(x, (2, 2, 1)) <- 1,2,4,4,4
F.lp_pool3d(x.abs() + 0.1, 2, 2) <- 1,2,4,4,4
F.dropout3d(x, 0.5, training=False) <- 2,3,2,2,2
F.max_unpool1d(*F.max_pool1d(x, 2, return_indices=True), 2) <- 2,3,6
F.max_unpool3d(*F.max_pool3d(x, 2, return_indices=True), 2) <- 1,2,4,4,4
nn.MaxUnpool3d(2)(*nn.MaxPool3d(2, return_indices=True)(x)) <- 1,2,4,4,4
nn.HingeEmbeddingLoss(margin=0.5)(x, (y > 0) * 2.0 - 1) <- 2,3 ; 2,3
nn.SoftMarginLoss()(x, (y > 0) * 2.0 - 1) <- 2,3 ; 2,3
torch.special.log_softmax(x, 1) <- 2,3
torch.special.softmax(x, 0) <- 2,3
torch.special.logsumexp(x, 1) <- 2,3
torch.nn.functional.relu6(x * 9) <- 2,3
""")

LAZY = layers("""
nn.LazyConvTranspose3d(2, 2) <- 1,3,2,2,2
nn.LazyInstanceNorm1d(affine=True) <- 2,3,4
nn.LazyInstanceNorm3d() <- 1,3,2,2,2
""")

# Functions of torch and the same as methods.
SHAPES = functions("""
torch.swapaxes(x, 0, 2) <- 2,3,4
torch.swapdims(x, 0, 1) <- 2,3,4
x.swapdims(1, 2) <- 2,3,4
torch.adjoint(x) <- 2,3,4
x.adjoint() <- 2,3,4
torch.moveaxis(x, 0, 2) <- 2,3,4
torch.moveaxis(x, (0, 1), (1, 2)) <- 2,3,4
x.moveaxis(2, 0) <- 2,3,4
torch.concatenate([x, y], dim=1) <- 2,3 ; 2,2
torch.row_stack([x, y]) <- 2,3 ; 1,3
torch.split_with_sizes(x, [1, 2], dim=1)[1] <- 2,3
x.split_with_sizes([2, 1], 1)[0] <- 2,3
torch.hsplit(x, 2)[1] <- 2,4
x.hsplit([1, 3])[1] <- 2,4
torch.vsplit(x, 2)[0] <- 4,3
x.vsplit(2)[1] <- 4,3
torch.dsplit(x, 2)[1] <- 2,3,4
x.dsplit([1])[1] <- 2,3,4
torch.flipud(x) <- 3,2
x.flipud() <- 3,2
x.fliplr() <- 3,2
x.rot90(1, (0, 1)) <- 3,2
torch.select(x, 1, -1) <- 2,3
torch.as_strided(x, (2, 2), (3, 1), 1) <- 3,3
x.as_strided((3,), (2,)) <- 2,3
torch.masked_select(x, torch.tensor([True, False, True])) <- 2,3
torch.argwhere(torch.tensor([[1, 0], [0, 2]])) + x.sum() <- 2
torch.tensor([[1, 0], [0, 2]]).argwhere() + x.sum() <- 2
torch.tensor([0, 3, 0, 2]).nonzero() + x.sum() <- 2
torch.asarray([1.0, 2.0]) * x <- 2
torch.vander(torch.tensor([1.0, 2.0, 3.0, 4.0]), 3) * x <- 4,1
torch.cat((x, y)).ravel() <- 2,3 ; 1,3
torch.scatter(x, 1, torch.tensor([[0], [2]]), y) <- 2,3 ; 2,1
torch.scatter(x, 1, torch.tensor([[0], [2]]), 0.5) <- 2,3
torch.scatter_add(x, 1, torch.tensor([[0, 0], [2, 1]]), y) <- 2,3 ; 2,2
torch.scatter_reduce(x, 1, torch.tensor([[0, 0], [2, 1]]), y, 'sum') <- 2,3 ; 2,2
torch.index_add(x, 1, torch.tensor([0, 2]), y) <- 2,3 ; 2,2
torch.index_copy(x, 1, torch.tensor([0, 2]), y) <- 2,3 ; 2,2
torch.index_fill(x, 1, torch.tensor([0, 2]), 0.5) <- 2,3
torch.masked_scatter(x, torch.tensor([True, False, True]), y) <- 2,3 ; 4
torch.take(x, torch.tensor([0, 5])) <- 2,3
x.take(torch.tensor([[0, 4], [1, 1]])) <- 2,3
x.take_along_dim(torch.tensor([[0], [2]]), 1) <- 2,3
torch.take_along_dim(x, torch.tensor([[0, 1], [2, 2]]), 1) <- 2,3
x.diag() <- 3,3
x.diag(1) <- 3
x.diag_embed() <- 2,3
x.trace() <- 3,3
torch.fill(x, 0.5) + x <- 2,3
x.clamp_max(0.1) <- 2,3
x.clone().clamp_max_(0.1) <- 2,3
x.addcmul(y, z, value=0.5) <- 2,3 ; 2,3 ; 3
x.addcdiv(y, z + 2) <- 2,3 ; 2,3 ; 3
torch.rsub(x, y, alpha=2) <- 2,3 ; 3
""")

REDUCED = functions("""
torch.amax(x, 1) <- 2,3
torch.amin(x, (0, 1)) <- 2,3
x.amin(0, keepdim=True) <- 2,3
torch.aminmax(x, dim=1).max <- 2,3
x.aminmax(dim=0)[0] <- 2,3
torch.any(x > 0.3, 1) * x[:, 0] <- 2,3
torch.all(x > -0.9, 0) * x[0] <- 2,3
x.count_nonzero(1) * x[:, 0] <- 2,3
torch.count_nonzero(x) * x <- 2,3
torch.nansum(x, 1) <- 2,3
x.nanmean(1) <- 2,3
torch.nanmean(x) <- 2,3
torch.cummax(x, 1).values <- 2,5
x.cummax(1)[0] <- 2,5
torch.cummin(x, 1).values <- 2,5
x.cummin(0).values <- 4,2
x.logcumsumexp(1) <- 2,5
torch.logcumsumexp(x, 0) <- 3,2
torch.msort(x) <- 5,2
x.msort() <- 5,2
torch.kthvalue(x, 2, 1).values <- 2,5
x.kthvalue(3, dim=0)[0] <- 5,2
x.quantile(0.3, 1) <- 2,5
torch.quantile(x, torch.tensor([0.2, 0.5], dtype=x.dtype), dim=1) <- 2,5
torch.mode(torch.tensor([[1, 2, 2], [3, 3, 1]])).values * x <- 2
torch.tensor([3, 1, 3, 2]).unique() * x <- 3
torch.tensor([3, 1, 3, 2]).bincount() * x <- 4
""")

PRODUCTS = functions("""
x.mv(y) <- 2,3 ; 3
x.dot(y) <- 3 ; 3
x.vdot(y) <- 3 ; 3
x.inner(y) <- 2,3 ; 4,3
x.outer(y) <- 2 ; 3
x.ger(y) <- 2 ; 3
x.kron(y) <- 2,3 ; 2,2
x.cross(y, dim=1) <- 2,3 ; 2,3
torch.linalg.cross(x, y) <- 2,3 ; 2,3
torch.linalg.vecdot(x, y) <- 2,3 ; 2,3
torch.linalg.matrix_norm(x) <- 2,3,4
torch.linalg.matrix_norm(x, ord=1) <- 2,3,4
torch.linalg.matrix_norm(x, ord=float('inf'), keepdim=True) <- 3,4
torch.linalg.matmul(x, y) <- 2,3 ; 3,4
torch.linalg.diagonal(x) <- 2,3,3
torch.addr(x, y, z) <- 2,3 ; 2 ; 3
x.addr(y, z, beta=0.5, alpha=2) <- 2,3 ; 2 ; 3
x.addmm(y, z) <- 2,4 ; 2,3 ; 3,4
x.addmv(y, z) <- 2 ; 2,3 ; 3
x.baddbmm(y, z) <- 2,2,4 ; 2,2,3 ; 2,3,4
x.addbmm(y, z) <- 2,4 ; 3,2,3 ; 3,3,4
x.clone().addmm_(y, z, beta=0.5) <- 2,4 ; 2,3 ; 3,4
torch.spmm(x, y) <- 2,3 ; 3,4
""")

# Draws: only shape and type can be the same.
DRAWN = expressions("""
torch.rand_like(torch.zeros(2, 3)).shape
torch.randint_like(torch.zeros(2, 3), 5).dtype
torch.randint_like(torch.zeros(2, 3), 1, 5).shape
torch.randn_like(torch.zeros(2, dtype=torch.float64)).dtype
torch.zeros(2, 3).bernoulli().shape
torch.zeros(2, 3).bernoulli_(0.3).shape
torch.ones(2, 3).multinomial(2).shape
torch.zeros(4).exponential_().shape
torch.zeros(4).random_(0, 3).dtype
torch.zeros(4).normal_(0, 1).shape
torch.zeros(4).uniform_(-1, 1).shape
""")

ASKED = expressions("""
torch.can_cast(torch.float32, torch.int64), torch.can_cast(torch.int64, torch.float32), torch.can_cast(torch.bool, torch.uint8)
torch.zeros(2, 3).nelement(), torch.zeros(2, 3).ndimension(), torch.numel(torch.zeros(2, 3))
torch.is_signed(torch.zeros(2)), torch.zeros(2, dtype=torch.bool).is_signed(), torch.zeros(2, dtype=torch.uint8).is_signed()
torch.is_complex(torch.zeros(2)), torch.zeros(2).is_complex(), torch.is_floating_point(torch.arange(2))
torch.is_conj(torch.zeros(2)), torch.zeros(2).is_conj(), torch.is_inference(torch.zeros(2)), torch.zeros(2).is_inference()
torch.is_nonzero(torch.tensor(0.0)), torch.tensor(2).is_nonzero()
torch.get_device(torch.zeros(2)), torch.zeros(2).get_device(), torch.zeros(2).is_shared(), torch.zeros(2).is_pinned()
torch.zeros(2, 3).is_same_size(torch.ones(2, 3)), torch.zeros(2, 3).is_same_size(torch.ones(3, 2))
torch.zeros(2, 3).storage_offset(), torch.arange(6).storage_offset()
isinstance(torch.zeros(2).data_ptr(), int), torch.zeros(2).data_ptr() == torch.zeros(2).data_ptr() or True
torch.equal(torch.zeros(2), torch.zeros(2)), torch.zeros(2).equal(torch.ones(2)), torch.zeros(2).allclose(torch.zeros(2) + 1e-9)
torch.zeros(2).char().dtype, torch.zeros(2).bfloat16().dtype, torch.zeros(2).half().dtype, torch.zeros(2).short().dtype
torch.zeros(2).share_memory_().shape, torch.zeros(2).contiguous().shape
torch.zeros(2, requires_grad=True).retain_grad() is None, torch.zeros(2, requires_grad=True).register_hook(print) is None
torch.zeros(2).set_(torch.ones(3)).shape
torch.tensor([3, 5]).bitwise_not().tolist(), torch.bitwise_not(torch.tensor([True, False])).tolist()
type(torch.float32).__name__, isinstance(torch.float32, torch.dtype), torch.dtype
torch.DoubleTensor([1, 2]).dtype, torch.HalfTensor([1, 2]).dtype, torch.BFloat16Tensor([1, 2]).dtype, torch.FloatTensor([1, 2]).dtype
torch.IntTensor([1, 2]).dtype, torch.ShortTensor([1, 2]).dtype, torch.CharTensor([1, 2]).dtype, torch.ByteTensor([1, 2]).dtype, torch.BoolTensor([1, 0]).dtype
torch.is_storage(torch.zeros(2)), torch.typename(torch.zeros(2)), torch.is_tensor(2)
torch.get_num_threads() > 0, torch.get_num_interop_threads() > 0, torch.is_autocast_enabled(), torch.is_inference_mode_enabled()
torch.are_deterministic_algorithms_enabled(), torch.get_float32_matmul_precision(), torch.get_default_device()
torch.set_num_threads(1), torch.set_printoptions(precision=3), torch.set_float32_matmul_precision('high'), torch.set_flush_denormal(False) in (True, False)
torch.use_deterministic_algorithms(False), torch.set_default_device('cpu'), torch.set_warn_always(False), torch.set_autocast_enabled('cpu', False)
torch.seed() >= 0, torch.initial_seed() >= 0, torch.Generator().manual_seed(1) is not None
torch.manual_seed(1) is not None, torch.save(torch.zeros(1), '/dev/null') is None
torch.unique(torch.tensor([[1, 1], [1, 1], [2, 1]]), return_inverse=True, return_counts=True)[2].tolist()
torch.unique_consecutive(torch.tensor([1, 1, 2, 2, 1])).tolist()
torch.tensor([1, 3, 2]).argwhere().shape
""")

MODES = programs("""
# grad modes, one inside another
with torch.no_grad():
    first = torch.is_grad_enabled()
    with torch.enable_grad():
        second = torch.is_grad_enabled()
    with torch.set_grad_enabled(True):
        third = torch.is_grad_enabled()
with torch.inference_mode():
    fourth = torch.is_grad_enabled()
first, second, third, fourth, torch.is_grad_enabled()

# a state of the random numbers, put back
state = torch.get_rng_state()
torch.set_rng_state(state)
torch.is_grad_enabled()

# a default type of tensors
torch.set_default_dtype(torch.float64)
before = torch.zeros(1).dtype
torch.set_default_tensor_type(torch.FloatTensor)
before, torch.zeros(1).dtype
""")

CASES = LAYERS + LAZY + SHAPES + REDUCED + PRODUCTS + DRAWN + ASKED + MODES
