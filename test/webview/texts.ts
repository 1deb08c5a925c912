/** The network files behind the fixtures, as texts. */

/** The network files behind the fixtures. */
export const texts = {
  digits: `name: digits
input: [64]
layers:
  - { linear: 32, init: he-uniform }
  - relu
  - { linear: 32, init: he-uniform }
  - relu
  - { linear: 32, init: he-uniform }
  - tanh
  - { linear: 10, id: logits }
loss: cross-entropy
batch: 256
seed: 1
data: { file: digits.csv, target: digit, scale: 0.0625 }
`,
  vanishing: `name: deep sigmoid
input: [64]
layers:
  - repeat: 7
    layers:
      - { linear: 64, init: { normal: 0.3 } }
      - sigmoid
  - linear: 10
loss: cross-entropy
batch: 64
`,
  chain: `name: four sigmoids
input: [1]
layers:
  - { linear: 1, weights: 1, biases: 0 }
  - sigmoid
  - { linear: 1, weights: 1, biases: 0 }
  - sigmoid
  - { linear: 1, weights: 1, biases: 0 }
  - sigmoid
  - { linear: 1, weights: 1, biases: 0 }
  - sigmoid
loss: binary-cross-entropy
batch: 16
`,
  reluChain: `name: three relus and a sigmoid
input: [1]
layers:
  - { linear: 1, weights: 1, biases: 0 }
  - relu
  - { linear: 1, weights: 1, biases: 0 }
  - relu
  - { linear: 1, weights: 1, biases: 0 }
  - relu
  - { linear: 1, weights: 1, biases: 0 }
  - sigmoid
loss: binary-cross-entropy
batch: 16
`,
  cut: `name: three relus, the second dead
input: [1]
layers:
  - { linear: 1, weights: 1, biases: 0 }
  - relu
  - { linear: 1, weights: 1, biases: -100 }
  - relu
  - { linear: 1, weights: 1, biases: 0 }
  - relu
  - { linear: 1, weights: 1, biases: 0 }
  - sigmoid
loss: binary-cross-entropy
batch: 16
`,
  jumpy: `name: every kind of curve
input: [16]
layers:
  - linear: 16
  - step
  - linear: 16
  - leaky-relu: 0.1
  - linear: 16
  - gelu
  - linear: 16
  - hard-sigmoid
  - linear: 4
loss: mse
batch: 32
`,
  wide: `name: wide
input: [512]
layers:
  - { linear: 512, init: he-normal }
  - relu
  - { linear: 300, init: he-normal }
  - relu
  - linear: 10
loss: cross-entropy
batch: 64
`,
} as const;
