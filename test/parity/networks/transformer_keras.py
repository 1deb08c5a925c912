"""A block of a transformer with the norms in front, and the mean over time."""
import keras
from keras import layers

inputs = keras.Input((5, 8), name="x")
y = layers.LayerNormalization(epsilon=1e-5, name="norm1")(inputs)
y = layers.MultiHeadAttention(2, 4, name="attention")(y, y)
attended = layers.Add(name="attended")([inputs, y])
y = layers.LayerNormalization(epsilon=1e-5, name="norm2")(attended)
y = layers.Dense(16, activation="gelu", name="up")(y)
y = layers.Dense(8, name="down")(y)
y = layers.Add(name="added")([attended, y])
y = layers.GlobalAveragePooling1D(name="mean")(y)
model = keras.Model(inputs, layers.Dense(2, name="head")(y), name="transformer")
