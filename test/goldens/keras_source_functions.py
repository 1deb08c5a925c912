"""Functions of keras.ops on symbolic tensors, on constants and within layers."""
from keras_source_cases import graphs, nets

UNARY = ["abs", "negative", "sign", "square", "exp", "expm1", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "sigmoid", "erf", "floor", "ceil", "relu", "relu6", "selu", "silu", "softplus", "softsign", "gelu", "elu", "leaky_relu", "log_sigmoid", "hard_sigmoid", "softmax", "log_softmax", "logical_not", "isnan", "ones_like", "zeros_like", "stop_gradient", "identity"]  # fmt: skip

ELEMENTWISE = graphs("\n".join(f"ops.{name}(x * 2) <- 2,5" for name in UNARY if name not in ("identity", "floor", "ceil", "logical_not", "isnan", "ones_like", "zeros_like", "stop_gradient")))

POSITIVE = graphs("\n".join(f"ops.{name}(x * x + 0.5) <- 2,5" for name in ("log", "log1p", "log2", "log10", "sqrt", "rsqrt", "reciprocal")))

PAIRS = graphs("\n".join(f"ops.{name}(x, y) <- 2,5 ; 2,5" for name in ("add", "subtract", "multiply", "divide", "maximum", "minimum")))

REST = graphs("""
ops.power(x * x + 0.5, 1.5) <- 2,5
ops.where(x > 0, x, y) <- 2,5 ; 2,5
ops.clip(x * 2, -0.5, 0.7) <- 2,5
x + ops.stop_gradient(y) <- 2,5 ; 2,5
x * ops.cast(x > 0, x.dtype) <- 2,5
ops.sum(x, axis=-1) <- 2,3,4
ops.sum(x, axis=(1, 2), keepdims=True) <- 2,3,4
ops.mean(x, axis=1) <- 2,3,4
ops.mean(x, axis=[1, 2]) <- 2,3,4
ops.max(x, axis=-1) <- 2,3,4
ops.min(x, axis=1, keepdims=True) <- 2,3,4
ops.prod(x, axis=-1) <- 2,3
ops.std(x, axis=-1) <- 2,5
ops.var(x, axis=-1) <- 2,5
ops.logsumexp(x, axis=-1) <- 2,5
ops.cumsum(x, axis=1) <- 2,5
ops.norm(x, axis=-1) <- 2,5
ops.normalize(x, axis=-1) * y <- 2,5 ; 2,5
ops.softmax(x, axis=1) <- 2,3,4
ops.reshape(x, (-1, 2, 6)) <- 2,3,4
ops.transpose(x, (0, 2, 1)) <- 2,3,4
ops.transpose(x, axes=[0, 3, 1, 2]) <- 2,3,4,2
ops.swapaxes(x, 1, 2) <- 2,3,4
ops.moveaxis(x, -1, 1) <- 2,3,4
ops.expand_dims(x, 1) <- 2,3
ops.expand_dims(x, axis=-1) <- 2,3
ops.squeeze(x, axis=1) <- 2,1,3
ops.concatenate([x, y], axis=-1) <- 2,3 ; 2,4
ops.concatenate((x, y), axis=1) <- 2,3,4 ; 2,2,4
ops.stack([x, y], axis=1) <- 2,3 ; 2,3
ops.split(x, 2, axis=-1) <- 2,6
ops.split(x, [1, 3], axis=-1) <- 2,6
ops.split(x, 3, axis=1)[1] <- 2,6,2
ops.unstack(x, axis=1)[0] <- 2,3,4
ops.tile(x, (1, 2)) <- 2,3
ops.repeat(x, 2, axis=1) <- 2,3
ops.flip(x, axis=1) <- 2,3
ops.roll(x, 1, axis=1) <- 2,4
ops.pad(x, ((0, 0), (1, 2))) <- 2,3
ops.matmul(x, y) <- 2,3,4 ; 2,4,5
ops.dot(layers.Dense(3)(x), ops.ones((3, 2))) <- 2,4
ops.einsum('bij,bkj->bik', x, y) <- 2,3,4 ; 2,5,4
ops.tensordot(x, ops.ones((4, 2)), axes=1) <- 2,3,4
ops.take(x, 1, axis=1) <- 2,3,4
ops.take(x, ops.array([0, 2]), axis=1) <- 2,3,4
x * ops.one_hot(y, 5) <- 2,5 ; int:2<5
x + ops.arange(4, dtype=x.dtype) <- 2,4
x * ops.ones((4,)) + ops.zeros((1, 4)) <- 2,4
x @ ops.eye(4) <- 2,4
ops.top_k(x, 2)[0] <- 2,5
ops.sort(x, axis=-1) <- 2,5
ops.average_pool(x, 2, strides=2, padding='same') <- 2,5,4,2
ops.max_pool(x, 2) <- 2,5,4,2
ops.conv(x, ops.ones((3, 3, 2, 2)) * 0.125, padding='same', strides=2) <- 2,5,4,2
ops.depthwise_conv(x, ops.ones((3, 3, 2, 1)) * 0.125, padding='valid') <- 2,5,4,2
ops.image.resize(x, (6, 8), interpolation='bilinear') <- 2,3,4,2
x[..., 0] + x[..., 1:2][..., 0] <- 2,3,4
x[:, ::2] <- 2,5
x ** 2 - abs(x) <- 2,5
1.0 - x / 2 <- 2,5
x.shape[1] * x <- 2,5
""")

NETS = nets("""
# sampling in a layer <- 2,4
class Sampling(layers.Layer):
    def call(self, inputs):
        z_mean, z_log_var = inputs
        batch = ops.shape(z_mean)[0]
        dim = ops.shape(z_mean)[1]
        epsilon = keras.random.normal(shape=(batch, dim))
        return z_mean + ops.exp(0.5 * z_log_var) * epsilon * 0

inputs = keras.Input(shape=(4,))
x = layers.Dense(6, activation='relu')(inputs)
z_mean = layers.Dense(2, name='z_mean')(x)
z_log_var = layers.Dense(2, name='z_log_var')(x)
model = keras.Model(inputs, Sampling()([z_mean, z_log_var]))

# patches and positions <- 2,4,4,3
class Patches(layers.Layer):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def call(self, images):
        batch, height, width, channels = ops.shape(images)
        n = height // self.size
        m = width // self.size
        x = ops.reshape(images, (batch, n, self.size, m, self.size, channels))
        x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
        return ops.reshape(x, (batch, n * m, self.size * self.size * channels))

class Encoder(layers.Layer):
    def __init__(self, count, features):
        super().__init__()
        self.projection = layers.Dense(features)
        self.position = layers.Embedding(count, features)
        self.count = count

    def call(self, patch):
        positions = ops.expand_dims(ops.arange(start=0, stop=self.count, step=1), axis=0)
        return self.projection(patch) + self.position(positions)

inputs = keras.Input(shape=(4, 4, 3))
model = keras.Model(inputs, Encoder(4, 5)(Patches(2)(inputs)))
""")

CASES = ELEMENTWISE + POSITIVE + PAIRS + REST + NETS
