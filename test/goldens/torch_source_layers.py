"""Layers of torch.nn that multiply, convolve, pool, pad, resize and look up."""
from torch_source_cases import layers

PRODUCTS = layers("""
nn.Linear(4, 3) <- 2,4
nn.Linear(4, 3, bias=False) <- 2,4
nn.Linear(in_features=4, out_features=3) <- 2,5,4
nn.Linear(4, 1) <- 4
nn.Linear(4, 3) <- 2,3,2,4
nn.Bilinear(3, 4, 5) <- 2,3 ; 2,4
nn.Bilinear(3, 4, 2, bias=False) <- 2,6,3 ; 2,6,4
nn.Identity() <- 2,3
nn.Identity(54, unused=True) <- 2,3
nn.Conv1d(3, 4, 3) <- 2,3,10
nn.Conv1d(3, 4, 3, padding=1) <- 2,3,10
nn.Conv1d(4, 6, 5, stride=2, padding=2, groups=2) <- 2,4,11
nn.Conv1d(3, 4, 3, dilation=2, bias=False) <- 2,3,12
nn.Conv1d(3, 4, 4, padding='same') <- 2,3,9
nn.Conv1d(3, 4, 3, padding=1, padding_mode='circular') <- 2,3,7
nn.Conv1d(2, 3, (3,), stride=(2,), padding=(1,)) <- 2,2,8
nn.Conv1d(3, 4, 3) <- 3,10
nn.Conv2d(3, 4, 3) <- 2,3,6,6
nn.Conv2d(3, 4, 3, padding=1) <- 2,3,8,8
nn.Conv2d(3, 4, kernel_size=3, stride=2, padding=1) <- 2,3,7,8
nn.Conv2d(3, 4, 1, bias=False) <- 2,3,4,5
nn.Conv2d(3, 4, (3, 5), padding=(1, 2)) <- 2,3,6,7
nn.Conv2d(3, 4, (1, 3), stride=(1, 2)) <- 2,3,4,9
nn.Conv2d(3, 4, 3, 2, 1) <- 2,3,9,9
nn.Conv2d(4, 8, 3, padding=1, groups=4) <- 2,4,5,5
nn.Conv2d(4, 4, 3, padding=1, groups=4, bias=False) <- 2,4,5,5
nn.Conv2d(3, 4, 3, dilation=2) <- 2,3,8,8
nn.Conv2d(3, 4, 3, dilation=(1, 2), padding=(1, 2)) <- 2,3,6,7
nn.Conv2d(3, 4, 3, padding='same') <- 2,3,6,7
nn.Conv2d(3, 4, (2, 4), padding='same') <- 2,3,6,7
nn.Conv2d(3, 4, 3, padding='same', dilation=2) <- 2,3,7,7
nn.Conv2d(3, 4, 3, padding='valid') <- 2,3,6,6
nn.Conv2d(3, 4, 3, padding=1, padding_mode='reflect') <- 2,3,5,6
nn.Conv2d(3, 4, 3, padding=1, padding_mode='replicate') <- 2,3,5,6
nn.Conv2d(3, 4, 3, padding=(1, 2), padding_mode='circular') <- 2,3,5,6
nn.Conv2d(3, 4, 3, padding=1, padding_mode='zeros') <- 2,3,5,6
nn.Conv2d(3, 4, 3) <- 3,6,6
nn.Conv3d(2, 3, 3) <- 2,2,4,5,6
nn.Conv3d(2, 3, (1, 2, 3), stride=(1, 2, 1), padding=(0, 1, 1)) <- 2,2,3,4,5
nn.Conv3d(2, 4, 3, padding=1, groups=2, bias=False) <- 1,2,3,3,4
nn.Conv3d(2, 3, 2, dilation=2, padding='same') <- 1,2,4,4,4
nn.ConvTranspose1d(3, 4, 3) <- 2,3,5
nn.ConvTranspose1d(3, 4, 4, stride=2, padding=1) <- 2,3,6
nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2) <- 2,4,5
nn.ConvTranspose2d(3, 4, 2, stride=2) <- 2,3,4,4
nn.ConvTranspose2d(3, 4, 4, 2, 1, bias=False) <- 2,3,4,5
nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1) <- 2,3,4,4
nn.ConvTranspose2d(4, 6, 3, groups=2, dilation=2) <- 2,4,4,4
nn.ConvTranspose2d(3, 4, (2, 3), stride=(2, 1), padding=(0, 1)) <- 2,3,4,4
nn.ConvTranspose3d(2, 3, 2, stride=2) <- 1,2,2,3,2
nn.ConvTranspose3d(2, 3, 3, stride=(1, 2, 2), padding=1, output_padding=(0, 1, 1)) <- 1,2,3,2,2
nn.Embedding(10, 4) <- int:2,3<10
nn.Embedding(10, 4, padding_idx=0) <- int:2,3<10
nn.Embedding(num_embeddings=7, embedding_dim=3) <- int:5<7
nn.Embedding(10, 3, padding_idx=-1, scale_grad_by_freq=False) <- int:2,4<10
nn.EmbeddingBag(10, 4) <- int:2,3<10
nn.EmbeddingBag(10, 4, mode='sum') <- int:2,3<10
nn.EmbeddingBag(10, 4, mode='max') <- int:2,3<10
nn.Flatten() <- 2,3,4
nn.Flatten(0) <- 2,3,4
nn.Flatten(2) <- 2,3,4,5
nn.Flatten(start_dim=1, end_dim=2) <- 2,3,4,5
nn.Flatten(-2, -1) <- 2,3,4,5
nn.Unflatten(1, (2, 3)) <- 2,6,4
nn.Unflatten(1, torch.Size([3, -1])) <- 2,6
nn.Unflatten(-1, (2, 2)) <- 2,3,4
nn.Dropout(0.5) <- 2,3
nn.Dropout(p=0.2, inplace=True) <- 2,3
nn.Dropout1d() <- 2,3,4
nn.Dropout2d(0.3) <- 2,3,4,4
nn.Dropout3d(0.3) <- 2,3,2,2,2
nn.AlphaDropout(0.3) <- 2,3
nn.FeatureAlphaDropout(0.3) <- 2,3,4
nn.CosineSimilarity() <- 2,5 ; 2,5
nn.CosineSimilarity(dim=-1, eps=1e-6) <- 2,3,4 ; 2,3,4
nn.PairwiseDistance() <- 3,4 ; 3,4
nn.PairwiseDistance(p=1, keepdim=True) <- 3,4 ; 3,4
nn.PixelShuffle(2) <- 2,8,3,3
nn.PixelUnshuffle(2) <- 2,2,4,6
nn.ChannelShuffle(2) <- 2,6,3,3
nn.Unfold(2) <- 2,3,4,5
nn.Unfold(kernel_size=3, stride=2, padding=1) <- 2,3,5,5
nn.Unfold((2, 3), dilation=(1, 2)) <- 1,2,4,6
nn.Fold((4, 5), 2) <- 2,12,12
nn.Fold(output_size=(5, 5), kernel_size=3, stride=2, padding=1) <- 2,18,9
""")

