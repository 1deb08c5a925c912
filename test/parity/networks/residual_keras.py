"""Two residual blocks between a stem of stride 2 and an average over the picture."""
import keras
from keras import layers


def block(x, place):
    y = layers.Conv2D(3, 3, padding="same", use_bias=False, name=f"conv_{place}")(x)
    y = layers.BatchNormalization(epsilon=1e-5, momentum=0.9, name=f"norm_{place}")(y)
    y = layers.Add(name=f"add_{place}")([x, y])
    return layers.Activation("relu", name=f"relu_{place}")(y)


inputs = keras.Input((8, 8, 1), name="x")
x = layers.Conv2D(3, 3, strides=2, activation="relu", name="stem")(inputs)
for place in range(2):
    x = block(x, place)
x = layers.GlobalAveragePooling2D(name="average")(x)
model = keras.Model(inputs, layers.Dense(2, name="head")(x), name="residual")
