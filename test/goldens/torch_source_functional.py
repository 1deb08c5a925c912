"""torch.nn.functional beyond activations, norms and losses."""
from torch_source_cases import functions

PRODUCTS = functions("""
F.linear(x, y) <- 2,4 ; 3,4
F.linear(x, y, z) <- 2,5,4 ; 3,4 ; 3
F.linear(x, weight=y, bias=z) <- 4 ; 3,4 ; 3
F.linear(x, y.t()) <- 2,4 ; 4,3
F.bilinear(x, y, z) <- 2,3 ; 2,4 ; 5,3,4
F.bilinear(x, y, z, w) <- 2,3 ; 2,4 ; 5,3,4 ; 5
F.conv1d(x, y) <- 2,3,8 ; 4,3,3
F.conv1d(x, y, z, stride=2, padding=1) <- 2,3,8 ; 4,3,3 ; 4
F.conv1d(x, y, padding='same', groups=3) <- 2,3,8 ; 3,1,3
F.conv2d(x, y) <- 2,3,6,6 ; 4,3,3,3
F.conv2d(x, y, z, 2, 1) <- 2,3,6,6 ; 4,3,3,3 ; 4
F.conv2d(x, y, bias=None, stride=(1, 2), padding=(0, 1), dilation=2) <- 2,3,7,7 ; 4,3,3,3
F.conv2d(x, y, padding='same', groups=2) <- 2,4,5,5 ; 4,2,3,3
F.conv2d(x, torch.ones(3, 1, 3, 3) / 9, padding=1, groups=3) <- 2,3,5,5
F.conv2d(x.view(1, -1, 5, 5), y, groups=2) <- 2,3,5,5 ; 8,3,3,3
F.conv3d(x, y, z, padding=1) <- 1,2,3,3,3 ; 3,2,3,3,3 ; 3
F.conv_transpose1d(x, y, stride=2) <- 2,3,5 ; 3,4,3
F.conv_transpose2d(x, y, z, stride=2, padding=1, output_padding=1) <- 2,3,4,4 ; 3,4,3,3 ; 4
F.conv_transpose2d(x, y, groups=3) <- 2,3,4,4 ; 3,1,2,2
F.conv_transpose3d(x, y) <- 1,2,2,2,2 ; 2,3,2,2,2
F.embedding(x, y) <- int:2,4<6 ; 6,3
F.embedding(x, y, padding_idx=0) <- int:2,4<6 ; 6,3
F.embedding_bag(x, y, mode='mean') <- int:2,4<6 ; 6,3
F.one_hot(x, num_classes=5).float() @ y <- int:2,4<5 ; 5,3
(F.one_hot(x, 4)).float() <- int:2,3<4
""")

POOLS = functions("""
F.max_pool1d(x, 2) <- 2,3,7
F.max_pool1d(x, kernel_size=3, stride=2, padding=1) <- 2,3,8
F.max_pool2d(x, 2) <- 2,3,6,7
F.max_pool2d(x, (2, 2)) <- 2,3,6,6
F.max_pool2d(x, 3, stride=2, padding=1) <- 2,3,7,7
F.max_pool2d(x, 3, 2, 1, ceil_mode=True) <- 2,3,8,8
F.max_pool2d(x, kernel_size=x.size()[2:]).squeeze() <- 2,3,4,4
F.max_pool2d(x, x.shape[2:]) <- 2,3,4,5
F.max_pool2d(x, 2, return_indices=True)[0] <- 2,3,4,4
F.max_pool2d(x, 2, return_indices=True)[1].float() <- 2,3,4,4
F.max_pool3d(x, 2) <- 1,2,4,4,4
F.max_unpool2d(*F.max_pool2d(x, 2, return_indices=True), 2) <- 1,2,4,4
F.avg_pool1d(x, 2) <- 2,3,7
F.avg_pool2d(x, 2) <- 2,3,6,6
F.avg_pool2d(x, 4) <- 2,3,4,4
F.avg_pool2d(x, x.size(2)) <- 2,3,4,4
F.avg_pool2d(x, kernel_size=x.size()[2:]) <- 2,3,4,5
F.avg_pool2d(x, 3, stride=1, padding=1, count_include_pad=False) <- 2,3,4,4
F.avg_pool2d(x, 3, 2, ceil_mode=True) <- 2,3,6,6
F.avg_pool3d(x, (1, 2, 2)) <- 1,2,3,4,4
F.adaptive_avg_pool1d(x, 1).squeeze(-1) <- 2,3,7
F.adaptive_avg_pool2d(x, 1) <- 2,3,4,5
F.adaptive_avg_pool2d(x, (1, 1)).view(x.size(0), -1) <- 2,3,4,5
F.adaptive_avg_pool2d(x, output_size=(2, None)) <- 2,3,5,3
F.adaptive_avg_pool3d(x, (1, 2, 2)) <- 1,2,3,4,5
F.adaptive_max_pool1d(x, 2) <- 2,3,7
F.adaptive_max_pool2d(x, 1).flatten(1) <- 2,3,4,5
F.adaptive_max_pool2d(x, (2, 3), return_indices=True) <- 1,2,5,6
F.lp_pool2d(x, 2, 2) <- 1,2,4,4
F.lp_pool1d(x.abs(), 3, 2, stride=1) <- 1,2,6
torch.max_pool2d(x, 2) <- 2,3,4,4
torch.adaptive_avg_pool1d(x, 2) <- 2,3,5
torch.max_pool1d(x, 2) <- 2,3,6
""")

