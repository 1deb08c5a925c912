/** All fields of a network file: with the tables of layers, losses, data and initialisations the one description of the format. */
import { expressionForm, valuesForm } from './circuit/fields';
import { dataForm, greatestSeed } from './data/table';
import type { Fields } from './fields';
import { later, listOf, text, whole, type Form } from './forms';
import { layersForm } from './layers/table';
import { mostUnits } from './layers/linear';
import { lossForm } from './losses/table';
import { ignoreField } from './ruleNames';
import { trainForm } from './trainFields';

const size = whole({ minimum: 1, maximum: mostUnits });
const sizes = listOf(size, 'the shape of one sample, for instance [64]', { maxItems: 8 });

/** The shape of one sample. A bare number is reported and read as one axis. */
const sampleShape: Form<number[]> = {
  ...sizes,
  read: (written, report) => {
    const items = written.kind === 'list' ? written.items.length : 1;
    if (items > 8) {
      report.error(`Expected at most 8 axes, found ${items}.`, written.range);
      return undefined;
    }
    const shape = sizes.read(written, report);
    if (shape) return shape.length === items || items === 0 ? shape : undefined;
    return written.kind === 'number' && size.read(written, report) !== undefined
      ? [written.value]
      : undefined;
  },
};

/** The fields of the whole file. */
export const fileFields = {
  $schema: { form: text('the address of a schema'), meaning: 'The JSON Schema that an editor checks with.' },
  name: { form: text('a name'), meaning: "The network's name. Default: the file's." },
  description: { form: text('a description'), meaning: 'For whoever reads the file; JSON has no comments.' },
  input: {
    form: sampleShape,
    meaning:
      'Shape of one sample: [features], [channels, height, width], [time, features], [] for one number. Default: as the data have it.',
  },
  layers: {
    form: later('layers', 'a list of layers', () => layersForm),
    meaning: 'The layers from the input to the output.',
  },
  loss: {
    form: lossForm,
    meaning: 'What is minimised. output-energy needs no target.',
    fallback: 'output-energy',
  },
  weights: {
    form: text('the path of a file'),
    meaning:
      'A file with all parameters by their names (linear1.weight): safetensors, npz, pt or h5; numbers written in a layer stay.',
  },
  batch: {
    form: whole({ minimum: 1, maximum: 1_000_000 }),
    meaning: 'Samples in the probe batch. Default: as many as the budget allows.',
  },
  seed: {
    form: whole({ minimum: 0, maximum: greatestSeed }),
    meaning: 'Decides every random number.',
    fallback: 0,
  },
  data: {
    form: dataForm,
    meaning: 'Samples and targets. Default: standard normal inputs and random targets.',
  },
  train: { form: trainForm, meaning: 'How it is trained.' },
  ignore: ignoreField,
  expression: {
    form: expressionForm,
    meaning:
      'A circuit of gates in place of layers: (x + y) * z, or several as a list of name = expression, of which the last is differentiated.',
  },
  at: { form: valuesForm, meaning: 'The values of the variables of a circuit: { x: -2, y: 5, z: -4 }.' },
} satisfies Fields;
