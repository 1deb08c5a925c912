/** The fully connected layer of network files. */
import type { ParameterDescription } from '../../graph/builder';
import type { Value } from '../../graph/network';
import { wholeNumber } from '../../base/numbers';
import { sameShape, type Shape } from '../../tensor/tensor';
import type { Initialisation } from '../../tensor/initialisations';
import { row, type Placed, type Row } from './fields';
import { defined, flag, whole } from './forms';
import { initialisationForm } from './initialisationRows';
import { numbersOrFile, type Given } from './numbers';
import { unary, type LayerContext, type Plan } from './statements';

/** Larger layers are slips of the keyboard: one weight matrix would take exabytes. */
export const mostUnits = 1_000_000_000;

interface Start {
  readonly init: Placed<{ readonly result: Initialisation | undefined }> | undefined;
  readonly given: Placed<Given> | undefined;
}

const startForm = defined('initialisation', initialisationForm);

/** `linear: 32` with its options. */
export const linearRow: Row<Plan> = row({
  meaning: 'Fully connected layer: y = x W^T + b, with the given number of units.',
  main: 'units',
  required: true,
  options: {
    units: { form: whole({ minimum: 1, maximum: mostUnits }), meaning: 'Number of outputs.' },
    bias: { form: flag, meaning: 'Whether it has a bias.', fallback: true },
    init: {
      form: startForm,
      meaning: 'How the weights start. Once it is written, biases start at zero unless it is pytorch.',
      fallback: 'pytorch',
    },
    'bias-init': { form: startForm, meaning: 'How the biases start.' },
    weights: {
      form: numbersOrFile,
      meaning: 'The weights themselves: one number for all, or a list of rows, one row per output.',
    },
    biases: {
      form: numbersOrFile,
      meaning: 'The biases themselves: one number for all, or a list, one per output.',
    },
  },
  make: ({ units, bias, init, 'bias-init': biasInit, weights, biases }) =>
    units &&
    unary((context) =>
      addLinear(
        context,
        units.value,
        { init, given: weights },
        bias?.value === false ? null : { init: biasInit, given: biases },
      ),
    ),
});

function addLinear(context: LayerContext, units: number, weightStart: Start, biasStart: Start | null): Value {
  const { builder, layer, args, span, range, report } = context;
  const [x] = args;
  const type = builder.typeOf(x);
  if (!type) return builder.opaque('Its input is not known.', args, layer, span);
  const features = type.shape.length < 2 ? undefined : type.shape.at(-1);
  if (features === undefined) {
    const reason =
      'Linear needs a list of features, but its input is one number per sample; write input: [1].';
    report.error(reason, range);
    return builder.opaque(reason, args, layer, span);
  }
  const fans = { fanIn: features, fanOut: units };
  const weightShape = [units, features];
  const parameter = (part: 'weight' | 'bias', shape: Shape, start: Start, silent: Initialisation): Value =>
    builder.parameter({
      layer,
      part,
      role: part,
      shape,
      fans,
      span,
      ...firstValues(context, part, shape, start, silent),
    });
  const weight = parameter('weight', weightShape, weightStart, { name: 'pytorch' });
  if (!biasStart) return builder.op({ op: 'linear', attributes: {} }, [x, weight], layer, span);
  const bias = parameter('bias', [units], biasStart, biasWhenSilent(weightStart));
  return builder.op({ op: 'linear', attributes: {} }, [x, weight, bias], layer, span);
}

/** PyTorch draws biases like weights; who chooses the weights' start otherwise expects biases at zero. */
function biasWhenSilent({ init, given }: Start): Initialisation {
  const chosen = init?.value.result?.name;
  return { name: given || (chosen !== undefined && chosen !== 'pytorch') ? 'zeros' : 'pytorch' };
}

function firstValues(
  context: LayerContext,
  part: 'weight' | 'bias',
  shape: Shape,
  { init, given }: Start,
  silent: Initialisation,
): Pick<ParameterDescription, 'initialisation' | 'written'> {
  const { report, builder, layer } = context;
  const initialisation = init?.value.result ?? silent;
  if (given) {
    const values = givenValues(given, shape, part, context);
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
  // Keras' layers start their biases at zero whatever their weights do.
  const own: Initialisation =
    part === 'bias' && initialisation.name === 'keras' ? { name: 'zeros' } : initialisation;
  return { initialisation: own, written: init ? report.span(init.range) : null };
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
  report.error(`The ${part} has the shape ${shapeWords(shape)}, the given values ${found}.`, range);
  return undefined;
}

function shapeWords(shape: Shape): string {
  const [outputs = 1, inputs] = shape.map(wholeNumber);
  return inputs === undefined ? `${outputs} (one per output)` : `${outputs} x ${inputs} (outputs x inputs)`;
}
