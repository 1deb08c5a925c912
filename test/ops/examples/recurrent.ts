/** Examples of the ops of `recurrent`, away from kinks. A table of data: a row per op, several examples a row. */
import type { GruAttributes } from '../../../src/ops/recurrent/gru';
import type { LstmAttributes } from '../../../src/ops/recurrent/lstm';
import type { RnnAttributes } from '../../../src/ops/recurrent/rnn';
import type { Tensor } from '../../../src/tensor/tensor';
import { normal } from './draw';

const [batch, steps, features, units, outputs] = [2, 4, 3, 2, 1];

const plain = { biases: 2, initial: false, reverse: false, timeMajor: false } as const;

/** All arguments that the attributes ask for, by the number of gates. */
function args(
  gates: number,
  { biases, initial, timeMajor }: { biases: number; initial: boolean; timeMajor?: boolean },
  states: number,
  input = timeMajor === true ? [steps, batch, features] : [batch, steps, features],
): Tensor[] {
  return [
    normal(input),
    normal([gates * units, features]),
    normal([gates * units, units]),
    ...Array.from({ length: biases }, () => normal([gates * units])),
    ...Array.from({ length: initial ? states : 0 }, () => normal([batch, units])),
  ];
}

type Varied = readonly { biases: number; initial: boolean; reverse: boolean; timeMajor: boolean }[];

const ways: Varied = [
  plain,
  { ...plain, initial: true },
  { ...plain, biases: 1, reverse: true },
  { ...plain, biases: 0, initial: true, reverse: true, timeMajor: true },
];

const rnn = (attributes: RnnAttributes): { args: Tensor[]; attributes: RnnAttributes } => ({
  args: args(1, attributes, 1),
  attributes,
});

const gru = (attributes: GruAttributes): { args: Tensor[]; attributes: GruAttributes } => ({
  args: args(3, attributes, 1),
  attributes,
});

const lstm = (attributes: LstmAttributes): { args: Tensor[]; attributes: LstmAttributes } => ({
  args: args(4, attributes, 2),
  attributes,
});

/** Projected to one output: the recurrent weights take it, and so does the initial hidden state. */
const projected = (initial: boolean, reverse: boolean): { args: Tensor[]; attributes: LstmAttributes } => ({
  args: [
    normal([batch, steps, features]),
    normal([4 * units, features]),
    normal([4 * units, outputs]),
    normal([4 * units]),
    normal([4 * units]),
    normal([outputs, units]),
    ...(initial ? [normal([batch, outputs]), normal([batch, units])] : []),
  ],
  attributes: { ...plain, initial, reverse, projection: true },
});

const cells = [
  { biases: 2, initial: true },
  { biases: 1, initial: false },
  { biases: 0, initial: true },
] as const;

/** Rows of the gradient check. */
export const recurrent = {
  rnn: [
    ...ways.map((way) => rnn({ ...way, nonlinearity: 'tanh' })),
    ...ways.map((way) => rnn({ ...way, nonlinearity: 'relu' })),
  ],
  lstm: [
    ...ways.map((way) => lstm({ ...way, projection: false })),
    projected(false, false),
    projected(true, true),
  ],
  gru: [
    ...ways.map((way) => gru({ ...way, resetAfter: true })),
    ...ways.map((way) => gru({ ...way, resetAfter: false })),
  ],
  'rnn-cell': cells.flatMap((cell) =>
    ['tanh', 'relu'].map((nonlinearity) => ({
      args: args(1, cell, 1, [batch, features]),
      attributes: { ...cell, nonlinearity },
    })),
  ),
  'lstm-cell': cells.map((cell) => ({ args: args(4, cell, 2, [batch, features]), attributes: { ...cell } })),
  'gru-cell': cells.flatMap((cell) =>
    [true, false].map((resetAfter) => ({
      args: args(3, cell, 1, [batch, features]),
      attributes: { ...cell, resetAfter },
    })),
  ),
};
