"""Recurrence of keras: its three layers, cells in RNN, both directions, one layer at every step."""
from keras_source_cases import graphs, nets, stacks, wrong_graphs, wrong_stacks

OPTIONS = """
layers.{name}(3) <- 2,4,2
layers.{name}(3, return_sequences=True) <- 2,4,2
layers.{name}(3, go_backwards=True) <- 2,4,2
layers.{name}(3, return_sequences=True, go_backwards=True) <- 2,4,2
layers.{name}(3, activation='relu') <- 2,4,2
layers.{name}(3, use_bias=False) <- 2,4,2
layers.{name}(3, dropout=0.2, recurrent_dropout=0.3) <- 2,4,2
layers.{name}(3, unroll=True) <- 2,3,2
layers.{name}(4, return_sequences=True);; layers.{name}(3) <- 2,4,2
layers.Bidirectional(layers.{name}(3)) <- 2,4,2
layers.TimeDistributed(layers.Dense(2));; layers.{name}(2) <- 2,3,2
"""

CALLED = """
layers.{name}(3, return_state=True)(x) <- 2,4,2
layers.{name}(3, return_state=True, return_sequences=True)(x) <- 2,4,2
layers.{name}(3)(x, mask=y) <- 2,4,2 ; bool:2,4
layers.{name}(3, return_sequences=True)(x, mask=y) <- 2,4,2 ; bool:2,4
layers.{name}(3)(layers.Masking(0.5)(x)) <- 2,4,2
"""

PLAIN = [case for name in ("SimpleRNN", "LSTM", "GRU") for case in stacks(OPTIONS.replace("{name}", name))]
PLAIN_CALLED = [case for name in ("SimpleRNN", "LSTM", "GRU") for case in graphs(CALLED.replace("{name}", name))]

MORE = stacks("""
layers.LSTM(3, unit_forget_bias=False) <- 2,4,2
layers.LSTM(3, recurrent_activation='hard_sigmoid') <- 2,4,2
layers.LSTM(3, activation='softsign', recurrent_activation='tanh') <- 2,4,2
layers.LSTM(3, stateful=False, zero_output_for_mask=True) <- 2,4,2
layers.GRU(3, reset_after=False) <- 2,4,2
layers.GRU(3, reset_after=False, return_sequences=True, use_bias=False) <- 2,4,2
layers.GRU(3, reset_after=False, recurrent_activation='hard_sigmoid', activation='relu') <- 2,4,2
layers.GRU(3, recurrent_activation='relu') <- 2,4,2
layers.SimpleRNN(3, activation=None) <- 2,4,2
layers.SimpleRNN(3, activation='sigmoid', return_sequences=True) <- 2,4,2
layers.RNN(layers.LSTMCell(3)) <- 2,4,2
layers.RNN(layers.GRUCell(3), return_sequences=True) <- 2,4,2
layers.RNN(layers.SimpleRNNCell(3, activation='relu'), go_backwards=True) <- 2,4,2
layers.RNN([layers.LSTMCell(3), layers.LSTMCell(4)]) <- 2,4,2
layers.RNN(layers.StackedRNNCells([layers.GRUCell(3), layers.SimpleRNNCell(2)]), return_sequences=True) <- 2,4,2
layers.Bidirectional(layers.LSTM(3, return_sequences=True)) <- 2,4,2
layers.Bidirectional(layers.LSTM(3, return_sequences=True), merge_mode='sum') <- 2,4,2
layers.Bidirectional(layers.GRU(3), merge_mode='mul') <- 2,4,2
layers.Bidirectional(layers.SimpleRNN(3), merge_mode='ave') <- 2,4,2
layers.Bidirectional(layers.LSTM(3), backward_layer=layers.GRU(3, go_backwards=True)) <- 2,4,2
layers.Bidirectional(layers.RNN(layers.LSTMCell(3))) <- 2,4,2
layers.Bidirectional(layers.LSTM(3, return_sequences=True, name='inner'), name='both');; layers.Bidirectional(layers.LSTM(2)) <- 2,3,2
layers.TimeDistributed(layers.Dense(3, activation='relu')) <- 2,4,2
layers.TimeDistributed(layers.Conv2D(3, 2)) <- 2,3,4,4,2
layers.TimeDistributed(layers.Flatten()) <- 2,3,2,2
layers.TimeDistributed(layers.Dropout(0.5)) <- 2,3,2
layers.TimeDistributed(layers.BatchNormalization()) <- 2,3,2
layers.TimeDistributed(layers.LSTM(3)) <- 2,3,4,2
layers.Embedding(10, 4);; layers.LSTM(3);; layers.Dense(1, activation='sigmoid') <- int:2,5<10
layers.Embedding(10, 4, mask_zero=True);; layers.Bidirectional(layers.GRU(3, return_sequences=True));; layers.LSTM(2) <- int:2,5<10
layers.LSTM(3);; layers.RepeatVector(4);; layers.LSTM(2, return_sequences=True);; layers.TimeDistributed(layers.Dense(1)) <- 2,3,2
layers.ConvLSTM1D(3, 2) <- 2,3,5,2
layers.ConvLSTM2D(2, 3, padding='same') <- 2,3,4,4,2
layers.ConvLSTM2D(2, (2, 2), return_sequences=True, recurrent_activation='hard_sigmoid') <- 2,3,4,4,2
layers.ConvLSTM2D(2, 3, padding='same', data_format='channels_first', strides=2) <- 2,3,2,5,5
layers.ConvLSTM3D(2, 2) <- 1,2,3,3,3,2
""") + graphs("""
layers.LSTM(3)(x, initial_state=[y, z]) <- 2,4,2 ; 2,3 ; 2,3
layers.GRU(3, return_sequences=True)(x, initial_state=y) <- 2,4,2 ; 2,3
layers.SimpleRNN(3)(x, initial_state=[y]) <- 2,4,2 ; 2,3
layers.Bidirectional(layers.LSTM(3), merge_mode=None)(x) <- 2,4,2
layers.Bidirectional(layers.GRU(3, return_state=True))(x) <- 2,4,2
layers.Bidirectional(layers.LSTM(3, return_state=True, return_sequences=True))(x) <- 2,4,2
layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x, mask=y) <- 2,4,2 ; bool:2,4
layers.RNN(layers.LSTMCell(3), return_state=True)(x) <- 2,4,2
layers.LSTMCell(3)(x, [y, z]) <- 2,2 ; 2,3 ; 2,3
layers.GRUCell(3)(x, y) <- 2,2 ; 2,3
layers.SimpleRNNCell(3)(x, [y])[0] <- 2,2 ; 2,3
layers.TimeDistributed(layers.Dense(2))(layers.Masking(0.5)(x)) <- 2,4,2
""")

