/** Which initialisation suits which activation: the one table that the textbook control and the remedies share. */
import type { activations } from '../ops/activations/table';
import type { InitialisationName } from '../tensor/initialisations';

type Suitable = Extract<InitialisationName, 'he-normal' | 'lecun-normal' | 'xavier-normal'>;

/** He (2015) for the ReLU family, LeCun (1998) for SELU (Klambauer 2017); all others take Xavier (Glorot 2010). */
const fitting: Partial<Readonly<Record<keyof typeof activations, Suitable>>> = {
  relu: 'he-normal',
  relu6: 'he-normal',
  'leaky-relu': 'he-normal',
  prelu: 'he-normal',
  rrelu: 'he-normal',
  elu: 'he-normal',
  celu: 'he-normal',
  gelu: 'he-normal',
  'gelu-tanh': 'he-normal',
  silu: 'he-normal',
  mish: 'he-normal',
  'hard-swish': 'he-normal',
  selu: 'lecun-normal',
};

/** The initialisation for the weights before an activation, by the name of its op; null is a layer without one. */
export function suitableInitialisation(activation: string | null): Suitable {
  return new Map<string, Suitable>(Object.entries(fitting)).get(activation ?? '') ?? 'xavier-normal';
}

/** Whose initialisation it is. */
export const people = { 'he-normal': 'He', 'lecun-normal': 'LeCun', 'xavier-normal': 'Glorot' } as const;
