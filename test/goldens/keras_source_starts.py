"""How weights of keras start: by default, by name and by object; what is inside of one unit counts for kernels of every kind."""
from keras_source_cases import starts

NAMES = ["zeros", "ones", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal", "random_uniform", "random_normal", "uniform", "normal", "truncated_normal", "orthogonal", "GlorotUniform", "HeNormal", "Zeros", "TruncatedNormal"]  # fmt: skip

OBJECTS = [
    "Zeros()", "Ones()", "Constant(0.3)", "RandomNormal(mean=0.5, stddev=0.2)", "RandomUniform(-0.2, 0.4)", "TruncatedNormal(stddev=0.3)", "VarianceScaling()", "VarianceScaling(scale=2.0, mode='fan_out', distribution='normal')",
    "VarianceScaling(2, 'fan_avg', 'uniform')", "VarianceScaling(scale=0.5, mode='fan_in', distribution='untruncated_normal')", "GlorotUniform(seed=3)", "HeUniform()", "LecunNormal()", "glorot_normal()", "Orthogonal(gain=2.0)",
]  # fmt: skip

DENSE = starts("\n".join(f"layers.Dense(60, kernel_initializer='{name}') <- 2,50" for name in NAMES)) + starts(
    "\n".join(f"layers.Dense(60, kernel_initializer=keras.initializers.{made}) <- 2,50" for made in OBJECTS)
)

LAYERS = starts("""
layers.Dense(50) <- 2,60
layers.Dense(50, bias_initializer='random_normal') <- 2,60
layers.Dense(5, kernel_initializer='identity') <- 2,5
layers.Dense(5, kernel_initializer=keras.initializers.Identity(gain=2)) <- 2,5
layers.Dense(50, kernel_initializer=keras.initializers.he_normal, bias_initializer=keras.initializers.Constant(0.1)) <- 2,60
layers.Conv1D(30, 5) <- 2,8,20
layers.Conv2D(20, 5, kernel_initializer='he_normal') <- 2,8,8,10
layers.Conv2D(20, 3, groups=2) <- 2,8,8,10
layers.Conv2DTranspose(20, 5) <- 2,8,8,10
layers.DepthwiseConv2D(5, depth_multiplier=4) <- 2,8,8,10
layers.SeparableConv2D(20, 5) <- 2,8,8,10
layers.Embedding(100, 20) <- int:2,3<100
layers.EinsumDense('abc,cde->abde', output_shape=(None, 10, 12), bias_axes='de') <- 2,3,20
layers.SimpleRNN(30) <- 2,3,20
layers.LSTM(30) <- 2,3,20
layers.LSTM(30, unit_forget_bias=False, recurrent_initializer='glorot_uniform') <- 2,3,20
layers.GRU(30) <- 2,3,20
layers.GRU(30, reset_after=False, bias_initializer='ones') <- 2,3,20
layers.BatchNormalization() <- 2,30
layers.LayerNormalization(gamma_initializer='zeros') <- 2,30
layers.PReLU() <- 2,30
""")

CASES = DENSE + LAYERS
