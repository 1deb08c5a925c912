"""Whole models of keras: in a row, of recorded calls, of classes, with weights that several calls share."""
from keras_source_cases import nets

MODELS = """
# layers added one by one <- 2,4
model = keras.Sequential()
model.add(layers.Dense(8, activation='relu', input_shape=(4,)))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(3))
model.add(layers.Activation('softmax'))

# a row without an input, built by its sizes <- 2,4
model = keras.Sequential([layers.Dense(5, activation='tanh'), layers.Dense(2)])
model.build((None, 4))

# a row within a row <- 2,6,6,1
block = keras.Sequential([layers.Conv2D(3, 3, padding='same'), layers.BatchNormalization(), layers.ReLU()])
model = keras.Sequential([keras.Input((6, 6, 1)), block, layers.GlobalAveragePooling2D(), layers.Dense(2)])

# the last layer taken away <- 2,4
model = keras.Sequential([keras.Input((4,)), layers.Dense(5), layers.Dense(7)])
model.pop()
model.add(layers.Dense(2))

# two inputs and two outputs <- 2,4 ; 2,3
a, b = keras.Input((4,), name='a'), keras.Input((3,), name='b')
h = layers.concatenate([layers.Dense(5, activation='relu')(a), b])
model = keras.Model(inputs=[a, b], outputs=[layers.Dense(2, name='first')(h), layers.Dense(1, name='second')(h)])

# inputs and outputs by name <- 2,4
a = keras.Input((4,), name='a')
h = layers.Dense(3)(a)
model = keras.Model(a, {'one': h, 'two': layers.Dense(2)(h)})

# a residual connection <- 2,4
x = keras.Input((4,))
h = layers.Dense(4, activation='relu')(x)
h = layers.add([h, x])
model = keras.Model(x, layers.Dense(2)(layers.LayerNormalization()(h)))

# one layer called twice <- 2,4 ; 2,4
x, y = keras.Input((4,)), keras.Input((4,))
shared = layers.Dense(3, activation='tanh')
model = keras.Model([x, y], layers.Subtract()([shared(x), shared(y)]))

# a model called twice by another one <- 2,4 ; 2,4
a = keras.Input((4,))
branch = keras.Model(a, layers.Dense(3)(layers.Dense(5, activation='relu')(a)), name='branch')
x, y = keras.Input((4,)), keras.Input((4,))
model = keras.Model([x, y], layers.Dense(1)(layers.concatenate([branch(x), branch(y)])))

# part of another model <- 2,4
x = keras.Input((4,))
h = layers.Dense(5, activation='relu', name='hidden')(x)
whole = keras.Model(x, layers.Dense(3)(h))
model = keras.Model(whole.input, whole.get_layer('hidden').output)

# operators and functions between layers <- 2,4
x = keras.Input((4,))
h = layers.Dense(6)(x)
first, second = h[:, :3], h[:, 3:]
h = ops.tanh(first) * ops.sigmoid(second) + 0.5
h = ops.concatenate([h, -h / 2.0, ops.expand_dims(x[:, 0], -1)], axis=-1)
model = keras.Model(x, layers.Dense(2)(h))

# sizes asked of a symbolic tensor <- 2,4,6
x = keras.Input((4, 6))
rows, columns = x.shape[1], x.shape[2]
h = layers.Reshape((rows * columns,))(x)
h = ops.reshape(layers.Dense(columns)(h), (-1, 2, columns // 2))
model = keras.Model(x, h)

# layers that are frozen <- 2,4
model = keras.Sequential([keras.Input((4,)), layers.Dense(5, activation='relu'), layers.BatchNormalization(), layers.Dense(2)])
for layer in model.layers[:2]:
    layer.trainable = False

# a function that makes blocks <- 2,8,8,2
def block(x, filters, stride=1):
    shortcut = x
    x = layers.Conv2D(filters, 3, strides=stride, padding='same', use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation('relu')(x)
    if stride != 1 or shortcut.shape[-1] != filters:
        shortcut = layers.Conv2D(filters, 1, strides=stride)(shortcut)
    return layers.Add()([x, shortcut])

x = keras.Input((8, 8, 2))
h = x
for filters, stride in [(2, 1), (4, 2), (4, 1)]:
    h = block(h, filters, stride)
model = keras.Model(x, layers.Dense(3, activation='softmax')(layers.Flatten()(h)))

# a class with a call <- 2,4
class Net(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.hidden = layers.Dense(units, activation='relu')
        self.out = layers.Dense(2)

    def call(self, inputs):
        return self.out(self.hidden(inputs))

model = Net(5)
model(ops.zeros((2, 4)))

# a class that keeps layers in a list <- 2,4
class Net(keras.Model):
    def __init__(self, depth):
        super().__init__()
        self.steps = [layers.Dense(4) for _ in range(depth)]
        self.norms = []
        for _ in range(depth):
            self.norms.append(layers.LayerNormalization())

    def call(self, x):
        for step, norm in zip(self.steps, self.norms):
            x = x + ops.relu(norm(step(x)))
        return x

model = Net(3)
model(ops.zeros((2, 4)))

# a layer with weights of its own <- 2,4
class Scale(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer='glorot_uniform', name='kernel')
        self.offset = self.add_weight(shape=(self.units,), initializer='zeros', trainable=True, name='offset')

    def call(self, inputs):
        return ops.matmul(inputs, self.kernel) + self.offset

model = keras.Sequential([keras.Input((4,)), Scale(3, name='own'), layers.ReLU(), Scale(2)])

# a layer of layers within recorded calls <- 2,5,4
class Block(layers.Layer):
    def __init__(self, dim, rate=0.1):
        super().__init__()
        self.attention = layers.MultiHeadAttention(num_heads=2, key_dim=dim)
        self.feed = keras.Sequential([layers.Dense(8, activation='relu'), layers.Dense(dim)])
        self.first = layers.LayerNormalization(epsilon=1e-6)
        self.second = layers.LayerNormalization(epsilon=1e-6)
        self.drop = layers.Dropout(rate)

    def call(self, inputs, training=False):
        attended = self.drop(self.attention(inputs, inputs), training=training)
        h = self.first(inputs + attended)
        return self.second(h + self.drop(self.feed(h), training=training))

x = keras.Input((5, 4))
h = Block(4)(x)
model = keras.Model(x, layers.Dense(2)(layers.GlobalAveragePooling1D()(h)))

# a model of a class with inputs and outputs <- 2,4
class Named(keras.Model):
    def __init__(self, units):
        x = keras.Input((4,))
        super().__init__(x, layers.Dense(units)(layers.Dense(3, activation='elu')(x)))

model = Named(2)

# recurrent layers over embedded words <- int:2,6<20
x = keras.Input((6,), dtype='int32')
h = layers.Embedding(20, 5)(x)
h = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(h)
h = layers.GRU(4)(h)
model = keras.Model(x, layers.Dense(1, activation='sigmoid')(h))
"""

TRAINED = """
# batch statistics in a model within a model <- 4,6
base = keras.Sequential([keras.Input((6,)), layers.Dense(5), layers.BatchNormalization(), layers.ReLU()])
x = keras.Input((6,))
model = keras.Model(x, layers.Dense(2)(base(x)))

# a class that asks whether it trains <- 4,3
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = layers.BatchNormalization()
        self.out = layers.Dense(2)

    def call(self, x, training=None):
        x = self.norm(x, training=training)
        if training:
            x = x * 3.0
        return self.out(x)

model = Net()
model(ops.zeros((4, 3)))
"""

CASES = nets(MODELS) + nets(TRAINED, mode="train")
