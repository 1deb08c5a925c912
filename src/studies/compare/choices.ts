/** What is compared: the initialisations down the grid and the hidden activations across it, with those of the file among them. */
import { activationName } from '../../analysis/activations';
import { callNamed } from '../../graph/calls';
import type { Network, ParameterNode } from '../../graph/network';
import { hiddenActivationLayers, hiddenActivationNames, withInitialisation } from '../../inspect/variants';
import { activationDefaults, type ActivationName } from '../../ops/activations/table';
import { deviationOf, type Initialisation } from '../../tensor/initialisations';
import { sizeOf } from '../../tensor/tensor';

/** One initialisation, for all weights of the network. */
export interface InitialisationChoice {
  /** In a word or two; unique. */
  readonly name: string;
  /** As a network file writes it: he-normal, { normal: 0.01 }; null: every layer as the file has it. */
  readonly init: Pick<Initialisation, 'name' | 'argument'> | null;
  /** Whether it is the file's own. */
  readonly own: boolean;
  /** What it is, in one sentence. */
  readonly meaning: string;
}

/** One activation, for all hidden layers of the network. */
export interface ActivationChoice {
  /** With its numbers (leaky-relu 0.01); several where the file mixes them; unique. */
  readonly name: string;
  /** Null: as the file has it. */
  readonly activation: ActivationName | null;
  readonly own: boolean;
}

/** The activations across the grid. */
const compared = [
  'sigmoid',
  'tanh',
  'relu',
  'leaky-relu',
  'elu',
  'gelu',
  'silu',
  'selu',
] as const satisfies readonly ActivationName[];

/** The columns; a network without hidden activations has only itself. */
export function activationChoices(network: Network): readonly ActivationChoice[] {
  const names = hiddenActivationNames(network);
  if (names.length === 0) return [{ name: 'no activation', activation: null, own: true }];
  const only = names.length === 1 ? names[0] : null;
  const choices = compared.map((activation): ActivationChoice => {
    const name = activationName(callNamed(activation, activationDefaults[activation]));
    return { name, activation, own: name === only };
  });
  if (choices.some(({ own }) => own)) return choices;
  return [{ name: names.join(', '), activation: null, own: true }, ...choices];
}

/** All rows; the file's own comes first where it is none of the others. */
function initialisationChoices(network: Network): readonly InitialisationChoice[] {
  const scales = extremes(network);
  const named = (name: string, init: Initialisation, meaning: string): InitialisationChoice => {
    return { name, init, meaning, own: sameStart(network, withInitialisation(network, init)) };
  };
  const choices = [
    named('zeros', { name: 'zeros' }, 'All weights 0: the units of a layer are copies of one another.'),
    named(
      'too small',
      { name: 'normal', argument: scales.small },
      `Normal with standard deviation ${scales.small}: a fifth of He's or less in every layer.`,
    ),
    named(
      'too large',
      { name: 'normal', argument: scales.large },
      `Normal with standard deviation ${scales.large}: ten times He's or more in every layer.`,
    ),
    named('Xavier', { name: 'xavier-uniform' }, 'Glorot 2010, uniform: variance 2 / (inputs + outputs).'),
    named('He', { name: 'he-normal' }, 'He 2015, normal: variance 2 / inputs.'),
    named('LeCun', { name: 'lecun-normal' }, 'LeCun 1998, normal: variance 1 / inputs.'),
    named('PyTorch', { name: 'pytorch' }, "PyTorch's default: uniform within 1 / sqrt(inputs)."),
    named('orthogonal', { name: 'orthogonal' }, 'A random orthogonal matrix (Saxe 2014).'),
  ];
  if (choices.some(({ own }) => own)) return choices;
  const meaning = 'Every layer as the file has it.';
  return [{ name: 'as in the file', init: null, own: true, meaning }, ...choices];
}

/** The rows that are compared: those that can be drawn in time. */
export function comparedInitialisations(network: Network): readonly InitialisationChoice[] {
  return initialisationChoices(network).filter((choice) => !isTooDear(network, choice));
}

/** The rows that are left out, since drawing them takes too long. */
export function dearInitialisations(network: Network): readonly InitialisationChoice[] {
  return initialisationChoices(network).filter((choice) => isTooDear(network, choice));
}

/** Steps of drawing one matrix by Gram and Schmidt that some seconds allow; a step takes about 2 ns. */
const mostDrawingSteps = 1e8;

/** Whether drawing the weights would take too long for a comparison. */
function isTooDear(network: Network, { init }: InitialisationChoice): boolean {
  if (init?.name !== 'orthogonal') return false;
  const steps = weightsOf(network).map(({ shape }) => {
    const [rows = 1] = shape;
    const columns = sizeOf(shape.slice(1));
    return 4 * Math.min(rows, columns) ** 2 * Math.max(rows, columns);
  });
  return steps.reduce((sum, each) => sum + each, 0) > mostDrawingSteps;
}

const he: Initialisation = { name: 'he-normal' };

/** Standard deviations that are clearly too small and too large for every layer, 0.01 and 1 where they can be. */
function extremes(network: Network): { readonly small: number; readonly large: number } {
  const deviations = weightsOf(network).map(({ fans, shape }) => deviationOf(he, fans, shape));
  const least = deviations.reduce((low, value) => Math.min(low, value), Infinity);
  const most = deviations.reduce((high, value) => Math.max(high, value), 0);
  return {
    small: [0.01, 0.005, 0.002].find((std) => 5 * std <= least) ?? 0.001,
    large: [1, 2, 5, 10].find((std) => std >= 10 * most) ?? 20,
  };
}

/** The layers that the choices are about: those with weights to initialise, and the hidden activations. */
export function placesOf(network: Network): {
  readonly weights: readonly number[];
  readonly activations: readonly number[];
} {
  return {
    weights: [...new Set(weightsOf(network).map(({ layer }) => layer))],
    activations: hiddenActivationLayers(network),
  };
}

/** The parameters that an initialisation is chosen for. */
export function weightsOf({ nodes }: Network): readonly ParameterNode[] {
  return nodes.filter((node) => node.kind === 'parameter').filter(({ role }) => role === 'weight');
}

/** Whether two networks of one graph draw their first values from the same laws. */
function sameStart(one: Network, other: Network): boolean {
  return one.nodes.every((node, index) => {
    const twin = other.nodes[index];
    if (node.kind !== 'parameter' || twin?.kind !== 'parameter') return true;
    const [a, b] = [node.initialisation, twin.initialisation];
    return a.name === b.name && a.argument === b.argument && a.values === b.values && a.centre === b.centre;
  });
}
