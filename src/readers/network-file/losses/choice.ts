/** What a network file says of its loss: the call, its targets, and the layers that it takes besides the output. */
import { callNamed } from '../../../graph/calls';
import type { LossCall, TargetOptions } from '../../../graph/loss';
import type { LossName } from '../../../ops/losses/table';
import type { Attributes } from '../../../ops/op';
import { row, type Fields, type Placed, type ReadFields, type Row } from '../fields';
import { text } from '../forms';

/** A loss with what the file says about its targets, and the ids of the layers that it takes besides the output. */
export interface LossChoice {
  readonly call: LossCall;
  readonly targets: TargetOptions;
  readonly others: readonly Placed<string>[];
}

const id = { form: text('the id of a layer'), meaning: 'The id of the layer that gives it.' };

/** Options that are no attributes of the op, and those that name layers in the order in which the op takes them. */
const aboutTargets = new Set(['targets', 'length', 'classes']);
const layerOptions = ['variance', 'other', 'positive', 'negative'] as const;

/** A loss as the table describes it. */
export interface Described {
  readonly meaning: string;
  readonly options: Fields;
  readonly main?: string;
  /** Names of layers that must be given; the first is the main one. */
  readonly layers?: readonly (typeof layerOptions)[number][];
}

/** The row of a loss: its options are its attributes under the same names, with hyphens for capitals. */
export function lossRow(name: LossName, { meaning, options, main, layers = [] }: Described): Row<LossChoice> {
  const [first, ...others] = layers;
  const head = first ?? main;
  return row({
    meaning,
    ...(head !== undefined && { main: head }),
    required: first !== undefined,
    options: { ...Object.fromEntries(layers.map((each) => [each, id])), ...options },
    make: (read, range, report) => {
      const missing = others.find((each) => read[each] === undefined);
      if (missing === undefined) return choiceOf(name, read);
      report.error(`${name} needs ${missing}: the id of a layer.`, range);
      return undefined;
    },
  });
}

function choiceOf(name: LossName, read: ReadFields<Fields>): LossChoice {
  const attributes: Record<string, Attributes[string]> = {};
  const others: Placed<string>[] = [];
  for (const [option, found] of Object.entries(read)) {
    if (!found || aboutTargets.has(option) || layerOptions.some((each) => each === option)) continue;
    // The forms of all these options read numbers, words, flags or lists of numbers.
    attributes[option.replace(/-./g, (hyphen) => hyphen.charAt(1).toUpperCase())] =
      found.value as Attributes[string];
  }
  for (const option of layerOptions) {
    const found = read[option];
    // The form of these options reads text.
    if (found) others.push(found as Placed<string>);
  }
  // Network files have the samples first, PyTorch's ctc the times.
  if (name === 'ctc') attributes['batchFirst'] = true;
  const { targets, length, classes } = read;
  return {
    call: callNamed(name, attributes),
    targets: {
      soft: targets?.value === 'probabilities',
      ...(typeof length?.value === 'number' && { length: length.value }),
      ...(typeof classes?.value === 'number' && { classes: classes.value }),
    },
    others,
  };
}
