/** Fixes that are measured and offered for a last layer and a loss of Keras that do not fit: in Keras's words, each as an edit of the program. */
import { strict as assert } from 'node:assert';
import { inspectAll } from '../../../../src/inspect/inspect';
import { editedText } from '../../../../src/readers/edit/editedSource';
import { noOverrides } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';
import { remediesStudy, type RemediesAnswer } from '../../../../src/studies/remedies';
import type { Kernels } from '../../../../src/tensor/kernels';
import { kernelsOf } from '../../../tensor/wasmModules';

let kernels: Kernels;
before(async () => {
  kernels = await kernelsOf('simd');
});

function program(last: string, loss: string): string {
  return `import keras
from keras.layers import *
model = keras.Sequential([Input((6,)), Dense(16, activation='relu'),
    ${last},
])
model.compile('sgd', ${loss})
`;
}

/** The programs that the fixes of the only finding make. */
function mended(text: string): readonly string[] {
  const source = { path: 'program.py', text };
  const { report } = inspectAll(source, new Map(), { kernels: () => kernels });
  const [finding] = report.networks[0]?.findings ?? [];
  const [network] = readSource(source, new Map(), noOverrides).networks;
  const asked = finding && remediesStudy.read({ rule: finding.rule, layer: finding.layer });
  assert.ok(asked && network);
  const subject = {
    ...{ source, files: new Map(), network, index: 0, memoryLimit: 1e9, kernels },
    checkpoint: () => undefined,
  };
  const answers: RemediesAnswer[] = [];
  const steps = remediesStudy.answer(subject, asked);
  for (let step = steps.next(); ; step = steps.next()) {
    answers.push(step.value);
    if (step.done === true) break;
  }
  return (answers.at(-1)?.offered ?? []).map(({ edits }) => editedText(text, edits));
}

const sparse = `'sparse_categorical_crossentropy'`;
const scores = 'keras.losses.SparseCategoricalCrossentropy';
const categorical = `'categorical_crossentropy'`;
const cases: readonly (readonly [
  title: string,
  wrong: readonly [string, string],
  right: [string, string],
])[] = [
  ['scores', ['Dense(4)', categorical], [`Dense(4, activation='softmax')`, categorical]],
  [
    'scores, by the loss',
    ['Dense(4)', categorical],
    ['Dense(4)', 'keras.losses.CategoricalCrossentropy(from_logits=True)'],
  ],
  ['a ReLU', [`Dense(4, 'relu')`, categorical], [`Dense(4, 'softmax')`, categorical]],
  ['a ReLU that is a layer', [`Dense(4), ReLU()`, sparse], [`Dense(4), Softmax()`, sparse]],
  [
    'scores of one unit',
    ['Dense(1)', `'binary_crossentropy'`],
    [`Dense(1)`, 'keras.losses.BinaryCrossentropy(from_logits=True)'],
  ],
  [
    'a softmax and from_logits',
    [`Dense(4, 'softmax')`, `${scores}(from_logits=True)`],
    [`Dense(4, 'softmax')`, `${scores}()`],
  ],
  ['two softmaxes', [`Dense(4, 'softmax'), Softmax()`, categorical], [`Dense(4, 'softmax')`, categorical]],
  [
    'shares under a binary loss',
    [`Dense(4, 'softmax')`, `'binary_crossentropy'`],
    [`Dense(4, 'softmax')`, categorical],
  ],
  ['a sigmoid', [`Dense(4, 'sigmoid')`, categorical], [`Dense(4, 'softmax')`, categorical]],
  [
    'a softmax of one unit',
    [`Dense(1, 'softmax')`, `'mse'`],
    [`Dense(1, 'sigmoid')`, `'binary_crossentropy'`],
  ],
  ['a distance of shares', [`Dense(4, 'softmax')`, `'mse'`], [`Dense(4, 'softmax')`, categorical]],
];

describe('fixes offered for Keras programs', () => {
  for (const [title, wrong, right] of cases)
    it(`mend ${title}`, () => {
      const offered = mended(program(...wrong));
      assert.ok(offered.includes(program(...right)), offered.join('\n') || 'nothing is offered');
    });
});
