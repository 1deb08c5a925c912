"""Normalisation of keras, in training and in inference."""
from keras_source_cases import graphs, nets, stacks, wrong_stacks

BATCH = """
layers.BatchNormalization() <- 4,3
layers.BatchNormalization() <- 2,4,5,3
layers.BatchNormalization(axis=1) <- 2,3,4,5
layers.BatchNormalization(momentum=0.9, epsilon=1e-5) <- 2,5,3
layers.BatchNormalization(center=False) <- 4,3
layers.BatchNormalization(scale=False) <- 4,3
layers.BatchNormalization(center=False, scale=False, axis=-1) <- 2,5,3
layers.BatchNormalization(axis=2) <- 2,4,5,3
layers.BatchNormalization(renorm=False) <- 4,3
layers.BatchNormalization(beta_initializer='ones', gamma_initializer='uniform', moving_mean_initializer='ones') <- 4,3
layers.BatchNormalization(trainable=False) <- 4,3
layers.Dense(4, use_bias=False);; layers.BatchNormalization();; layers.Activation('relu');; layers.Dense(2) <- 4,3
"""

REST = """
layers.LayerNormalization() <- 2,3,4
layers.LayerNormalization(axis=[1, 2]) <- 2,3,4
layers.LayerNormalization(axis=(-2, -1), epsilon=1e-6) <- 2,3,4,2
layers.LayerNormalization(center=False) <- 2,4
layers.LayerNormalization(scale=False, epsilon=0.1) <- 2,4
layers.LayerNormalization(center=False, scale=False) <- 2,5
layers.GroupNormalization(2) <- 2,3,4
layers.GroupNormalization(groups=2, axis=-1, epsilon=1e-5) <- 2,3,3,4
layers.GroupNormalization(groups=2, axis=1) <- 2,4,3,3
layers.GroupNormalization(groups=-1) <- 2,3,4
layers.GroupNormalization(groups=4, center=False, scale=False) <- 2,3,4
layers.GroupNormalization(groups=1) <- 2,6
layers.UnitNormalization();; layers.Dense(2) <- 2,4
layers.UnitNormalization(axis=[1, 2]);; layers.Dense(2) <- 2,3,4
layers.UnitNormalization(1);; layers.Dense(2) <- 2,3,4
layers.RMSNormalization() <- 2,4
layers.RMSNormalization(epsilon=0.1) <- 2,3,4
layers.SpectralNormalization(layers.Dense(3)) <- 2,4
layers.SpectralNormalization(layers.Conv2D(3, 2), power_iterations=2) <- 2,4,4,2
"""

TRAINED = """
layers.LayerNormalization() <- 3,4
layers.GroupNormalization(2) <- 2,3,4
"""

NETS = nets("""
# batch normalisation called in inference <- 4,3
inputs = keras.Input((3,))
hidden = layers.Dense(4)(inputs)
norm = layers.BatchNormalization(name='norm')
model = keras.Model(inputs, layers.Dense(2)(norm(hidden, training=False)))
""", "train")

WRONG = wrong_stacks("""
layers.BatchNormalization(axis=4) <- 2,3,3 !! Error
layers.GroupNormalization(3) <- 2,3,4 !! ValueError & must be a multiple of the number of channels (4)
layers.GroupNormalization(8) <- 2,3,4 !! ValueError & Number of groups (8) cannot be more than the number of channels (4)
layers.LayerNormalization(axis=5) <- 2,3,4 !! Error
""")

CASES = stacks(BATCH) + stacks(BATCH, "train") + stacks(REST) + stacks(TRAINED, "train") + NETS + WRONG
