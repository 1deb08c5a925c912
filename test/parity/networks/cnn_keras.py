"""Convolution, batch norm and pool; the bias before the batch norm is of no use."""
import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((6, 6, 2), name="x"),
        layers.Conv2D(4, 3, padding="same", name="conv"),
        layers.BatchNormalization(epsilon=1e-5, momentum=0.9, name="norm"),
        layers.ReLU(name="relu"),
        layers.MaxPooling2D(2, name="pool"),
        layers.Flatten(name="flatten"),
        layers.Dense(3, name="head"),
    ],
    name="cnn",
)
