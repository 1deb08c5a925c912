/**
 * What PyTorch and Keras do with each kind of parameter when nobody says how it starts, as `pytorch` and `keras` mean it. Held against both
 * frameworks' own layers in test/tensor/initialisations.test.ts.
 */
import type { Fans, Initialisation } from './initialisations';

/** How one parameter starts in either framework. */
export interface FrameworkDefaults {
  readonly pytorch: Initialisation;
  readonly keras: Initialisation;
}

const zeros: Initialisation = { name: 'zeros' };
const ones: Initialisation = { name: 'ones' };
const bySide = (bound: number): Initialisation => ({ name: 'uniform', argument: bound });
/** Uniform within 1 / sqrt(count), as PyTorch has it; nothing to divide by means zeros. */
const bySize = (count: number): Initialisation => (count > 0 ? bySide(1 / Math.sqrt(count)) : zeros);

/** Both frameworks' defaults by the kind of parameter. Fans are those of the weights, also for biases. */
export const frameworkDefaults = {
  /** Linear layers, convolutions (transposed ones with PyTorch's fans: inputs counted on the second axis of the weights). */
  weight: ({ fanIn }: Fans): FrameworkDefaults => ({
    pytorch: bySize(fanIn),
    keras: { name: 'xavier-uniform' },
  }),
  bias: ({ fanIn }: Fans): FrameworkDefaults => ({ pytorch: bySize(fanIn), keras: zeros }),
  embedding: (): FrameworkDefaults => ({ pytorch: { name: 'normal' }, keras: bySide(0.05) }),
  /** The scale of a norm. */
  scale: (): FrameworkDefaults => ({ pytorch: ones, keras: ones }),
  /** The shift of a norm. */
  shift: (): FrameworkDefaults => ({ pytorch: zeros, keras: zeros }),
  /** The slopes of PReLU. */
  slope: (): FrameworkDefaults => ({ pytorch: { name: 'constant', argument: 0.25 }, keras: zeros }),
  /** The input's weights of a recurrent layer, and the weights of a projection. */
  recurrentInput: (units: number): FrameworkDefaults => ({
    pytorch: bySize(units),
    keras: { name: 'xavier-uniform' },
  }),
  recurrentWeight: (units: number): FrameworkDefaults => ({
    pytorch: bySize(units),
    keras: { name: 'orthogonal' },
  }),
  recurrentBias: (units: number): FrameworkDefaults => ({ pytorch: bySize(units), keras: zeros }),
  /** The bias of an LSTM that holds the forget gate's one in Keras; of two biases, the input's. */
  forgetBias: (units: number): FrameworkDefaults => ({
    pytorch: bySize(units),
    keras: { name: 'forget-gate' },
  }),
  /**
   * Queries', keys' and values' weights of multi-head attention whose heads hold `features` together: PyTorch counts all that stand in
   * one tensor, Keras each kind for itself.
   */
  attentionInput: (features: number): FrameworkDefaults => ({
    pytorch: { name: 'xavier-uniform' },
    keras: bySide(Math.sqrt(3 / features)),
  }),
  attentionOutput: (features: number): FrameworkDefaults => ({
    pytorch: bySize(features),
    keras: bySide(Math.sqrt(3 / features)),
  }),
  /** All biases of multi-head attention. */
  attentionBias: (): FrameworkDefaults => ({ pytorch: zeros, keras: zeros }),
} as const;

/** Nothing is drawn: such a parameter starts so, whoever chose it. */
const sameEverywhere: ReadonlySet<string> = new Set(['zeros', 'ones', 'constant']);

/** `pytorch` or `keras` as it holds for one parameter; other initialisations stay as they are. */
export function ownDefault(initialisation: Initialisation, defaults: FrameworkDefaults): Initialisation {
  const { name, argument } = initialisation;
  if (name !== 'pytorch' && name !== 'keras') return initialisation;
  const own = defaults[name];
  if (sameEverywhere.has(own.name)) return own;
  // A number that goes with the name scales what the framework draws.
  if (argument === undefined) return { name, own };
  return { name, argument, own: { ...own, argument: argument * (own.argument ?? 1) } };
}
