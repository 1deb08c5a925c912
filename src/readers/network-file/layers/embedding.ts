/** Layers of network files for indices and places: embeddings, one-hot vectors, positions in a sequence. */
import { shapeText, wholeNumber } from '../../../base/numbers';
import type { Value } from '../../../graph/network';
import type { bagModes } from '../../../ops/indexing/embedding';
import type { OpCall } from '../../../ops/table';
import { frameworkDefaults } from '../../../tensor/frameworkDefaults';
import type { Shape } from '../../../tensor/tensor';
import { row, type Placed, type Row } from '../fields';
import { number, whole, word } from '../forms';
import { addParameter, startOptions, type Start } from './parameters';
import { ofIndices, unary, type LayerContext, type Plan } from './statements';

const mostFeatures = 1_000_000_000;

/** Indices are 32-bit numbers. */
export const mostTokens = 2_147_483_647;

const featuresField = {
  form: whole({ minimum: 1, maximum: mostFeatures }),
  meaning: 'Numbers in the vector of a token.',
};

const tokensField = {
  form: whole({ minimum: 1, maximum: mostTokens }),
  meaning: 'How many tokens there are; indices are below it.',
};

const paddingField = {
  form: whole({ minimum: 0, maximum: mostTokens }),
  meaning: 'The token that fills gaps: its vector starts at zero and learns nothing.',
};

const initField = {
  ...startOptions.init,
  meaning: 'How the vectors start: pytorch is standard normal, keras uniform within 0.05.',
};

const weightsField = {
  ...startOptions.weights,
  meaning: 'The vectors themselves: one number for all, a nested list, or a file.',
};

const modes: Readonly<Record<(typeof bagModes)[number], string>> = {
  sum: 'The sum of the vectors.',
  mean: 'Their mean.',
  max: 'The greatest value of each feature.',
};

/** All layers of indices and places. */
export const embeddingRows: Readonly<Record<string, Row<Plan>>> = {
  embedding: row({
    meaning:
      'A learned vector for each token: { embedding: 64, tokens: 1000 }. At the input of the network, whose samples are then indices.',
    main: 'features',
    required: true,
    needs: [['tokens']],
    options: {
      features: featuresField,
      tokens: tokensField,
      padding: paddingField,
      init: initField,
      weights: weightsField,
    },
    make: ({ features, tokens, padding, init, weights }) => {
      if (!features || !tokens) return undefined;
      const table = {
        features: features.value,
        tokens: tokens.value,
        padding,
        start: { init, given: weights },
      };
      return ofIndices(tokens.value, (context) =>
        addTable(context, table, (paddingIndex) => ({ op: 'embedding', attributes: { paddingIndex } })),
      );
    },
  }),
  'embedding-bag': row({
    meaning:
      'A learned vector for each token of a sample, folded into one: { embedding-bag: 64, tokens: 1000 }.',
    main: 'features',
    required: true,
    needs: [['tokens']],
    options: {
      features: featuresField,
      tokens: tokensField,
      mode: { form: word(modes), meaning: 'How the vectors become one.', fallback: 'mean' },
      padding: { ...paddingField, meaning: 'The token that fills gaps and is left out.' },
      init: initField,
      weights: weightsField,
    },
    make: ({ features, tokens, mode, padding, init, weights }) => {
      if (!features || !tokens) return undefined;
      const table = {
        features: features.value,
        tokens: tokens.value,
        padding,
        start: { init, given: weights },
      };
      return ofIndices(tokens.value, (context) =>
        addTable(context, table, (paddingIndex) => ({
          op: 'embedding-bag',
          attributes: { paddingIndex, mode: mode?.value ?? 'mean' },
        })),
      );
    },
  }),
  'one-hot': row({
    meaning:
      'For each index a vector of zeros with a 1 in its place. At the input of the network, whose samples are then indices.',
    main: 'classes',
    required: true,
    options: {
      classes: {
        form: whole({ minimum: 1, maximum: mostFeatures }),
        meaning: 'The length of a vector; indices are below it.',
      },
    },
    make: ({ classes }) =>
      classes &&
      ofIndices(
        classes.value,
        (context) =>
          takesIndices(context) ??
          added(context, { op: 'one-hot', attributes: { classes: classes.value } }, context.args),
      ),
  }),
  'positional-encoding': row({
    meaning: 'Adds sines and cosines of the place in the sequence (Vaswani et al. 2017).',
    main: 'base',
    options: {
      base: { form: number({ above: 0 }), meaning: 'What the wavelengths grow to.', fallback: 10000 },
    },
    make: ({ base }) =>
      unary((context) =>
        addPlaces(context, 'Positional encoding', ([length = 0, features = 0]) =>
          added(
            context,
            { op: 'positional-encoding', attributes: { length, features, base: base?.value ?? 10000 } },
            [],
          ),
        ),
      ),
  }),
  'position-embedding': row({
    meaning: 'Adds a learned vector for each place in the sequence.',
    options: { init: initField, weights: weightsField },
    make: ({ init, weights }) =>
      unary((context) =>
        addPlaces(context, 'Position embedding', (shape) =>
          addVectors(context, shape, 'places x features', { init, given: weights }),
        ),
      ),
  }),
};

