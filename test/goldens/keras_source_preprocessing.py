"""Preprocessing of keras that is arithmetic, and what does nothing in inference."""
from keras_source_cases import nets, stacks, wrong_stacks

ARITHMETIC = stacks("""
layers.Rescaling(1/255) <- 2,3,3,2
layers.Rescaling(scale=1/127.5, offset=-1) <- 2,3,3,2
layers.Rescaling([2.0, 3.0], offset=[1.0, 0.0]) <- 2,3,2
layers.Normalization(mean=1.0, variance=4.0) <- 2,4
layers.Normalization(axis=-1, mean=[1.0, 2.0, 3.0], variance=[1.0, 4.0, 9.0]) <- 2,4,3
layers.Normalization(axis=None, mean=1.0, variance=4.0) <- 2,4,3
layers.Normalization(mean=[1.0, 2.0], variance=[4.0, 1.0], invert=True) <- 2,2
layers.Normalization() <- 2,4
layers.Normalization(axis=None) <- 2,3,4
layers.Normalization(axis=(1, -1)) <- 2,3,4,2
layers.Normalization(axis=1, invert=True) <- 2,3,4
layers.Normalization(trainable=True);; layers.Dense(3) <- 2,4
layers.Resizing(4, 6) <- 2,3,4,2
layers.Resizing(height=2, width=3, interpolation='nearest') <- 2,4,6,2
layers.CenterCrop(2, 3) <- 2,5,6,2
layers.RandomFlip('horizontal') <- 2,3,4,2
layers.RandomRotation(0.1) <- 2,3,4,2
layers.RandomZoom(0.1) <- 2,3,4,2
layers.RandomTranslation(0.1, 0.1) <- 2,3,4,2
layers.RandomContrast(0.1) <- 2,3,4,2
layers.RandomBrightness(0.1) <- 2,3,4,2
layers.Rescaling(1./255);; layers.Conv2D(2, 3, activation='relu');; layers.Flatten();; layers.Dense(2) <- 2,4,4,2
""")

CATEGORIES = stacks("""
layers.CategoryEncoding(num_tokens=5, output_mode='one_hot');; layers.Dense(2) <- int:3,1<5
layers.CategoryEncoding(num_tokens=5, output_mode='one_hot');; layers.Dense(2) <- int:3<5
layers.CategoryEncoding(num_tokens=5);; layers.Dense(2) <- int:3,2<5
layers.CategoryEncoding(num_tokens=5, output_mode='multi_hot');; layers.Dense(2) <- int:2,4<5
layers.CategoryEncoding(num_tokens=4, output_mode='count');; layers.Dense(2) <- int:2,6<4
""")

NETS = nets("""
# augmentation before a network <- 2,6,6,3
augment = keras.Sequential([layers.RandomFlip('horizontal'), layers.RandomRotation(0.1)])
inputs = keras.Input(shape=(6, 6, 3))
x = augment(inputs)
x = layers.Rescaling(1.0 / 255)(x)
x = layers.Conv2D(4, 3, strides=2, padding='same')(x)
model = keras.Model(inputs, layers.GlobalAveragePooling2D()(x))
""")

CASES = ARITHMETIC + CATEGORIES + NETS
