"""Layers of keras that multiply, look up and pass through."""
from keras_source_cases import graphs, nets, stacks, wrong_graphs, wrong_stacks

PRODUCTS = stacks("""
layers.Dense(3) <- 2,4
layers.Dense(3, use_bias=False) <- 2,4
layers.Dense(units=3, activation='relu') <- 2,5,4
layers.Dense(3, activation='softmax') <- 2,4
layers.Dense(3, 'tanh') <- 2,4
layers.Dense(5, activation=keras.activations.sigmoid);; layers.Dense(2) <- 2,4
layers.Dense(3, activation=ops.tanh) <- 2,4
layers.Dense(3, activation=lambda v: v * v) <- 2,4
layers.Dense(2, kernel_regularizer='l2', bias_regularizer=keras.regularizers.L1(0.01), kernel_constraint='non_neg') <- 2,3,4,2
layers.Dense(2, kernel_regularizer=keras.regularizers.l1_l2(l1=0.1, l2=0.1), activity_regularizer='l1', kernel_constraint=keras.constraints.MaxNorm(2)) <- 2,4
layers.Dense(3, name='first');; layers.Dense(2, name='second') <- 2,4
layers.EinsumDense('ab,bc->ac', output_shape=3) <- 2,4
layers.EinsumDense('abc,cd->abd', output_shape=(None, 5), bias_axes='d') <- 2,3,4
layers.EinsumDense('...x,xy->...y', output_shape=3, bias_axes='y', activation='relu') <- 2,3,4
layers.EinsumDense('abc,cde->abde', output_shape=(None, 2, 3), bias_axes='de') <- 2,3,4
layers.EinsumDense('abde,dec->abc', output_shape=(None, 5), bias_axes='c') <- 2,3,2,2
layers.EinsumDense(equation='bij,ijk->bk', output_shape=(4,), bias_axes='k') <- 2,3,2
layers.Embedding(10, 4) <- int:2,3<10
layers.Embedding(input_dim=7, output_dim=3) <- int:2,5<7
layers.Embedding(10, 3, embeddings_initializer='zeros', mask_zero=True) <- int:2,4<10
layers.Embedding(10, 4);; layers.Flatten();; layers.Dense(2) <- int:2,3<10
layers.Masking() <- 2,3,4
layers.Masking(mask_value=0.5) <- 2,3,4
layers.Lambda(lambda v: v ** 2) <- 2,4
layers.Lambda(lambda v: ops.sum(v, axis=1), output_shape=(3,)) <- 2,4,3
layers.Lambda(ops.abs, name='size') <- 2,4
layers.Identity() <- 2,3
layers.Activation('relu') <- 2,3
layers.Activation(ops.tanh) <- 2,3
layers.Flatten() <- 2,3,4
layers.Flatten(data_format='channels_first') <- 2,3,4,2
layers.Flatten();; layers.Dense(2) <- 2,3,4
layers.Dropout(0.5) <- 2,3
layers.ReversibleEmbedding(10, 4) <- int:2,3<10
""")

CALLED = graphs("""
layers.Dense(3)(x) <- 2,4
layers.Dense(3, activation='relu')(layers.Dense(5)(x)) <- 2,4
first = layers.Dense(4);; first(first(x)) <- 2,4
first = layers.Dense(4);; [first(x), layers.Dense(2)(first(y))] <- 2,4 ; 2,4
layers.Lambda(lambda pair: pair[0] * pair[1])([x, y]) <- 2,4 ; 2,4
layers.Lambda(lambda v, scale: v * scale, arguments={'scale': 3})(x) <- 2,4
layers.LSTM(3)(layers.Embedding(10, 4, mask_zero=True)(x)) <- int:2,5<10
layers.GlobalAveragePooling1D()(layers.Embedding(10, 4, mask_zero=True)(x)) <- int:2,5<10
layers.Softmax()(x, mask=y) <- 2,4 ; bool:2,4
layers.Activation('softmax')(x) <- 2,3,4
[x + 1, x * y - 0.5, y / 2] <- 2,4 ; 2,4
[x[:, 0], -x, x[:, 1:3] @ ops.ones((2, 3))] <- 2,4
table = layers.ReversibleEmbedding(10, 4);; table(layers.Dense(4)(table(x)), reverse=True) <- int:2,3<10
table = layers.ReversibleEmbedding(10, 4, tie_weights=False, reverse_dtype='float64');; table(table(x), reverse=True) <- int:2,3<10
""")

NETS = nets("""
# a layer that is frozen <- 2,4
model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation='relu', trainable=False), layers.Dense(2)])

# add, and no input <- 2,4
model = keras.Sequential()
model.add(layers.Dense(3, activation='relu', input_shape=(4,)))
model.add(layers.Dropout(0.5))
model.add(layers.Dense(2))
model.add(layers.Activation('softmax'))

# a layer of one's own <- 2,4
class Linear(layers.Layer):
    def __init__(self, units=32, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer='random_normal', trainable=True, name='w')
        self.b = self.add_weight(shape=(self.units,), initializer='zeros', trainable=True, name='b')

    def call(self, inputs):
        return ops.matmul(inputs, self.w) + self.b

model = keras.Sequential([keras.Input((4,)), Linear(3), Linear(2)])

# residual <- 2,4
inputs = keras.Input(shape=(4,))
hidden = layers.Dense(4, activation='relu')(inputs)
hidden = layers.add([hidden, inputs])
outputs = layers.Dense(1, activation='sigmoid', name='predictions')(hidden)
model = keras.Model(inputs=inputs, outputs=outputs)
""")

WRONG = wrong_stacks("""
layers.Dense(-1) <- 2,4 !! ValueError: Received an invalid value for `units`, expected a positive integer
layers.Dense(2, activation='rellu') <- 2,4 !! ValueError: Could not interpret activation function identifier: rellu
layers.Dense(2, kernel_initializer='glorot') <- 2,4 !! ValueError: Could not interpret initializer identifier: glorot
layers.Dense(2, kernel_regularizer='l3') <- 2,4 !! ValueError: Could not interpret regularizer identifier: l3
layers.Dense(2, unit=3) <- 2,4 !! ValueError: Unrecognized keyword arguments passed to Dense: {'unit': 3}
layers.EinsumDense('abc->ab', output_shape=3) <- 2,3,4 !! ValueError
layers.Flatten(5) <- 2,4 !! ValueError
layers.Dropout(1.5) <- 2,4 !! ValueError: Invalid value received for argument `rate`. Expected a float value between 0 and 1. Received: rate=1.5
""") + wrong_graphs("""
first = layers.Dense(3);; a = first(x);; first(y) <- 2,4 ; 2,5 !! ValueError & dense & is incompatible with the layer: expected axis -1 of input shape to have value 4, but received input with shape (None, 5)
layers.LSTM(3)(x) <- 2,4 !! ValueError & lstm & is incompatible with the layer: expected ndim=3, found ndim=2. Full shape received: (None, 4)
layers.Conv2D(3, 3)(x) <- 2,4,4 !! ValueError & conv2d & is incompatible with the layer: expected min_ndim=4, found ndim=3. Full shape received: (None, 4, 4)
""")

CASES = PRODUCTS + CALLED + NETS + WRONG
