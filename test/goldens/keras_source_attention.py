"""Attention of keras."""
from keras_source_cases import graphs, nets, wrong_graphs

CALLED = graphs("""
layers.Attention()([x, y]) <- 2,3,4 ; 2,5,4
layers.Attention()([x, y, z]) <- 2,3,4 ; 2,5,6 ; 2,5,4
layers.Attention(use_scale=True)([x, y]) <- 2,3,4 ; 2,5,4
layers.Attention(score_mode='concat')([x, y]) <- 2,3,4 ; 2,5,4
layers.Attention(score_mode='concat', use_scale=True)([x, y]) <- 2,3,4 ; 2,5,4
layers.Attention()([x, x], use_causal_mask=True) <- 2,4,3
layers.Attention()([x, y], return_attention_scores=True) <- 2,3,4 ; 2,5,4
layers.Attention(dropout=0.3)([x, y], mask=[z, w]) <- 2,3,4 ; 2,5,4 ; bool:2,3 ; bool:2,5
layers.AdditiveAttention()([x, y]) <- 2,3,4 ; 2,5,4
layers.AdditiveAttention(use_scale=False)([x, y]) <- 2,3,4 ; 2,5,4
layers.AdditiveAttention()([x, y], mask=[z, w]) <- 2,3,4 ; 2,5,4 ; bool:2,3 ; bool:2,5
layers.MultiHeadAttention(2, 3)(x, x) <- 2,4,6
layers.MultiHeadAttention(num_heads=2, key_dim=3)(x, y) <- 2,4,6 ; 2,5,3
layers.MultiHeadAttention(2, 3, value_dim=4)(x, y, z) <- 2,4,6 ; 2,5,3 ; 2,5,2
layers.MultiHeadAttention(2, 3, use_bias=False)(x, x) <- 2,4,6
layers.MultiHeadAttention(2, 3, output_shape=5)(x, x) <- 2,4,6
layers.MultiHeadAttention(2, 3, output_shape=(5, 2))(x, x) <- 2,4,6
layers.MultiHeadAttention(2, 3, dropout=0.1)(x, x) <- 2,4,6
layers.MultiHeadAttention(2, 3)(x, x, use_causal_mask=True) <- 2,4,6
layers.MultiHeadAttention(2, 3)(x, x, attention_mask=y) <- 2,4,6 ; bool:2,4,4
layers.MultiHeadAttention(2, 3)(x, y, return_attention_scores=True) <- 2,4,6 ; 2,5,6
layers.MultiHeadAttention(2, 3, attention_axes=(1, 2))(x, x) <- 2,2,3,4
layers.MultiHeadAttention(2, 3)(query=x, value=y, key=y) <- 2,4,6 ; 2,5,6
layers.MultiHeadAttention(1, 4)(x, x, value_mask=y) <- 2,4,4 ; bool:2,4
layers.MultiHeadAttention(2, 3)(y, layers.Embedding(10, 4, mask_zero=True)(x)) <- int:2,4<10 ; 2,3,4
layers.GroupQueryAttention(3, 4, 2)(x, x) <- 2,4,6
layers.GroupQueryAttention(head_dim=3, num_query_heads=4, num_key_value_heads=2, use_bias=False)(x, y) <- 2,4,6 ; 2,5,6
layers.GroupQueryAttention(3, 2, 1)(x, x, use_causal_mask=True) <- 2,4,6
layers.GroupQueryAttention(3, 2, 2)(x, y, z) <- 2,4,6 ; 2,5,6 ; 2,5,6
layers.GroupQueryAttention(3, 4, 2, use_gate=True)(x, x) <- 2,4,6
layers.GroupQueryAttention(3, 2, 1, sliding_window=2)(x, y) <- 2,4,6 ; 2,5,6
layers.MultiHeadAttention(2, 3, value_dim=4, use_gate=True)(x, y) <- 2,4,6 ; 2,5,6
layers.MultiHeadAttention(2, 3, sliding_window=2)(x, x, use_causal_mask=True) <- 2,5,6
""")

NETS = nets("""
# an encoder of a transformer <- 2,4,6
def encoder(inputs, head_size, num_heads, ff_dim, dropout=0):
    x = layers.MultiHeadAttention(key_dim=head_size, num_heads=num_heads, dropout=dropout)(inputs, inputs)
    x = layers.Dropout(dropout)(x)
    x = layers.LayerNormalization(epsilon=1e-6)(x)
    res = x + inputs
    x = layers.Conv1D(filters=ff_dim, kernel_size=1, activation="relu")(res)
    x = layers.Conv1D(filters=inputs.shape[-1], kernel_size=1)(x)
    return layers.LayerNormalization(epsilon=1e-6)(x) + res

inputs = keras.Input(shape=(4, 6))
x = encoder(inputs, 3, 2, 5, 0.25)
x = layers.GlobalAveragePooling1D(data_format="channels_last")(x)
model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
""")

WRONG = wrong_graphs("""
layers.Attention()(x) <- 2,3,4 !! ValueError & Attention layer must be called on a list of inputs
layers.Attention(score_mode='add')([x, y]) <- 2,3,4 ; 2,5,4 !! ValueError & Invalid value for argument score_mode. Expected one of {'dot', 'concat'}. Received: score_mode=add
layers.MultiHeadAttention(0, 3)(x, x) <- 2,3,4 !! ValueError & Received an invalid value for argument `num_heads`, expected a positive integer. Received: num_heads=0
layers.MultiHeadAttention(2, 3, sliding_window=0)(x, x) <- 2,4,6 !! ValueError & `sliding_window` must be
layers.GroupQueryAttention(3, 4, 3)(x, x) <- 2,4,6 !! ValueError & `num_query_heads` must be divisible
""")

CASES = CALLED + NETS + WRONG
