"""Convolutions of keras: every padding, stride, dilation, group and order of the axes."""
from keras_source_cases import stacks, wrong_stacks

PLAIN = stacks("""
layers.Conv1D(4, 3) <- 2,8,3
layers.Conv1D(4, 3, padding='same') <- 2,8,3
layers.Conv1D(4, 4, padding='same', activation='relu') <- 2,7,3
layers.Conv1D(4, 3, padding='causal') <- 2,8,3
layers.Conv1D(4, 3, padding='causal', dilation_rate=2) <- 2,9,3
layers.Conv1D(4, 3, padding='causal', strides=2) <- 2,9,3
layers.Conv1D(filters=4, kernel_size=3, strides=2, padding='same') <- 2,8,3
layers.Conv1D(4, 5, strides=3, padding='same') <- 2,10,3
layers.Conv1D(6, 3, groups=3, use_bias=False) <- 2,8,3
layers.Conv1D(4, 2, dilation_rate=3, padding='same') <- 2,9,3
layers.Conv1D(4, 3, data_format='channels_first') <- 2,3,8
layers.Conv1D(4, 3, strides=2, padding='same', data_format='channels_first') <- 2,3,8
layers.Conv2D(4, 3) <- 2,6,7,3
layers.Conv2D(4, (3, 3), activation='relu', padding='same') <- 2,6,7,3
layers.Conv2D(4, (2, 5), padding='same') <- 2,6,7,3
layers.Conv2D(4, 3, strides=2, padding='same') <- 2,6,7,3
layers.Conv2D(4, 3, strides=(2, 3), padding='same', use_bias=False) <- 2,7,8,2
layers.Conv2D(4, 2, 2) <- 2,6,7,3
layers.Conv2D(4, 3, strides=3, padding='valid') <- 2,8,8,2
layers.Conv2D(4, 1, strides=2, padding='same') <- 2,5,6,3
layers.Conv2D(4, 3, dilation_rate=2) <- 2,7,7,2
layers.Conv2D(4, 3, dilation_rate=(1, 2), padding='same') <- 2,6,7,2
layers.Conv2D(6, 3, groups=2) <- 2,5,5,4
layers.Conv2D(4, 3, groups=4, padding='same') <- 2,5,5,4
layers.Conv2D(4, 3, padding='same', data_format='channels_first') <- 2,3,6,7
layers.Conv2D(4, 3, strides=2, padding='same', data_format='channels_first', groups=2) <- 2,4,6,7
layers.Conv2D(4, 3, data_format='channels_last', kernel_initializer='he_normal') <- 2,6,7,3
layers.Convolution2D(4, 3) <- 2,6,7,3
layers.Conv2D(4, 3, activation='relu');; layers.MaxPooling2D();; layers.Flatten();; layers.Dense(2) <- 2,8,8,3
layers.Conv3D(3, 2) <- 2,3,4,5,2
layers.Conv3D(3, (1, 2, 3), strides=(1, 2, 1), padding='same') <- 2,3,4,5,2
layers.Conv3D(4, 3, padding='same', groups=2) <- 1,3,3,4,2
layers.Conv3D(3, 2, dilation_rate=2) <- 1,4,4,5,2
layers.Conv3D(3, 2, padding='same', data_format='channels_first') <- 1,2,3,4,3
""")

DEPTHWISE = stacks("""
layers.DepthwiseConv1D(3) <- 2,8,3
layers.DepthwiseConv1D(3, strides=2, padding='same', depth_multiplier=2) <- 2,8,3
layers.DepthwiseConv1D(3, data_format='channels_first', depth_multiplier=2) <- 2,3,8
layers.DepthwiseConv2D(3) <- 2,6,7,3
layers.DepthwiseConv2D(3, padding='same', depth_multiplier=2, activation='relu') <- 2,6,7,3
layers.DepthwiseConv2D((3, 3), strides=2, padding='same', use_bias=False) <- 2,6,7,3
layers.DepthwiseConv2D(3, strides=(2, 2), padding='valid') <- 2,7,8,3
layers.DepthwiseConv2D(3, dilation_rate=2, padding='same') <- 2,6,6,2
layers.DepthwiseConv2D(3, padding='same', data_format='channels_first', depth_multiplier=3) <- 2,2,5,6
layers.SeparableConv1D(4, 3) <- 2,8,3
layers.SeparableConv1D(4, 3, padding='same', depth_multiplier=2, strides=2) <- 2,8,3
layers.SeparableConv1D(4, 3, padding='same', dilation_rate=2) <- 2,8,3
layers.SeparableConv1D(4, 3, data_format='channels_first') <- 2,3,8
layers.SeparableConv2D(4, 3) <- 2,6,7,3
layers.SeparableConv2D(4, (3, 3), padding='same', depth_multiplier=2, activation='relu', use_bias=False) <- 2,6,7,3
layers.SeparableConv2D(4, 3, strides=2, padding='same') <- 2,6,7,3
layers.SeparableConv2D(4, 3, dilation_rate=2, padding='same') <- 2,6,6,3
layers.SeparableConv2D(4, 3, data_format='channels_first', padding='same') <- 2,3,5,6
""")

