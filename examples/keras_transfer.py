# Transfer learning: MobileNetV2 stays as it is (trainable = False) and a new head learns. The Lens counts what trains and what does not, and
# shows where the gradient is wanted. Change: base.trainable = True, and save.
import keras
from keras import layers

base = keras.applications.MobileNetV2(input_shape=(32, 32, 3), include_top=False, weights='imagenet')
base.trainable = False

inputs = keras.Input(shape=(32, 32, 3))
x = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.2)(x)
outputs = layers.Dense(10, activation='softmax')(x)

model = keras.Model(inputs, outputs)
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
