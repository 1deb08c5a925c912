/** The parameters of layers in network files: what a user may write about their first values, and the nodes that they become. */
import type { ParameterDescription } from '../../../graph/builder';
import type { ParameterNode, Value } from '../../../graph/network';
import { wholeNumber } from '../../../base/numbers';
import { sameShape, type Shape } from '../../../tensor/tensor';
import { ownDefault, type FrameworkDefaults } from '../../../tensor/frameworkDefaults';
import type { Fans, Initialisation } from '../../../tensor/initialisations';
import type { Placed } from '../fields';
import { defined } from '../forms';
import { initialisationForm } from './initialisations';
import { numbersOrFile, type Given } from '../numbers';
import type { LayerContext } from './statements';

/** What is written about the first values of a parameter: how they are drawn, or the values themselves. */
export interface Start {
  readonly init: Placed<{ readonly result: Initialisation | undefined }> | undefined;
  readonly given: Placed<Given> | undefined;
}

/** Nothing is written about the first values. */
export const unwritten: Start = { init: undefined, given: undefined };

const startForm = defined('initialisation', initialisationForm);

/** The options that say how weights and biases start; every layer with weights has them. */
export const startOptions = {
  init: {
    form: startForm,
    meaning: 'How the weights start. Once it is written, biases start at zero unless it is pytorch.',
    fallback: 'pytorch',
  },
  'bias-init': { form: startForm, meaning: 'How the biases start.' },
  weights: {
    form: numbersOrFile,
    meaning: 'The weights themselves: one number for all, or a nested list.',
  },
  biases: {
    form: numbersOrFile,
    meaning: 'The biases themselves: one number for all, or a list, one per output.',
  },
} as const;

/** A parameter of a layer. */
export interface LayerParameter {
  /** Its name behind that of the layer: weight, bias, weight-hh-0. */
  readonly part: string;
  readonly role: ParameterNode['role'];
  readonly shape: Shape;
  /** What the axes are, for messages: "outputs x inputs". */
  readonly axes: string;
  readonly fans: Fans;
  readonly start: Start;
  /** How it starts when nothing is written. */
  readonly silent: Initialisation;
  /** What `pytorch` and `keras` mean for it; unless given, what they mean for a linear layer. */
  readonly defaults?: FrameworkDefaults;
  /** The row that starts at zero however the others do, for embeddings with padding; absent or null: none. */
  readonly zeroRow?: number | null;
}

/** Adds a parameter to the layer of a context. */
export function addParameter(context: LayerContext, parameter: LayerParameter): Value {
  const { builder, layer, span } = context;
  const { part, role, shape, fans } = parameter;
  return builder.parameter({ layer, part, role, shape, fans, span, ...firstValues(context, parameter) });
}

/** PyTorch draws biases like weights; who chooses the weights' start otherwise expects biases at zero. */
export function biasWhenSilent({ init, given }: Start): Initialisation {
  const chosen = init?.value.result?.name;
  return { name: given || (chosen !== undefined && chosen !== 'pytorch') ? 'zeros' : 'pytorch' };
}

function firstValues(
  context: LayerContext,
  { part, role, shape, axes, start: { init, given }, silent, defaults, zeroRow = null }: LayerParameter,
): Pick<ParameterDescription, 'initialisation' | 'written'> {
  const { report, builder, layer } = context;
  const initialisation = init?.value.result ?? silent;
  if (given) {
    const values = givenValues(given, shape, part, axes, context);
    if (values) return { initialisation: values, written: report.span(given.range) };
    assume(
      context,
      `the given values of ${builder.layerName(layer)}.${part} cannot be used`,
      initialisation,
      given.range,
    );
  } else if (init && !init.value.result) {
    assume(
      context,
      `the initialisation of ${builder.layerName(layer)}.${part} cannot be read`,
      initialisation,
      init.range,
    );
    return { initialisation, written: null };
  }
  const meant = defaults ? ownDefault(initialisation, defaults) : ownStart(role, initialisation);
  const own = { ...meant, ...(zeroRow !== null && { zeroRow }) };
  return { initialisation: own, written: init ? report.span(init.range) : null };
}

/** What a framework's own default means for a parameter; other initialisations stay. */
function ownStart(role: ParameterNode['role'], initialisation: Initialisation): Initialisation {
  // Keras' layers start their biases at zero whatever their weights do.
  return role === 'bias' && initialisation.name === 'keras' ? { name: 'zeros' } : initialisation;
}

function assume(
  context: LayerContext,
  what: string,
  { name }: Initialisation,
  range: Placed<unknown>['range'],
): void {
  context.builder.assume({
    about: 'initialisation',
    message: `Since ${what}, it starts with ${name}.`,
    span: context.report.span(range),
  });
}

function givenValues(
  { value, range }: Placed<Given>,
  shape: Shape,
  part: string,
  axes: string,
  { report }: LayerContext,
): Initialisation | undefined {
  if (value === 'unreadable') return undefined;
  if ('file' in value) {
    report.warning('Weights from a file are not yet supported.', range);
    return undefined;
  }
  if (value.shape.length === 0) return { name: 'constant', argument: value.values[0] ?? 0 };
  if (sameShape(value.shape, shape)) return { name: 'values', values: value.values };
  const found = value.shape.map(wholeNumber).join(' x ');
  report.error(
    `The ${part} has the shape ${shape.map(wholeNumber).join(' x ')} (${axes}), the given values ${found}.`,
    range,
  );
  return undefined;
}