POOLS = layers("""
nn.MaxPool1d(2) <- 2,3,9
nn.MaxPool1d(3, stride=1, padding=1) <- 2,3,8
nn.MaxPool1d(3, stride=2, dilation=2) <- 2,3,12
nn.MaxPool2d(2) <- 2,3,6,7
nn.MaxPool2d(2, 2) <- 2,3,6,6
nn.MaxPool2d(3, stride=2, padding=1) <- 2,3,8,8
nn.MaxPool2d(3, stride=2, ceil_mode=True) <- 2,3,8,8
nn.MaxPool2d(kernel_size=(2, 3), stride=(2, 1)) <- 2,3,6,6
nn.MaxPool2d(3, stride=1, padding=1) <- 2,3,5,5
nn.MaxPool2d(2, stride=2, dilation=2) <- 2,3,7,7
nn.MaxPool2d(2, 2, return_indices=True) <- 2,3,4,6
nn.MaxPool2d(2) <- 3,6,6
nn.MaxPool3d(2) <- 2,3,4,4,5
nn.MaxPool3d((1, 2, 2), stride=(1, 2, 2)) <- 2,3,3,4,4
nn.MaxPool3d(3, 2, 1, ceil_mode=True) <- 1,2,4,4,4
nn.AvgPool1d(2) <- 2,3,9
nn.AvgPool1d(3, stride=2, padding=1, count_include_pad=False) <- 2,3,8
nn.AvgPool2d(2) <- 2,3,6,7
nn.AvgPool2d(3, stride=1, padding=1) <- 2,3,5,5
nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False) <- 2,3,5,5
nn.AvgPool2d(3, 2, ceil_mode=True) <- 2,3,8,8
nn.AvgPool2d(2, ceil_mode=True, count_include_pad=False) <- 2,3,5,7
nn.AvgPool2d((2, 3)) <- 2,3,4,6
nn.AvgPool2d(2, divisor_override=3) <- 2,3,4,4
nn.AvgPool3d(2) <- 2,3,4,4,5
nn.AvgPool3d((1, 3, 3), stride=(1, 2, 2), padding=(0, 1, 1)) <- 1,2,3,5,5
nn.AdaptiveAvgPool1d(3) <- 2,3,8
nn.AdaptiveAvgPool1d(1) <- 2,3,8
nn.AdaptiveAvgPool2d(1) <- 2,3,5,6
nn.AdaptiveAvgPool2d((1, 1)) <- 2,3,5,6
nn.AdaptiveAvgPool2d((3, 2)) <- 2,3,7,8
nn.AdaptiveAvgPool2d((None, 2)) <- 2,3,4,6
nn.AdaptiveAvgPool2d(7) <- 1,2,5,5
nn.AdaptiveAvgPool3d(1) <- 2,3,4,5,6
nn.AdaptiveAvgPool3d((2, 1, 3)) <- 1,2,4,5,6
nn.AdaptiveMaxPool1d(3) <- 2,3,8
nn.AdaptiveMaxPool2d(1) <- 2,3,5,6
nn.AdaptiveMaxPool2d((3, 2)) <- 2,3,7,8
nn.AdaptiveMaxPool2d((None, 3)) <- 2,3,4,7
nn.AdaptiveMaxPool3d(2) <- 1,2,4,5,6
nn.LPPool1d(2, 3) <- 2,3,9
nn.LPPool2d(2, 2) <- 2,3,6,6
nn.LPPool2d(3, (2, 3), stride=1) <- 1,2,4,5
nn.LPPool3d(2, 2) <- 1,2,4,4,4
""")

