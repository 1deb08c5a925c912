"""Pooling of keras: windows, whole axes, adaptive ones."""
from keras_source_cases import graphs, stacks, wrong_stacks

WINDOWS = stacks("""
layers.MaxPooling1D() <- 2,7,3
layers.MaxPooling1D(3, strides=1, padding='same') <- 2,7,3
layers.MaxPooling1D(pool_size=2, data_format='channels_first') <- 2,3,7
layers.MaxPool1D(3, 2) <- 2,8,3
layers.AveragePooling1D(2) <- 2,7,3
layers.AveragePooling1D(3, strides=2, padding='same') <- 2,8,3
layers.AvgPool1D(2, 1, 'same') <- 2,5,3
layers.AveragePooling1D(3, padding='same', data_format='channels_first') <- 2,3,7
layers.MaxPooling2D() <- 2,6,7,3
layers.MaxPooling2D((2, 2), strides=(2, 2), padding='same') <- 2,5,7,3
layers.MaxPooling2D(pool_size=3, strides=2, padding='same') <- 2,6,7,3
layers.MaxPool2D((2, 3), strides=1) <- 2,5,6,2
layers.MaxPooling2D(2, data_format='channels_first') <- 2,3,6,7
layers.MaxPooling2D(3, strides=2, padding='same', data_format='channels_first') <- 2,3,6,7
layers.AveragePooling2D(2) <- 2,6,7,3
layers.AveragePooling2D((3, 3), strides=(1, 1), padding='same') <- 2,5,6,3
layers.AveragePooling2D(3, strides=2, padding='same') <- 2,6,7,3
layers.AveragePooling2D(2, strides=2, padding='same') <- 2,5,7,2
layers.AveragePooling2D((2, 3), strides=(1, 2)) <- 2,5,7,2
layers.AvgPool2D(2, padding='same', data_format='channels_first') <- 2,3,5,6
layers.MaxPooling3D() <- 1,4,5,4,2
layers.MaxPooling3D(2, strides=1, padding='same') <- 1,3,3,4,2
layers.MaxPool3D((1, 2, 2), data_format='channels_first') <- 1,2,3,4,4
layers.AveragePooling3D(2) <- 1,4,5,4,2
layers.AveragePooling3D((2, 3, 2), strides=2, padding='same') <- 1,3,4,5,2
layers.AvgPool3D(2, data_format='channels_first') <- 1,2,4,4,4
""")

WHOLE = stacks("""
layers.GlobalAveragePooling1D() <- 2,5,3
layers.GlobalAveragePooling1D(data_format='channels_first') <- 2,3,5
layers.GlobalAveragePooling1D(keepdims=True) <- 2,5,3
layers.GlobalMaxPooling1D() <- 2,5,3
layers.GlobalMaxPool1D(data_format='channels_first', keepdims=True) <- 2,3,5
layers.GlobalAveragePooling2D() <- 2,4,5,3
layers.GlobalAveragePooling2D(data_format='channels_first') <- 2,3,4,5
layers.GlobalAveragePooling2D(keepdims=True) <- 2,4,5,3
layers.GlobalMaxPooling2D() <- 2,4,5,3
layers.GlobalMaxPooling2D(keepdims=True, data_format='channels_first') <- 2,3,4,5
layers.GlobalAvgPool2D() <- 2,4,4,2
layers.GlobalAveragePooling3D() <- 1,2,3,4,2
layers.GlobalAveragePooling3D('channels_first', True) <- 1,2,2,3,4
layers.GlobalMaxPooling3D() <- 1,2,3,4,2
layers.GlobalMaxPool3D(keepdims=True) <- 1,2,3,4,2
layers.AdaptiveAveragePooling1D(3) <- 2,8,2
layers.AdaptiveAveragePooling1D(3, data_format='channels_first') <- 2,2,8
layers.AdaptiveMaxPooling1D(3) <- 2,8,2
layers.AdaptiveAveragePooling2D((2, 3)) <- 2,5,7,2
layers.AdaptiveAveragePooling2D(2, data_format='channels_first') <- 2,2,5,6
layers.AdaptiveMaxPooling2D((3, 2)) <- 2,5,7,2
layers.AdaptiveAveragePooling3D(2) <- 1,3,4,5,2
layers.AdaptiveMaxPooling3D((1, 2, 3)) <- 1,3,4,5,2
""") + graphs("""
layers.GlobalAveragePooling1D()(x, mask=y) <- 2,4,3 ; bool:2,4
layers.GlobalAveragePooling1D()(layers.Masking(0.5)(x)) <- 2,4,3
""")

WRONG = wrong_stacks("""
layers.MaxPooling2D(5) <- 2,4,4,3 !! ValueError & Computed output size would be zero or negative.
layers.MaxPooling2D(2) <- 2,4,3 !! ValueError & is incompatible with the layer: expected ndim=4, found ndim=3
layers.AveragePooling1D(2) <- 2,4,4,3 !! ValueError & is incompatible with the layer: expected ndim=3, found ndim=4
layers.GlobalAveragePooling2D() <- 2,3 !! ValueError & is incompatible with the layer: expected ndim=4, found ndim=2
layers.MaxPooling2D((2, 2, 2)) <- 2,4,4,3 !! ValueError & The `pool_size` argument must be a tuple of 2 integers.
layers.MaxPooling2D(2, padding='causal') <- 2,4,4,3 !! ValueError & padding
""")

CASES = WINDOWS + WHOLE + WRONG