SPACE = functions("""
F.pad(x, (1, 2)) <- 2,3
F.pad(x, (1, 1, 2, 0)) <- 2,3,4
F.pad(x, [0, 1, 0, 0, 1, 0], value=0.5) <- 2,3,4
F.pad(x, (1, 1, 1, 1), mode='reflect') <- 2,3,4,4
F.pad(x, (2, 1), 'replicate') <- 2,3,4
F.pad(x, (1, 2, 0, 1), mode='circular') <- 2,3,4,4
F.pad(x, (-1, 0)) <- 2,3
F.pad(x, (0, -1, 1, 0), 'constant', -2.0) <- 2,3,4
F.pad(x, pad=(0, 0, 0, 1, 0, 0)) <- 2,3,4
F.pad(x, (1, 0, 0, 1, 0, 2), mode='replicate') <- 1,2,2,3,2
F.interpolate(x, scale_factor=2) <- 2,3,3,4
F.interpolate(x, scale_factor=2, mode='nearest') <- 2,3,5
F.interpolate(x, size=(5, 6)) <- 2,3,3,4
F.interpolate(x, size=7, mode='linear', align_corners=False) <- 2,3,4
F.interpolate(x, size=y.shape[2:], mode='bilinear', align_corners=True) <- 2,3,3,4 ; 2,1,6,7
F.interpolate(x, size=(6, 6), mode='bilinear', align_corners=False) <- 2,3,3,4
F.interpolate(x, scale_factor=0.5, mode='bilinear') <- 2,3,6,8
F.interpolate(x, scale_factor=0.5, mode='nearest') <- 2,3,6,8
F.interpolate(x, scale_factor=(2.0, 1.5), mode='bilinear', align_corners=False) <- 2,3,4,4
F.interpolate(x, scale_factor=1.7, mode='bilinear', recompute_scale_factor=True) <- 1,2,4,4
F.interpolate(x, scale_factor=1.7, mode='nearest') <- 1,2,4,4
F.interpolate(x, size=(7, 5), mode='bicubic', align_corners=False) <- 1,2,4,4
F.interpolate(x, size=(5, 5), mode='bicubic', align_corners=True) <- 1,2,4,4
F.interpolate(x, size=(3, 4), mode='area') <- 2,3,6,8
F.interpolate(x, size=(3, 4), mode='nearest-exact') <- 2,3,5,6
F.interpolate(x, scale_factor=2, mode='trilinear', align_corners=False) <- 1,2,2,3,2
F.interpolate(x, size=(3, 3), mode='bilinear', antialias=True) <- 1,2,6,6
F.upsample(x, scale_factor=2) <- 2,3,3,3
F.pixel_shuffle(x, 2) <- 2,4,3,3
F.pixel_unshuffle(x, 2) <- 2,2,4,4
F.channel_shuffle(x, 3) <- 2,6,2,2
F.unfold(x, 3, padding=1) <- 2,3,4,4
F.unfold(x, kernel_size=(2, 2), stride=2) <- 2,3,4,4
F.fold(x, (4, 4), 2, stride=2) <- 2,12,4
F.fold(F.unfold(x, 3, padding=1), (4, 4), 3, padding=1) <- 2,3,4,4
F.grid_sample(x, y, align_corners=False) <- 1,2,4,4 ; 1,3,3,2
F.grid_sample(x, y, mode='bilinear', padding_mode='border', align_corners=True) <- 1,2,4,4 ; 1,3,3,2
F.grid_sample(x, y, mode='nearest', padding_mode='reflection', align_corners=True) <- 1,2,4,4 ; 1,3,3,2
F.affine_grid(x, [2, 3, 4, 5], align_corners=False) <- 2,2,3
F.grid_sample(x, F.affine_grid(y, x.size(), align_corners=True), align_corners=True) <- 2,2,4,4 ; 2,2,3
F.pdist(x) <- 4,3
F.multi_head_attention_forward(x, x, x, 4, 2, y, None, None, None, False, 0.0, torch.eye(4), None)[0] <- 3,2,4 ; 12,4
""")

CASES = PRODUCTS + POOLS + SPACE
