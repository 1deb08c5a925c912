"""Activations of keras: by name, as functions and as layers."""
from keras_source_cases import graphs, stacks, wrong_stacks

NAMES = [
    "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6",
    "selu", "sigmoid", "silu", "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus", "swish", "tanh", "tanh_shrink",
]  # fmt: skip

NAMED = stacks("\n".join(f"layers.Dense(6, activation='{name}') <- 2,4" for name in NAMES))
FUNCTIONS = graphs("\n".join(f"keras.activations.{name}(x * 3) <- 2,7" for name in NAMES if name not in ("hard_silu", "hard_swish", "mish", "sparsemax")))

OPTIONS = graphs("""
keras.activations.relu(x * 3, negative_slope=0.1) <- 2,7
keras.activations.relu(x * 3, max_value=1.0, threshold=0.5) <- 2,7
keras.activations.relu(x * 3, negative_slope=0.2, max_value=1.5, threshold=0.3) <- 2,7
keras.activations.elu(x * 3, alpha=0.5) <- 2,7
keras.activations.gelu(x * 3, approximate=True) <- 2,7
keras.activations.leaky_relu(x * 3, negative_slope=0.1) <- 2,7
keras.activations.softmax(x * 3, axis=1) <- 2,3,4
keras.activations.log_softmax(x * 3, axis=1) <- 2,3,4
keras.activations.celu(x * 3, alpha=0.5) <- 2,7
keras.activations.hard_shrink(x * 3, threshold=1.0) <- 2,7
keras.activations.soft_shrink(x * 3, threshold=1.0) <- 2,7
keras.activations.squareplus(x * 3, b=2) <- 2,7
keras.activations.threshold(x * 3, 0.5, 2.0) <- 2,7
keras.activations.glu(x * 3) <- 2,6
keras.activations.glu(x * 3, axis=1) <- 2,4,3
keras.activations.get('tanh')(x) <- 2,7
layers.Dense(3, activation=lambda v: keras.activations.relu(v, negative_slope=0.3))(x) <- 2,4
""")

LAYERS = stacks("""
layers.Activation('tanh') <- 2,4
layers.Activation(keras.activations.gelu) <- 2,4
layers.ReLU() <- 2,7
layers.ReLU(max_value=0.5) <- 2,7
layers.ReLU(6.0) <- 2,7
layers.ReLU(negative_slope=0.2, threshold=0.1) <- 2,7
layers.ReLU(max_value=0.7, negative_slope=0.2, threshold=0.1) <- 2,7
layers.LeakyReLU() <- 2,7
layers.LeakyReLU(negative_slope=0.1) <- 2,7
layers.LeakyReLU(0.2) <- 2,7
layers.LeakyReLU(alpha=0.05) <- 2,7
layers.PReLU() <- 2,7
layers.PReLU(shared_axes=[1, 2]) <- 2,3,4,2
layers.PReLU(alpha_initializer='ones', shared_axes=[1]) <- 2,3,4
layers.ELU() <- 2,7
layers.ELU(alpha=0.5) <- 2,7
layers.Softmax() <- 2,3,4
layers.Softmax(axis=1) <- 2,3,4
layers.Softmax(axis=[1, 2]) <- 2,3,4
layers.Dense(3, activation=layers.LeakyReLU(0.1)) <- 2,4
""")

WRONG = wrong_stacks("""
layers.Activation('softmaxx') <- 2,4 !! ValueError & Could not interpret activation function identifier: softmaxx
layers.ReLU(max_value=-1) <- 2,4 !! ValueError & max_value of a ReLU layer cannot be a negative value. Received: max_value=-1
layers.ReLU(negative_slope=-1) <- 2,4 !! ValueError & negative_slope of a ReLU layer cannot be None or a negative value
layers.LeakyReLU(None) <- 2,4 !! ValueError & The negative_slope value of a Leaky ReLU layer cannot be None or negative value
layers.ELU(alpha=None) <- 2,4 !! Error
layers.Dense(3, activation='leaky') <- 2,4 !! ValueError & Could not interpret activation function identifier: leaky
""")

CASES = NAMED + FUNCTIONS + OPTIONS + LAYERS + WRONG