NETS = nets("""
# encoder and decoder <- 2,4,2 ; 2,3,2
encoder_inputs = keras.Input(shape=(None, 2))
outputs, state_h, state_c = layers.LSTM(3, return_state=True)(encoder_inputs)
decoder_inputs = keras.Input(shape=(None, 2))
hidden, _, _ = layers.LSTM(3, return_sequences=True, return_state=True)(decoder_inputs, initial_state=[state_h, state_c])
model = keras.Model([encoder_inputs, decoder_inputs], layers.Dense(2, activation='softmax')(hidden))

# a cell of one's own <- 2,3,2
class Minimal(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer='uniform', name='kernel')
        self.recurrent_kernel = self.add_weight(shape=(self.units, self.units), initializer='uniform', name='recurrent_kernel')

    def call(self, inputs, states):
        output = ops.matmul(inputs, self.kernel) + ops.matmul(states[0], self.recurrent_kernel)
        return output, [output]

model = keras.Sequential([keras.Input((3, 2)), layers.RNN(Minimal(4))])
""")

WRONG = wrong_stacks("""
layers.LSTM(3);; layers.LSTM(3) <- 2,4,2 !! ValueError & is incompatible with the layer: expected ndim=3, found ndim=2
layers.LSTM(0) <- 2,4,2 !! ValueError & Received an invalid value for argument `units`, expected a positive integer, got 0.
layers.GRU(-3) <- 2,4,2 !! ValueError & Received an invalid value for argument `units`
layers.Bidirectional(layers.Dense(3)) <- 2,4,2 !! Error
layers.Bidirectional(layers.LSTM(3), merge_mode='add') <- 2,4,2 !! ValueError & Invalid merge mode. Received: add. Merge mode should be one of
layers.TimeDistributed(layers.Dense(3)) <- 2,4 !! ValueError
""") + wrong_graphs("""
layers.LSTM(3)(x, initial_state=[y]) <- 2,4,2 ; 2,3 !! Error
""")

CASES = PLAIN + PLAIN_CALLED + MORE + NETS + WRONG
