/** The initialisations as a network file spells them: `init: he-normal` or `init: { normal: 0.01 }`. */
import {
  initialisations,
  type Initialisation,
  type InitialisationName,
  type Unspelled,
} from '../../../tensor/initialisations';
import { choice, row, type Chosen, type Field, type Row } from '../fields';
import { number, type Form } from '../forms';

type Spelled = Exclude<InitialisationName, Unspelled>;

const meanings: Readonly<Record<Spelled, string>> = {
  zeros: 'All values 0.',
  ones: 'All values 1.',
  constant: 'All values equal: { constant: 0.5 }.',
  normal: 'Normal with mean 0 and the given standard deviation: { normal: 0.01 }.',
  uniform: 'Uniform between minus and plus the given bound: { uniform: 0.1 }.',
  'xavier-uniform': 'Glorot and Bengio 2010, uniform: variance 2 / (inputs + outputs) times gain squared.',
  'xavier-normal': 'Glorot and Bengio 2010, normal: variance 2 / (inputs + outputs) times gain squared.',
  'truncated-xavier-normal': "The same variance, cut at two standard deviations: Keras' glorot_normal.",
  'he-uniform': 'He et al. 2015, uniform: variance gain squared / inputs, gain sqrt(2) suits ReLU.',
  'he-normal': 'He et al. 2015, normal: variance gain squared / inputs, gain sqrt(2) suits ReLU.',
  'truncated-he-normal': "The same variance, cut at two standard deviations: Keras' he_normal.",
  'he-uniform-fan-out': "He et al. 2015 by the outputs: PyTorch's kaiming_uniform_ with mode fan_out.",
  'he-normal-fan-out': "He et al. 2015 by the outputs: PyTorch's kaiming_normal_ with mode fan_out.",
  'lecun-uniform': 'LeCun 1998, uniform: variance 1 / inputs; suits SELU.',
  'lecun-normal': 'LeCun 1998, normal: variance 1 / inputs; suits SELU.',
  'truncated-lecun-normal': "The same variance, cut at two standard deviations: Keras' lecun_normal.",
  orthogonal: 'A random orthogonal matrix times gain (Saxe et al. 2014).',
  identity: 'Each output takes its own input alone, times gain; of a kernel its middle (Dirac).',
  sparse: 'A share of the weights of each input is 0, the rest normal with deviation 0.01: { sparse: 0.9 }.',
  'truncated-normal': 'Normal with the given standard deviation, cut at two of them, or at the limit.',
  'forget-gate': 'For biases of an LSTM: 1 for the forget gate, else 0.',
  pytorch: "PyTorch's own default for the parameter; for most layers uniform within 1 / sqrt(inputs).",
  keras: "Keras' own default for the parameter; for most layers Glorot uniform, biases zero.",
};

/** Standard deviations and bounds are lengths; a gain or a value may have any sign. */
const lengths: readonly string[] = ['std', 'bound'];

/** Initialisations whose values may lie around another number than 0. */
const centred: readonly Spelled[] = ['normal', 'uniform', 'truncated-normal'];

const mean: Field<number> = { form: number(), meaning: 'What the values lie around.', fallback: 0 };

const limit: Field<number> = {
  form: number({ minimum: 0 }),
  meaning: "How far from the mean they lie at most; 2 is the default of PyTorch's trunc_normal_.",
};

function formOf(argument: string): Form<number> {
  if (argument === 'sparsity') return number({ minimum: 0, maximum: 1 });
  return lengths.includes(argument) ? number({ minimum: 0 }) : number();
}

function initialisationRow(name: Spelled, meaning: string): Row<Initialisation> {
  const { argument, fallback }: { argument: string | null; fallback: number } = initialisations[name];
  if (argument === null) return row({ meaning, options: {}, make: () => ({ name }) });
  const isConstant = name === 'constant';
  const options: Readonly<Record<string, Field<number>>> = {
    [argument]: { form: formOf(argument), meaning: `The ${argument}.`, ...(!isConstant && { fallback }) },
    ...(centred.includes(name) && { mean }),
    ...(name === 'truncated-normal' && { limit }),
  };
  return row({
    meaning,
    main: argument,
    required: isConstant,
    options,
    make: ({ [argument]: given, mean: centre, limit: most }) => ({
      name,
      ...(given && { argument: given.value }),
      ...(centre && { centre: centre.value }),
      ...(most && { limit: most.value }),
    }),
  });
}

const rows: Readonly<Record<string, Row<Initialisation>>> = Object.fromEntries(
  Object.entries(meanings).map(([name, meaning]) => [name, initialisationRow(name as Spelled, meaning)]), // the keys of the table above
);

/** An initialisation by its name, alone or with its number. */
export const initialisationForm: Form<Chosen<Initialisation, Record<string, never>>> = choice(
  rows,
  'initialisation',
  {},
);
