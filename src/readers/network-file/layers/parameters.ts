/** The parameters of layers in network files: what a user may write about their first values, and the nodes that they become. */
import type { ParameterDescription } from '../../../graph/builder';
import type { Derivation, ParameterNode, Value } from '../../../graph/network';
import { sameShape, type Shape } from '../../../tensor/tensor';
import { ownDefault, type FrameworkDefaults } from '../../../tensor/frameworkDefaults';
import type { Fans, Initialisation } from '../../../tensor/initialisations';
import type { Placed } from '../fields';
import { defined } from '../forms';
import { initialisationForm } from './initialisations';
import { numbersOrFile, type Given, type GivenNumbers } from '../numbers';
import type { Report } from '../report';
import { sizesText, type NotFound } from '../weightFiles';
import type { Range } from '../written';
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
    meaning:
      'The weights themselves: one number for all, a nested list, or a file (w.npy, model.safetensors#layer.weight).',
  },
  biases: {
    form: numbersOrFile,
    meaning: 'The biases themselves: one number for all, a list with one per output, or a file.',
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
  /** What its first values follow from, whatever else is said. */
  readonly derived?: Derivation;
}

/** Adds a parameter to the layer of a context. */
export function addParameter(context: LayerContext, parameter: LayerParameter): Value {
  const { builder, layer, span } = context;
  const { part, role, shape, fans, derived } = parameter;
  return builder.parameter({
    layer,
    part,
    role,
    shape,
    fans,
    derived,
    span,
    ...firstValues(context, parameter),
  });
}

/** PyTorch draws biases like weights; who chooses the weights' start otherwise expects biases at zero. */
export function biasWhenSilent({ init, given }: Start): Initialisation {
  const chosen = init?.value.result?.name;
  return { name: given || (chosen !== undefined && chosen !== 'pytorch') ? 'zeros' : 'pytorch' };
}

function firstValues(
  context: LayerContext,
  parameter: LayerParameter,
): Pick<ParameterDescription, 'initialisation' | 'written'> {
  const {
    part,
    role,
    start: { init, given },
    silent,
    defaults,
    zeroRow = null,
  } = parameter;
  const { report, builder, layer } = context;
  const initialisation = init?.value.result ?? silent;
  if (given) {
    const values = givenValues(given, parameter, context);
    if (typeof values === 'object') return { initialisation: values, written: report.span(given.range) };
    if (values === 'unusable') {
      const what = `the given values of ${builder.layerName(layer)}.${part} cannot be used`;
      assume(context, what, initialisation, given.range);
    }
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
  parameter: LayerParameter,
  { builder, layer, report, weightFiles }: LayerContext,
): Initialisation | NotFound {
  if (value === 'unreadable') return 'unusable';
  const { part } = parameter;
  if ('file' in value) {
    const found = weightFiles.tensor(value.file, `${builder.layerName(layer)}.${part}`, range);
    if (found === 'needed' || found === 'unusable') return found;
    const { tensor, called } = found;
    return fitting({ shape: tensor.shape, values: tensor.data }, called, parameter, range, report);
  }
  return fitting(value, 'the given values', parameter, range, report);
}

/** A single number fills the whole parameter. */
function fitting(
  { shape: found, values }: Pick<GivenNumbers, 'shape'> & { readonly values: ArrayLike<number> },
  called: string,
  { shape, part, axes }: LayerParameter,
  range: Range,
  report: Report,
): Initialisation | 'unusable' {
  if (found.length === 0) return { name: 'constant', argument: values[0] ?? 0 };
  if (sameShape(found, shape)) return { name: 'values', values };
  report.error(
    `The ${part} has the shape ${sizesText(shape)} (${axes}), ${called} ${sizesText(found)}.`,
    range,
  );
  return 'unusable';
}
