# A subclass of keras.Model with blocks of its own, and nothing to mend: the gradient takes the shortcut past each block, so that the first
# layers get as much of it as the last. Look at: Flow. Change: return h in place of x + h in Block.call, and save.
import keras
from keras import layers


class Block(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.norm = layers.LayerNormalization()
        self.first = layers.Dense(width, activation='relu', kernel_initializer='he_normal')
        self.second = layers.Dense(width)

    def call(self, x):
        h = self.second(self.first(self.norm(x)))
        return x + h


class ResidualNet(keras.Model):
    def __init__(self, width=32, depth=6, classes=4):
        super().__init__()
        self.stem = layers.Dense(width)
        self.blocks = [Block(width) for _ in range(depth)]
        self.norm = layers.LayerNormalization()
        self.head = layers.Dense(classes)

    def call(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


model = ResidualNet()
model.build((None, 16))
model.compile(
    optimizer=keras.optimizers.Adam(1e-3),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)