interface Table {
  readonly features: number;
  readonly tokens: number;
  readonly padding: Placed<number> | undefined;
  readonly start: Start;
}

function addTable(
  context: LayerContext,
  { features, tokens, padding, start }: Table,
  callOf: (paddingIndex: number | null) => OpCall,
): Value {
  const [indices] = context.args;
  const problem = takesIndices(context);
  if (problem) return problem;
  if (padding && padding.value >= tokens) {
    context.report.error(
      `Expected one of the ${wholeNumber(tokens)} tokens, 0 to ${wholeNumber(tokens - 1)}, found ${wholeNumber(padding.value)}.`,
      padding.range,
    );
  }
  const paddingIndex = padding && padding.value < tokens ? padding.value : null;
  const weight = addVectors(context, [tokens, features], 'tokens x features', start, paddingIndex);
  return added(context, callOf(paddingIndex), [weight, indices]);
}

/** An opaque value where the input holds no indices, with the problem reported. */
function takesIndices({ builder, report, args, layer, span, range }: LayerContext): Value | undefined {
  const type = builder.typeOf(args[0]);
  if (!type) return builder.opaque('Its input is not known.', args, layer, span);
  if (type.elementType === 'int32') return undefined;
  const reason =
    'This layer takes indices, but its input holds floats. It gets indices when it takes the input of the network, and when only layers of indices do.';
  report.error(reason, range);
  return builder.opaque(reason, args, layer, span);
}

function addVectors(
  context: LayerContext,
  shape: Shape,
  axes: string,
  start: Start,
  zeroRow: number | null = null,
): Value {
  const [count = 0, features = 0] = shape;
  return addParameter(context, {
    part: 'weight',
    role: 'embedding',
    shape,
    axes,
    // As PyTorch counts them for any matrix.
    fans: { fanIn: features, fanOut: count },
    start,
    silent: { name: 'pytorch' },
    defaults: frameworkDefaults.embedding(),
    zeroRow,
  });
}

/** Adds to each sample what stands for its places, of the shape (places, features). */
function addPlaces(context: LayerContext, name: string, placesOf: (shape: Shape) => Value): Value {
  const { builder, report, args, layer, span, range } = context;
  const type = builder.typeOf(args[0]);
  if (!type) return builder.opaque('Its input is not known.', args, layer, span);
  if (type.shape.length >= 3 && type.elementType !== 'int32') {
    return added(context, { op: 'add', attributes: {} }, [args[0], placesOf(type.shape.slice(-2))]);
  }
  const found =
    type.elementType === 'int32' ? 'indices' : `samples of shape ${shapeText(type.shape.slice(1))}`;
  const reason = `${name} needs a sequence of features, (time, features), in each sample, found ${found}.`;
  report.error(reason, range);
  return builder.opaque(reason, args, layer, span);
}

function added({ builder, layer, span }: LayerContext, call: OpCall, args: readonly Value[]): Value {
  return builder.op(call, args, layer, span);
}
