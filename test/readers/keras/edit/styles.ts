/** One network in the styles in which programs of Keras are written: by list and by add, in a chain of calls, as a class, with every kind of import. */

/** The same network in one style; its layers are called hidden, drop, act and out in the table of cases. */
export interface Style {
  readonly name: string;
  readonly text: string;
  /** Names of the layers in the network. */
  readonly layers: Readonly<
    Record<'hidden' | 'hiddenActivation' | 'drop' | 'middle' | 'act' | 'out' | 'outActivation', string>
  >;
}

const usual = {
  hidden: 'dense',
  hiddenActivation: 'dense/sigmoid',
  drop: 'dropout',
  middle: 'dense_1',
  act: 'activation',
  out: 'dense_2',
  outActivation: 'dense_2/softmax',
};

export const styles = {
  list: {
    name: 'a list of layers',
    layers: usual,
    text: `import keras
from keras import layers

model = keras.Sequential([
    layers.Input((4,)),
    layers.Dense(8, activation='sigmoid'),  # first
    layers.Dropout(0.9),
    layers.Dense(8),
    layers.Activation('sigmoid'),
    layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
`,
  },
  add: {
    name: 'add, names imported one by one',
    layers: usual,
    text: `from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense, Dropout, Activation

model = Sequential()
model.add(Dense(8, input_shape=(4,), activation='sigmoid'))
model.add(Dropout(0.9))
model.add(Dense(8))
model.add(Activation('sigmoid'))
model.add(Dense(3, activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam')
`,
  },
  chain: {
    name: 'a chain of calls under the whole path',
    layers: usual,
    text: `import tensorflow as tf

inputs = tf.keras.Input(shape=(4,))
x = tf.keras.layers.Dense(8, activation='sigmoid')(inputs)
x = tf.keras.layers.Dropout(0.9)(x)
x = tf.keras.layers.Dense(8)(x)
x = tf.keras.layers.Activation('sigmoid')(x)
outputs = tf.keras.layers.Dense(3, activation='softmax')(x)
model = tf.keras.Model(inputs, outputs)
model.compile('adam', 'categorical_crossentropy')
`,
  },
  subclass: {
    name: 'a class',
    layers: usual,
    text: `from tensorflow import keras
from tensorflow.keras import layers as L


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = L.Dense(8, activation='sigmoid')
        self.drop = L.Dropout(0.9)
        self.middle = L.Dense(8)
        self.act = L.Activation('sigmoid')
        self.out = L.Dense(3, activation='softmax')

    def call(self, x):
        x = self.drop(self.hidden(x))
        x = self.act(self.middle(x))
        return self.out(x)


model = Net()
model.build((None, 4))
model.compile(optimizer='adam', loss='categorical_crossentropy')
`,
  },
  keras1: {
    name: 'Keras 1',
    layers: { ...usual, hiddenActivation: 'dense/sigmoid', outActivation: 'dense_2/softmax' },
    text: `from keras.models import Sequential
from keras.layers.core import Dense, Dropout, Activation
from keras.layers.normalization import BatchNormalization

model = Sequential()
model.add(Dense(output_dim=8, input_dim=4, init='uniform', activation='sigmoid'))
model.add(Dropout(0.9))
model.add(Dense(output_dim=8, init='uniform'))
model.add(Activation('sigmoid'))
model.add(Dense(output_dim=3, activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam')
model.fit(X, Y, nb_epoch=5, batch_size=16)
`,
  },
} as const satisfies Readonly<Record<string, Style>>;

/** The name of a style. */
export type StyleName = keyof typeof styles;
