"""A deep network of sigmoids, in which the gradient gets lost."""
import keras
from keras import layers

model = keras.Sequential([keras.Input((6,), name="x")], name="mlp")
for place in range(5):
    model.add(layers.Dense(8, activation="sigmoid", name=f"hidden_{place}"))
model.add(layers.Dense(3, name="head"))
