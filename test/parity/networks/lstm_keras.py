"""An LSTM, whose last state is read."""
import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((5, 3), name="x"),
        layers.LSTM(4, name="lstm"),
        layers.Dense(2, name="head"),
    ],
    name="lstm_net",
)
