/** Every layer that a network file can hold: its word, its options and what it adds to the network. */
import { activationRows } from './activations';
import { attentionRow } from './attention';
import { convolutionRows } from './convolution';
import { embeddingRows } from './embedding';
import { choice, row, type Row } from '../fields';
import { defined, later, listOf, text, whole, type Form } from '../forms';
import { functionRows } from './functions';
import { joinRows, namesForm } from './joins';
import { linearRow } from './linear';
import { noiseRows } from './noise';
import { normalisationRows } from './normalisation';
import { poolingRows } from './pooling';
import { productRows } from './products';
import { recurrentRows } from './recurrent';
import { ignoreField } from '../ruleNames';
import { reductionRows } from './reductions';
import { shapeRows } from './shapes';
import type { Plan, Statement } from './statements';
import { describe, quoted } from '../written';

/** Every layer by its word. */
export const layerRows: Readonly<Record<string, Row<Plan>>> = {
  linear: linearRow,
  attention: attentionRow,
  ...activationRows,
  ...convolutionRows,
  ...normalisationRows,
  ...poolingRows,
  ...recurrentRows,
  ...noiseRows,
  ...shapeRows,
  ...joinRows,
  ...productRows,
  ...reductionRows,
  ...functionRows,
  ...embeddingRows,
  repeat: row({
    meaning: 'A block of layers, several times. Ids inside it get .1, .2 ... behind them.',
    main: 'times',
    required: true,
    options: {
      times: { form: whole({ minimum: 0, maximum: 1_000_000_000 }), meaning: 'How often.' },
      layers: { form: later('layers', 'a list of layers', () => layersForm), meaning: 'The block.' },
    },
    needs: [['layers']],
    make: ({ times, layers }) =>
      times && layers && { kind: 'repeat', times: times.value, body: layers.value },
  }),
};

/** The fields that go with every layer. */
export const layerFields = {
  id: { form: text('a name'), meaning: 'A name to refer to.' },
  from: {
    form: defined('names', namesForm),
    meaning: 'What the layer takes in place of the previous layer; "input" is what the network is given.',
  },
  ignore: ignoreField,
};

const choiceOfLayer = choice(layerRows, 'layer', layerFields, true);

/** The schemas of all layers, to stand under `definitions`. */
export const layerDefinitions = choiceOfLayer.definitions;

/** One layer: a word, or one key with its main argument and options. */
const layerForm: Form<Statement> = {
  ...choiceOfLayer,
  read: (written, report) => {
    const chosen = choiceOfLayer.read(written, report);
    if (!chosen) return undefined;
    const { id, from, ignore } = chosen.common;
    return {
      word: chosen.name,
      plan: chosen.result ?? {
        kind: 'opaque',
        reason:
          chosen.name === ''
            ? `Expected a layer, found ${describe(written)}.`
            : `The layer ${quoted(chosen.name)} cannot be read.`,
      },
      id,
      from: from && {
        ...from,
        value: from.value.map(({ value, written: { range } }) => ({ value, range })),
      },
      ignore: ignore?.value ?? [],
      range: chosen.range,
    };
  },
};

/** A list of layers. */
export const layersForm: Form<Statement[]> = listOf(layerForm, 'a list of layers');
