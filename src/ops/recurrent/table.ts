/** All recurrent layers and their cells by their names. */
import { gru, gruCell } from './gru';
import { lstm, lstmCell } from './lstm';
import { rnn, rnnCell } from './rnn';

/** A row per op. */
export const recurrent = {
  rnn,
  lstm,
  gru,
  'rnn-cell': rnnCell,
  'lstm-cell': lstmCell,
  'gru-cell': gruCell,
} as const;
