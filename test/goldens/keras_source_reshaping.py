"""Layers of keras that reshape, repeat, crop, pad and enlarge."""
from keras_source_cases import graphs, stacks, wrong_stacks

LAYERS = stacks("""
layers.Flatten() <- 2,3,4,2
layers.Flatten() <- 2,3
layers.Flatten('channels_first') <- 2,2,3,4
layers.Reshape((4, 3)) <- 2,3,4
layers.Reshape((-1, 2)) <- 2,3,4
layers.Reshape((3, 2, 2)) <- 2,12
layers.Reshape(target_shape=(-1,)) <- 2,3,4
layers.Reshape((12,)) <- 2,3,4
layers.Permute((2, 1)) <- 2,3,4
layers.Permute((3, 1, 2)) <- 2,3,4,2
layers.Permute(dims=(1, 3, 2)) <- 2,3,4,2
layers.RepeatVector(3) <- 2,4
layers.RepeatVector(n=1) <- 2,4
layers.Cropping1D() <- 2,5,2
layers.Cropping1D(cropping=(1, 2)) <- 2,5,2
layers.Cropping1D(2) <- 2,6,2
layers.Cropping2D(1) <- 2,5,6,2
layers.Cropping2D(cropping=((1, 2), (0, 1))) <- 2,5,6,2
layers.Cropping2D((1, 2)) <- 2,5,6,2
layers.Cropping2D(((0, 1), (2, 0)), data_format='channels_first') <- 2,2,5,6
layers.Cropping3D(1) <- 1,3,4,5,2
layers.Cropping3D(((1, 0), (0, 1), (1, 1)), data_format='channels_first') <- 1,2,3,4,5
layers.ZeroPadding1D() <- 2,4,2
layers.ZeroPadding1D(2) <- 2,4,2
layers.ZeroPadding1D(padding=(1, 0)) <- 2,4,2
layers.ZeroPadding1D((2, 1), data_format='channels_first') <- 2,2,4
layers.ZeroPadding2D() <- 2,3,4,2
layers.ZeroPadding2D(padding=(3, 1)) <- 2,3,4,2
layers.ZeroPadding2D(((1, 0), (0, 2))) <- 2,3,4,2
layers.ZeroPadding2D(1, data_format='channels_first') <- 2,2,3,4
layers.ZeroPadding3D() <- 1,2,3,2,2
layers.ZeroPadding3D(((1, 0), (0, 1), (2, 1))) <- 1,2,3,2,2
layers.ZeroPadding3D((1, 0, 1), data_format='channels_first') <- 1,2,2,3,2
layers.UpSampling1D() <- 2,3,2
layers.UpSampling1D(size=3) <- 2,3,2
layers.UpSampling2D() <- 2,3,4,2
layers.UpSampling2D(size=(2, 3)) <- 2,3,4,2
layers.UpSampling2D(2, data_format='channels_first') <- 2,2,3,4
layers.UpSampling2D(2, interpolation='bilinear') <- 2,3,4,2
layers.UpSampling2D((2, 3), interpolation='bilinear', data_format='channels_first') <- 2,2,3,4
layers.UpSampling2D(2, interpolation='bicubic') <- 2,4,5,2
layers.UpSampling2D((1, 2), interpolation='nearest') <- 2,3,4,2
layers.UpSampling3D() <- 1,2,3,2,2
layers.UpSampling3D((1, 2, 3), data_format='channels_first') <- 1,2,2,3,2
""")

WRONG = wrong_stacks("""
layers.Reshape((5,)) <- 2,3,4 !! ValueError & The total size of the tensor must be unchanged. Received: input_shape=(3, 4), target_shape=(5,)
layers.Reshape((-1, -1)) <- 2,3,4 !! ValueError
layers.Reshape((5, -1)) <- 2,3,4 !! ValueError
layers.Permute((2, 3)) <- 2,3,4 !! ValueError & The set of indices in `dims` must be consecutive and start from 1.
layers.Permute((1, 2, 3)) <- 2,3,4 !! ValueError & is incompatible with the layer: expected ndim=4, found ndim=3
layers.RepeatVector(3) <- 2,3,4 !! ValueError & is incompatible with the layer: expected ndim=2, found ndim=3
layers.RepeatVector(2.5) <- 2,3 !! TypeError & Expected an integer value for `n`
layers.Cropping2D(3) <- 2,5,6,2 !! ValueError
layers.Cropping1D((1, 2, 3)) <- 2,5,2 !! ValueError
layers.UpSampling2D(2, interpolation='area') <- 2,3,3,2 !! ValueError
layers.ZeroPadding2D((1, 2, 3)) <- 2,3,3,2 !! ValueError
""")

CASES = LAYERS + WRONG