PADS = layers("""
nn.ZeroPad1d(2) <- 2,3,4
nn.ZeroPad2d(1) <- 2,3,4,4
nn.ZeroPad2d((1, 0, 2, 1)) <- 2,3,4,4
nn.ZeroPad2d((-1, 0, 0, -1)) <- 2,3,4,4
nn.ZeroPad3d(1) <- 1,2,2,3,2
nn.ConstantPad1d(2, 0.5) <- 2,3,4
nn.ConstantPad2d((1, 2, 0, 1), -1.5) <- 2,3,4,4
nn.ConstantPad3d(1, 3.5) <- 1,2,2,3,2
nn.ReflectionPad1d(2) <- 2,3,5
nn.ReflectionPad2d(1) <- 2,3,4,5
nn.ReflectionPad2d((2, 1, 0, 3)) <- 2,3,5,5
nn.ReflectionPad3d(1) <- 1,2,3,3,4
nn.ReplicationPad1d((1, 3)) <- 2,3,5
nn.ReplicationPad2d(2) <- 2,3,4,4
nn.ReplicationPad3d(1) <- 1,2,2,3,2
nn.CircularPad1d(2) <- 2,3,5
nn.CircularPad2d((1, 2, 1, 0)) <- 2,3,4,4
nn.CircularPad3d(1) <- 1,2,2,3,2
""")

RESIZED = layers("""
nn.Upsample(scale_factor=2) <- 2,3,4,5
nn.Upsample(scale_factor=2, mode='nearest') <- 2,3,4
nn.Upsample(size=(5, 7)) <- 2,3,4,4
nn.Upsample(size=6, mode='nearest') <- 2,3,4,4
nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True) <- 2,3,3,4
nn.Upsample(scale_factor=2, mode='bilinear', align_corners=False) <- 2,3,3,4
nn.Upsample(scale_factor=(2, 3), mode='bilinear') <- 2,3,3,4
nn.Upsample(size=(5, 3), mode='bilinear', align_corners=True) <- 2,3,4,4
nn.Upsample(scale_factor=2, mode='bicubic') <- 1,2,4,4
nn.Upsample(scale_factor=2, mode='bicubic', align_corners=True) <- 1,2,4,4
nn.Upsample(scale_factor=2, mode='linear') <- 2,3,5
nn.Upsample(scale_factor=2, mode='linear', align_corners=True) <- 2,3,5
nn.Upsample(scale_factor=2, mode='trilinear') <- 1,2,2,3,2
nn.Upsample(scale_factor=2, mode='trilinear', align_corners=True) <- 1,2,2,3,2
nn.Upsample(scale_factor=1.5, mode='bilinear') <- 1,2,4,6
nn.Upsample(scale_factor=2.5) <- 1,2,4,4
nn.Upsample(scale_factor=2) <- 1,2,2,3,2
nn.UpsamplingNearest2d(scale_factor=2) <- 2,3,3,3
nn.UpsamplingBilinear2d(scale_factor=2) <- 2,3,3,3
nn.UpsamplingBilinear2d(size=(4, 5)) <- 2,3,3,3
""")

CASES = PRODUCTS + POOLS + PADS + RESIZED
