/** The initialisations as a network file spells them: `init: he-normal` or `init: { normal: 0.01 }`. */
import { initialisations, type Initialisation, type InitialisationName } from '../../tensor/initialisations';
import { choice, row, type Chosen, type Row } from './fields';
import { number, type Form } from './forms';

type Spelled = Exclude<InitialisationName, 'values'>;

const meanings: Readonly<Record<Spelled, string>> = {
  zeros: 'All values 0.',
  ones: 'All values 1.',
  constant: 'All values equal: { constant: 0.5 }.',
  normal: 'Normal with mean 0 and the given standard deviation: { normal: 0.01 }.',
  uniform: 'Uniform between minus and plus the given bound: { uniform: 0.1 }.',
  'xavier-uniform': 'Glorot and Bengio 2010, uniform: variance 2 / (inputs + outputs) times gain squared.',
  'xavier-normal': 'Glorot and Bengio 2010, normal: variance 2 / (inputs + outputs) times gain squared.',
  'he-uniform': 'He et al. 2015, uniform: variance gain squared / inputs, gain sqrt(2) suits ReLU.',
  'he-normal': 'He et al. 2015, normal: variance gain squared / inputs, gain sqrt(2) suits ReLU.',
  'lecun-uniform': 'LeCun 1998, uniform: variance 1 / inputs; suits SELU.',
  'lecun-normal': 'LeCun 1998, normal: variance 1 / inputs; suits SELU.',
  orthogonal: 'A random orthogonal matrix times gain (Saxe et al. 2014).',
  'truncated-normal': 'Normal with the given standard deviation, cut at two of them.',
  pytorch: "PyTorch's own default for the layer: uniform within 1 / sqrt(inputs), biases too.",
  keras: "Keras' own default for the layer: Glorot uniform, biases zero.",
};

/** Standard deviations and bounds are lengths; a gain or a value may have any sign. */
const lengths: readonly string[] = ['std', 'bound'];

function initialisationRow(name: Spelled, meaning: string): Row<Initialisation> {
  const { argument, fallback }: { argument: string | null; fallback: number } = initialisations[name];
  if (argument === null) return row({ meaning, options: {}, make: () => ({ name }) });
  const form = lengths.includes(argument) ? number({ minimum: 0 }) : number();
  const isConstant = name === 'constant';
  return row({
    meaning,
    main: argument,
    required: isConstant,
    options: { [argument]: { form, meaning: `The ${argument}.`, ...(!isConstant && { fallback }) } },
    make: ({ [argument]: given }) => ({ name, ...(given && { argument: given.value }) }),
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
