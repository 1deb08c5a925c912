/** Sets an option of layers: an argument of the call that makes them, by the name that Keras has for it. */
import { Refused, type Change } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import type { LayerIndex } from '../../../graph/network';
import type { Plain } from '../../reader';
import { pythonText, setArgument } from '../../program/edit/callText';
import { placesOf, type Site } from '../../program/edit/site';
import { calleeOf, isKeras1 } from './spelling';
import { startText } from './starting';

/** An argument of Keras: its place among those without a name, and its name. */
type Argument = readonly [place: number | null, name: string];

/** Our options by what Keras calls them, for layers whose class fits; the first row that does. */
const rows: readonly (readonly [callees: RegExp, names: Readonly<Record<string, Argument>>])[] = [
  [/^Dense$/, { units: [0, 'units'], channels: [0, 'units'], bias: [null, 'use_bias'] }],
  [
    /^(?:Conv\dD|SeparableConv\dD|Conv\dDTranspose)$/,
    {
      ...{ channels: [0, 'filters'], units: [0, 'filters'], kernel: [1, 'kernel_size'] },
      ...{ stride: [null, 'strides'], padding: [null, 'padding'], bias: [null, 'use_bias'] },
    },
  ],
  [/^DepthwiseConv\dD$/, { kernel: [0, 'kernel_size'], bias: [null, 'use_bias'] }],
  [/Dropout/, { rate: [0, 'rate'] }],
  [/Normalization$/, { momentum: [null, 'momentum'], epsilon: [null, 'epsilon'] }],
  [/^(?:SimpleRNN|LSTM|GRU)$/, { units: [0, 'units'], bias: [null, 'use_bias'], dropout: [null, 'dropout'] }],
  [/^Embedding$/, { units: [1, 'output_dim'] }],
  [/^LeakyReLU$/, { slope: [0, 'negative_slope'] }],
  [/^ELU$/, { alpha: [0, 'alpha'] }],
];

/** The same arguments in Keras 1. */
const oldNames: Readonly<Record<string, string>> = {
  units: 'output_dim',
  filters: 'nb_filter',
  use_bias: 'bias',
  rate: 'p',
  padding: 'border_mode',
  strides: 'subsample',
};

/** The changes; null takes the option away. @throws Refused */
export function setOption(
  site: Site,
  layers: readonly LayerIndex[],
  option: string,
  to: Plain,
): readonly Change[] {
  const { page } = site;
  // Biases that are written as numbers in a network file begin here with what bias_initializer says.
  if (option === 'biases' && to === null) return [];
  return placesOf(site, layers).flatMap(({ call, name }) => {
    const callee = calleeOf(page, call);
    const isRecurrent = /LSTM|GRU|RNN/.test(callee);
    if (option === 'recurrent-init' && isRecurrent)
      return setArgument(page, call, null, 'recurrent_initializer', startText(site, to));
    if (option === 'bias-init') {
      if (wordOf(to)[0] === 'forget-gate') {
        if (!callee.includes('LSTM') || wordOf(to)[1] !== 1)
          throw new Refused(`${name} has no forget gate that starts at this number.`);
        return setArgument(page, call, null, 'unit_forget_bias', 'True');
      }
      if (isKeras1(site)) throw new Refused('Biases start at zero in Keras 1.');
      return setArgument(page, call, null, 'bias_initializer', startText(site, to));
    }
    const found = rows.find(([callees]) => callees.test(callee))?.[1][option];
    if (!found) throw new Refused(`${name} has no option ${option} that can be set from here.`);
    const own = isKeras1(site) ? (oldNames[found[1]] ?? found[1]) : found[1];
    return setArgument(page, call, found[0], own, to === null ? null : pythonText(to));
  });
}
