/** Programs of our own in the ways in which Keras's documentation teaches to write them; nothing in them is to be mended. */

/** Titles and texts. */
export const silentPrograms: Readonly<Record<string, string>> = {
  'a small network for images': `import keras
from keras import layers

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train.astype("float32")[..., None] / 255
y_train = keras.utils.to_categorical(y_train, 10)
model = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(16, kernel_size=(3, 3), activation="relu"),
    layers.MaxPooling2D(pool_size=(2, 2)),
    layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
    layers.MaxPooling2D(pool_size=(2, 2)),
    layers.Flatten(),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=15, validation_split=0.1)
`,
  'a classifier of texts with a recurrent layer': `from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Embedding, LSTM, Dense
from tensorflow.keras.datasets import imdb

(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=2000)
model = Sequential()
model.add(Embedding(2000, 16, input_length=40))
model.add(LSTM(16))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
`,
  'both directions': `import keras
from keras import layers

inputs = keras.Input(shape=(30,), dtype="int32")
x = layers.Embedding(500, 16)(inputs)
x = layers.Bidirectional(layers.LSTM(8, return_sequences=True))(x)
x = layers.Bidirectional(layers.LSTM(8))(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile("adam", "binary_crossentropy")
`,
  'a block of a transformer': `import keras
from keras import layers


class Block(layers.Layer):
    def __init__(self, width, heads, hidden, rate=0.1):
        super().__init__()
        self.attention = layers.MultiHeadAttention(num_heads=heads, key_dim=width)
        self.forward = keras.Sequential([layers.Dense(hidden, activation="relu"), layers.Dense(width)])
        self.first = layers.LayerNormalization(epsilon=1e-6)
        self.second = layers.LayerNormalization(epsilon=1e-6)
        self.drop = layers.Dropout(rate)

    def call(self, inputs):
        x = self.first(inputs + self.drop(self.attention(inputs, inputs)))
        return self.second(x + self.forward(x))


inputs = layers.Input(shape=(20,))
x = layers.Embedding(300, 16)(inputs)
x = Block(16, 2, 32)(x)
x = layers.GlobalAveragePooling1D()(x)
x = layers.Dense(20, activation="relu")(x)
outputs = layers.Dense(2, activation="softmax")(x)
model = keras.Model(inputs=inputs, outputs=outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
`,
  'two inputs that are joined': `import keras
from keras import layers

title = keras.Input(shape=(24,), name="title")
numbers = keras.Input(shape=(6,), name="numbers")
x = layers.Dense(16, activation="relu")(title)
y = layers.Dense(16, activation="relu")(numbers)
x = layers.concatenate([x, y])
priority = layers.Dense(1, name="priority")(x)
model = keras.Model([title, numbers], priority)
model.compile(optimizer=keras.optimizers.RMSprop(1e-3), loss=keras.losses.BinaryCrossentropy(from_logits=True))
`,
  'two outputs with losses of their own': `import keras
from keras import layers

inputs = keras.Input(shape=(12,))
x = layers.Dense(24, activation="relu")(inputs)
kind = layers.Dense(4, activation="softmax", name="kind")(x)
age = layers.Dense(1, name="age")(x)
model = keras.Model(inputs, [kind, age])
model.compile("adam", loss={"kind": "sparse_categorical_crossentropy", "age": "mse"})
`,
  'an autoencoder': `import keras
from keras import layers

image = keras.Input(shape=(784,))
code = layers.Dense(32, activation="relu")(image)
again = layers.Dense(784, activation="sigmoid")(code)
model = keras.Model(image, again)
model.compile(optimizer="adam", loss="binary_crossentropy")
`,
  'a regression': `from tensorflow import keras
from tensorflow.keras import layers


def build_model():
    model = keras.Sequential([
        layers.Dense(32, activation="relu", input_shape=(13,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(1),
    ])
    model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
    return model


model = build_model()
`,
  'blocks with a shortcut and norms': `import tensorflow as tf
from tensorflow.keras import layers


def block(x, filters):
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(filters, 3, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    return layers.ReLU()(layers.add([x, y]))


inputs = tf.keras.Input((16, 16, 3))
x = layers.Conv2D(8, 3, padding="same", use_bias=False)(inputs)
x = layers.BatchNormalization()(x)
x = layers.ReLU()(x)
for _ in range(3):
    x = block(x, 8)
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(10)(x)
model = tf.keras.Model(inputs, outputs)
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
`,
  'convolutions over time': `import keras
from keras import layers

model = keras.Sequential([
    keras.Input((50, 4)),
    layers.Conv1D(16, 5, padding="same", activation="relu"),
    layers.MaxPooling1D(2),
    layers.Conv1D(16, 5, padding="same", activation="relu"),
    layers.GlobalMaxPooling1D(),
    layers.Dense(16, activation="relu"),
    layers.Dropout(0.3),
    layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
`,
  'a script for Keras 1': `from keras.models import Sequential
from keras.layers.core import Dense, Dropout, Activation
from keras.optimizers import RMSprop
from keras.utils import np_utils

model = Sequential()
model.add(Dense(128, input_shape=(784,)))
model.add(Activation('relu'))
model.add(Dropout(0.2))
model.add(Dense(128))
model.add(Activation('relu'))
model.add(Dropout(0.2))
model.add(Dense(10))
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer=RMSprop(), metrics=['accuracy'])
model.fit(X_train, Y_train, batch_size=128, nb_epoch=20, verbose=1)
`,
  'separable convolutions': `import keras
from keras import layers

inputs = keras.Input(shape=(16, 16, 3))
x = layers.Rescaling(1.0 / 255)(inputs)
x = layers.SeparableConv2D(16, 3, padding="same", use_bias=False)(x)
x = layers.BatchNormalization()(x)
x = layers.Activation("relu")(x)
x = layers.SeparableConv2D(16, 3, padding="same", use_bias=False)(x)
x = layers.BatchNormalization()(x)
x = layers.Activation("relu")(x)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.25)(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(3e-4), loss="binary_crossentropy")
`,
};