TRANSPOSED = stacks("""
layers.Conv1DTranspose(4, 3) <- 2,5,3
layers.Conv1DTranspose(4, 3, strides=2) <- 2,5,3
layers.Conv1DTranspose(4, 3, strides=2, padding='same') <- 2,5,3
layers.Conv1DTranspose(4, 4, strides=2, padding='same') <- 2,5,3
layers.Conv1DTranspose(4, 5, strides=3, padding='same') <- 2,4,3
layers.Conv1DTranspose(4, 2, strides=3, padding='same') <- 2,4,3
layers.Conv1DTranspose(4, 3, strides=2, padding='same', output_padding=1) <- 2,5,3
layers.Conv1DTranspose(4, 3, strides=2, padding='valid', output_padding=1) <- 2,5,3
layers.Conv1DTranspose(4, 3, dilation_rate=2) <- 2,5,3
layers.Conv1DTranspose(4, 3, dilation_rate=2, padding='same') <- 2,5,3
layers.Conv1DTranspose(4, 3, strides=2, padding='same', data_format='channels_first') <- 2,3,5
layers.Conv2DTranspose(4, 3) <- 2,4,5,3
layers.Conv2DTranspose(4, 3, strides=2, padding='same') <- 2,4,5,3
layers.Conv2DTranspose(4, (2, 2), strides=(2, 2), padding='same', activation='relu') <- 2,4,5,3
layers.Conv2DTranspose(4, 4, strides=2, padding='same', use_bias=False) <- 2,4,5,3
layers.Conv2DTranspose(4, 5, strides=2, padding='same') <- 2,4,5,3
layers.Conv2DTranspose(4, 5, strides=(1, 1), padding='same', use_bias=False) <- 2,4,5,3
layers.Conv2DTranspose(4, 2, strides=2) <- 2,4,5,3
layers.Conv2DTranspose(4, (2, 3), strides=(3, 1)) <- 2,4,5,2
layers.Conv2DTranspose(4, 2, strides=3, padding='valid') <- 2,3,3,2
layers.Conv2DTranspose(4, 3, strides=2, padding='same', output_padding=(1, 0)) <- 2,4,4,2
layers.Conv2DTranspose(4, 3, strides=2, padding='same', data_format='channels_first') <- 2,3,4,5
layers.Conv3DTranspose(3, 2, strides=2) <- 1,2,3,2,2
layers.Conv3DTranspose(3, 3, strides=(1, 2, 2), padding='same') <- 1,2,3,2,2
""")

WRONG = wrong_stacks("""
layers.Conv2D(4, 5) <- 2,4,4,3 !! ValueError & Computed output size would be zero or negative. Received `inputs shape=(None, 
layers.Conv2D(4, 3, padding='causal') <- 2,6,6,3 !! ValueError & The `padding` argument must be a list/tuple or one of {'valid', 'same'}. Received: causal
layers.Conv2D(4, 3, padding='full') <- 2,6,6,3 !! ValueError & The `padding` argument must be a list/tuple or one of {'valid', 'same'}. Received: full
layers.Conv2D(4, 3, strides=2, dilation_rate=2) <- 2,6,6,3 !! ValueError & `strides > 1` not supported in conjunction with `dilation_rate > 1`
layers.Conv2D(5, 3, groups=2) <- 2,6,6,4 !! ValueError & The number of filters must be evenly divisible by the number of groups.
layers.Conv2D(4, 3, groups=2) <- 2,6,6,3 !! ValueError & The number of input channels must be evenly divisible by the number of groups
layers.Conv2D(4, (3, 3, 3)) <- 2,6,6,3 !! ValueError & The `kernel_size` argument must be a tuple of 2 integers.
layers.Conv2D(0, 3) <- 2,6,6,3 !! ValueError & Invalid value for argument `filters`. Expected a strictly positive value. Received filters=0.
layers.Conv2D(4, 3) <- 2,6,6 !! ValueError & is incompatible with the layer: expected min_ndim=4, found ndim=3
layers.Conv1D(4, 3);; layers.Dense(2);; layers.Conv1D(2, 9) <- 2,8,3 !! ValueError & Computed output size would be zero or negative. Received `inputs shape=(None, 
""")

CASES = PLAIN + DEPTHWISE + TRANSPOSED + WRONG
