/**
 * What each edit makes of the one network in each style: the lines that come, written by hand as keras.io's pages write such programs, and the ops
 * that the changed program has.
 */
import type { StyleName } from './styles';

/** One kind of edit in all styles. */
export interface StyleCase {
  readonly name: string;
  /** Intents with the roles of `Style.layers` for layers. */
  readonly intents: readonly (Readonly<Record<string, unknown>> & { readonly kind: string })[];
  /** The lines that come, without their indentation; null: it is refused. */
  readonly come: Readonly<Record<StyleName, readonly string[] | null>>;
  /** The ops of the network afterwards; absent: the arguments alone are other ones. */
  readonly ops?: readonly string[];
}

const compiled = (optimizer: string): StyleCase['come'][StyleName] => [
  `model.compile(optimizer=${optimizer}, loss='categorical_crossentropy')`,
];

export const styleCases: readonly StyleCase[] = [
  {
    name: 'another activation, as an argument and as a layer',
    intents: [{ kind: 'activate', layers: ['hiddenActivation', 'act'], to: 'relu' }],
    come: {
      list: ["layers.Dense(8, activation='relu'),  # first", "layers.Activation('relu'),"],
      add: ["model.add(Dense(8, input_shape=(4,), activation='relu'))", "model.add(Activation('relu'))"],
      chain: [
        "x = tf.keras.layers.Dense(8, activation='relu')(inputs)",
        "x = tf.keras.layers.Activation('relu')(x)",
      ],
      subclass: ["self.hidden = L.Dense(8, activation='relu')", "self.act = L.Activation('relu')"],
      keras1: [
        "model.add(Dense(output_dim=8, input_dim=4, init='uniform', activation='relu'))",
        "model.add(Activation('relu'))",
      ],
    },
    ops: ['linear', 'relu', 'dropout', 'linear', 'relu', 'linear', 'softmax'],
  },
  {
    name: 'an activation with a number',
    intents: [{ kind: 'activate', layers: ['act'], to: { 'leaky-relu': 0.2 } }],
    come: {
      list: ['layers.LeakyReLU(0.2),'],
      add: [
        'from tensorflow.keras.layers import Dense, Dropout, Activation, LeakyReLU',
        'model.add(LeakyReLU(0.2))',
      ],
      chain: ['x = tf.keras.layers.LeakyReLU(0.2)(x)'],
      subclass: ['self.act = L.LeakyReLU(0.2)'],
      keras1: ['from keras.layers import LeakyReLU', 'model.add(LeakyReLU(0.2))'],
    },
    ops: ['linear', 'sigmoid', 'dropout', 'linear', 'leaky-relu', 'linear', 'softmax'],
  },
  {
    name: 'an initialisation by its word',
    intents: [{ kind: 'initialise', layers: ['middle'], to: 'he-normal' }],
    come: {
      list: ["layers.Dense(8, kernel_initializer='he_normal'),"],
      add: ["model.add(Dense(8, kernel_initializer='he_normal'))"],
      chain: ["x = tf.keras.layers.Dense(8, kernel_initializer='he_normal')(x)"],
      subclass: ["self.middle = L.Dense(8, kernel_initializer='he_normal')"],
      keras1: ["model.add(Dense(output_dim=8, init='he_normal'))"],
    },
  },
  {
    name: 'an initialisation with a number',
    intents: [{ kind: 'initialise', layers: ['middle'], to: { normal: 0.01 } }],
    come: {
      list: ['layers.Dense(8, kernel_initializer=keras.initializers.RandomNormal(stddev=0.01)),'],
      add: [
        'from tensorflow.keras.initializers import RandomNormal',
        'model.add(Dense(8, kernel_initializer=RandomNormal(stddev=0.01)))',
      ],
      chain: [
        'x = tf.keras.layers.Dense(8, kernel_initializer=tf.keras.initializers.RandomNormal(stddev=0.01))(x)',
      ],
      subclass: ['self.middle = L.Dense(8, kernel_initializer=keras.initializers.RandomNormal(stddev=0.01))'],
      keras1: null,
    },
  },
  {
    name: 'a batch norm between a layer and its activation',
    intents: [{ kind: 'insert', layers: ['hidden', 'middle'], side: 'after', layer: 'batch-norm' }],
    come: {
      list: [
        'layers.Dense(8),  # first',
        'layers.BatchNormalization(),',
        "layers.Activation('sigmoid'),",
        'layers.BatchNormalization(),',
      ],
      add: [
        'from tensorflow.keras.layers import Dense, Dropout, Activation, BatchNormalization',
        'model.add(Dense(8, input_shape=(4,)))',
        'model.add(BatchNormalization())',
        "model.add(Activation('sigmoid'))",
        'model.add(BatchNormalization())',
      ],
      chain: [
        'x = tf.keras.layers.Dense(8)(inputs)',
        'x = tf.keras.layers.BatchNormalization()(x)',
        "x = tf.keras.layers.Activation('sigmoid')(x)",
        'x = tf.keras.layers.BatchNormalization()(x)',
      ],
      subclass: [
        'self.hidden = L.Dense(8)',
        'self.hidden_norm = L.BatchNormalization()',
        "self.hidden_activation = L.Activation('sigmoid')",
        'self.middle_norm = L.BatchNormalization()',
        'x = self.drop(self.hidden_activation(self.hidden_norm(self.hidden(x))))',
        'x = self.act(self.middle_norm(self.middle(x)))',
      ],
      keras1: [
        "model.add(Dense(output_dim=8, input_dim=4, init='uniform'))",
        'model.add(BatchNormalization())',
        "model.add(Activation('sigmoid'))",
        'model.add(BatchNormalization())',
      ],
    },
    ops: [
      ...[
        'linear',
        'batch-norm',
        'sigmoid',
        'dropout',
        'linear',
        'batch-norm',
        'sigmoid',
        'linear',
        'softmax',
      ],
    ],
  },
  {
    name: 'a layer norm',
    intents: [{ kind: 'insert', layers: ['middle'], side: 'after', layer: 'layer-norm' }],
    come: {
      list: ['layers.LayerNormalization(),'],
      add: [
        'from tensorflow.keras.layers import Dense, Dropout, Activation, LayerNormalization',
        'model.add(LayerNormalization())',
      ],
      chain: ['x = tf.keras.layers.LayerNormalization()(x)'],
      subclass: [
        'self.middle_norm = L.LayerNormalization()',
        'x = self.act(self.middle_norm(self.middle(x)))',
      ],
      keras1: null,
    },
    ops: ['linear', 'sigmoid', 'dropout', 'linear', 'layer-norm', 'sigmoid', 'linear', 'softmax'],
  },
  {
    name: 'a batch norm before the first layer, which then says the shape',
    intents: [{ kind: 'insert', layers: ['hidden'], side: 'before', layer: 'batch-norm' }],
    come: {
      list: ['layers.BatchNormalization(),'],
      add: [
        'from tensorflow.keras.layers import Dense, Dropout, Activation, BatchNormalization',
        'model.add(BatchNormalization(input_shape=(4,)))',
        "model.add(Dense(8, activation='sigmoid'))",
      ],
      chain: [
        "x = tf.keras.layers.Dense(8, activation='sigmoid')(tf.keras.layers.BatchNormalization()(inputs))",
      ],
      subclass: [
        'self.hidden_norm = L.BatchNormalization()',
        'x = self.drop(self.hidden(self.hidden_norm(x)))',
      ],
      keras1: [
        'model.add(BatchNormalization(input_dim=4))',
        "model.add(Dense(output_dim=8, init='uniform', activation='sigmoid'))",
      ],
    },
    ops: ['batch-norm', 'linear', 'sigmoid', 'dropout', 'linear', 'sigmoid', 'linear', 'softmax'],
  },
  {
    name: 'layers taken away: a dropout, an activation of its own, one that is an argument',
    intents: [{ kind: 'remove', layers: ['drop', 'act', 'outActivation'] }],
    come: {
      list: ['layers.Dense(3),'],
      add: ['model.add(Dense(3))'],
      chain: ['outputs = tf.keras.layers.Dense(3)(x)'],
      subclass: ['self.out = L.Dense(3)', 'x = self.hidden(x)', 'x = self.middle(x)'],
      keras1: ['model.add(Dense(output_dim=3))'],
    },
    ops: ['linear', 'sigmoid', 'linear', 'linear'],
  },
  {
    name: 'the softmax within the loss',
    intents: [
      { kind: 'remove', layers: ['outActivation'] },
      { kind: 'set-loss', to: 'cross-entropy' },
    ],
    come: {
      list: [
        'layers.Dense(3),',
        "model.compile(optimizer='adam', loss=keras.losses.CategoricalCrossentropy(from_logits=True))",
      ],
      add: [
        'from tensorflow.keras.losses import CategoricalCrossentropy',
        'model.add(Dense(3))',
        "model.compile(loss=CategoricalCrossentropy(from_logits=True), optimizer='adam')",
      ],
      chain: [
        'outputs = tf.keras.layers.Dense(3)(x)',
        "model.compile('adam', tf.keras.losses.CategoricalCrossentropy(from_logits=True))",
      ],
      subclass: [
        'self.out = L.Dense(3)',
        "model.compile(optimizer='adam', loss=keras.losses.CategoricalCrossentropy(from_logits=True))",
      ],
      keras1: null,
    },
    ops: ['linear', 'sigmoid', 'dropout', 'linear', 'sigmoid', 'linear'],
  },
  {
    name: 'another loss',
    intents: [{ kind: 'set-loss', to: 'mse' }],
    come: {
      list: ["model.compile(optimizer='adam', loss='mean_squared_error')"],
      add: ["model.compile(loss='mean_squared_error', optimizer='adam')"],
      chain: ["model.compile('adam', 'mean_squared_error')"],
      subclass: ["model.compile(optimizer='adam', loss='mean_squared_error')"],
      keras1: ["model.compile(loss='mean_squared_error', optimizer='adam')"],
    },
  },
  {
    name: 'the rate of an optimizer that was a word',
    intents: [{ kind: 'set-training', field: 'rate', to: 0.01 }],
    come: {
      list: compiled('keras.optimizers.Adam(learning_rate=0.01)'),
      add: [
        'from tensorflow.keras.optimizers import Adam',
        "model.compile(loss='categorical_crossentropy', optimizer=Adam(learning_rate=0.01))",
      ],
      chain: ["model.compile(tf.keras.optimizers.Adam(learning_rate=0.01), 'categorical_crossentropy')"],
      subclass: compiled('keras.optimizers.Adam(learning_rate=0.01)'),
      keras1: [
        'from keras.optimizers import Adam',
        "model.compile(loss='categorical_crossentropy', optimizer=Adam(lr=0.01))",
      ],
    },
  },
  {
    name: 'a limit for the entries of the gradient in the place of one for its norm: Keras takes one only',
    intents: [
      { kind: 'set-training', field: 'clip-norm', to: 1 },
      { kind: 'set-training', field: 'clip-value', to: 0.5 },
    ],
    come: {
      list: compiled('keras.optimizers.Adam(clipvalue=0.5)'),
      add: [
        'from tensorflow.keras.optimizers import Adam',
        "model.compile(loss='categorical_crossentropy', optimizer=Adam(clipvalue=0.5))",
      ],
      chain: ["model.compile(tf.keras.optimizers.Adam(clipvalue=0.5), 'categorical_crossentropy')"],
      subclass: compiled('keras.optimizers.Adam(clipvalue=0.5)'),
      keras1: [
        'from keras.optimizers import Adam',
        "model.compile(loss='categorical_crossentropy', optimizer=Adam(clipvalue=0.5))",
      ],
    },
  },
  {
    name: 'no bias, fewer units, another rate of dropout',
    intents: [
      { kind: 'set-option', layers: ['middle'], option: 'bias', to: false },
      { kind: 'set-option', layers: ['middle'], option: 'units', to: 6 },
      { kind: 'set-option', layers: ['drop'], option: 'rate', to: 0.5 },
    ],
    come: {
      list: ['layers.Dropout(0.5),', 'layers.Dense(6, use_bias=False),'],
      add: ['model.add(Dropout(0.5))', 'model.add(Dense(6, use_bias=False))'],
      chain: ['x = tf.keras.layers.Dropout(0.5)(x)', 'x = tf.keras.layers.Dense(6, use_bias=False)(x)'],
      subclass: ['self.drop = L.Dropout(0.5)', 'self.middle = L.Dense(6, use_bias=False)'],
      keras1: ['model.add(Dropout(0.5))', "model.add(Dense(output_dim=6, init='uniform', bias=False))"],
    },
  },
  {
    name: 'biases that start at zero',
    intents: [{ kind: 'set-option', layers: ['middle'], option: 'bias-init', to: 'zeros' }],
    come: {
      list: ["layers.Dense(8, bias_initializer='zeros'),"],
      add: ["model.add(Dense(8, bias_initializer='zeros'))"],
      chain: ["x = tf.keras.layers.Dense(8, bias_initializer='zeros')(x)"],
      subclass: ["self.middle = L.Dense(8, bias_initializer='zeros')"],
      keras1: null,
    },
  },
];
