/** Losses as functions of torch.nn.functional, and all losses of torch.nn by one way of calling them. */
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { operandOf, pair } from '../../tensors/arithmetic';
import { tensorOfNested } from '../../tensors/nested';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { tensorArgument } from '../values/arguments';
import { flag, number } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import type { Option } from '../loss/arguments';
import { lossCall, lossRows, reductionOf, type LossRow } from '../loss/table';
import { torchFunction, type TorchFunction } from './row';

const flavour = torchFlavour;

/** The names in a list of parameters. */
export function namesIn(parameters: string): readonly string[] {
  return parameters
    .split(', ')
    .flatMap((parameter) => (parameter === '*' ? [] : [parameter.replace(/=.*/, '')]));
}

/** A loss of tensors with its options. */
export function lossOf(recorder: Recorder, row: LossRow, values: readonly Value[], option: Option): Value {
  const names = namesIn(row.tensors);
  const tensors = names.map((name, place) => argument(recorder, row, name, place, values[place] ?? none));
  const call = lossCall(recorder.machine, row, option);
  const single = row.op === 'ctc' && tensors[0]?.shape?.length === 2 && call.attributes.reduction === 'none';
  const loss = recorder.apply(call, row.prepare(recorder, tensors, option), { flavour });
  return (single || unbatched(tensors[0], row, call.attributes.reduction) ? first(recorder, loss) : loss)
    .value;
}

/** Whether the scores are those of one sample, which the op takes as a batch of one. */
function unbatched(input: TensorValue | undefined, { op }: LossRow, reduction: unknown): boolean {
  return reduction === 'none' && input?.shape?.length === 1 && (op === 'cross-entropy' || op === 'nll');
}

function first(recorder: Recorder, loss: TensorValue): TensorValue {
  return recorder.apply({ op: 'select', attributes: { axis: 0, index: 0 } }, [loss], { flavour });
}

/** A tensor argument; lengths may be tuples of numbers, a variance one number. */
function argument(
  recorder: Recorder,
  { name: of }: LossRow,
  name: string,
  place: number,
  value: Value,
): TensorValue {
  const { machine } = recorder;
  const tensor = tensorIn(value);
  if (tensor) return tensor;
  if (value.kind === 'list' || value.kind === 'tuple')
    return tensorOfNested(recorder, value, flavour, 'int64');
  const plain = name === 'var' || name.endsWith('lengths') ? operandOf(value) : undefined;
  if (plain && !('content' in plain)) {
    return recorder.constant(flavour, name === 'var' ? 'float32' : 'int64', [], [plain.value]);
  }
  return tensorArgument(machine, value, `${of}(): argument '${name}' (position ${place + 1})`);
}

function functionOf(row: LossRow): TorchFunction {
  const { name, tensors, options, functionOptions = options } = row;
  const signature = `${tensors}, ${functionOptions}`;
  const names = namesIn(signature);
  return torchFunction(name, signature, ['functional'], (recorder, ...bound) =>
    lossOf(recorder, row, bound, (option) => bound[names.indexOf(option)] ?? none),
  );
}

/** max(0, margin + d(anchor, positive) - d(anchor, negative)) with a distance of the program's own. */
export function tripletLossOf(
  recorder: Recorder,
  [anchor = none, positive = none, negative = none]: readonly Value[],
  option: Option,
): Value {
  const { machine } = recorder;
  const distance = option('distance_function');
  if (distance.kind === 'none') {
    const row = lossRows.find(({ name }) => name === 'triplet_margin_loss');
    const usual: Readonly<Record<string, Value>> = {
      p: { kind: 'float', value: 2 },
      eps: { kind: 'float', value: 1e-6 },
    };
    return row
      ? lossOf(recorder, row, [anchor, positive, negative], (key) => usual[key] ?? option(key))
      : none;
  }
  const between = (a: Value, b: Value): TensorValue =>
    tensorArgument(machine, machine.call(distance, [a, b]), 'triplet_margin_with_distance_loss()');
  const near = between(anchor, positive);
  let far = between(anchor, negative);
  if (flag(machine, option('swap'))) far = pair(recorder, 'minimum', far, between(positive, negative));
  const lead = pair(recorder, 'subtract', near, far);
  const missed = pair(recorder, 'add', lead, { kind: 'float', value: number(machine, option('margin')) });
  const terms = recorder.apply({ op: 'clamp', attributes: { minimum: 0, maximum: null } }, [missed], {
    flavour,
  });
  const reduction = reductionOf(machine, option);
  if (reduction === 'none') return terms.value;
  const op = reduction === 'sum' ? 'sum' : 'mean';
  return recorder.apply({ op, attributes: { axes: null, keepDimensions: false } }, [terms], { flavour })
    .value;
}

/** The options of the triplet loss with a distance. */
export const tripletOptions = "*, distance_function=None, margin=1.0, swap=False, reduction='mean'";

const tripletSignature = `anchor, positive, negative, ${tripletOptions}`;
const tripletNames = namesIn(tripletSignature);

export const lossFunctions: readonly TorchFunction[] = [
  ...lossRows.map(functionOf),
  torchFunction('triplet_margin_with_distance_loss', tripletSignature, ['functional'], (recorder, ...bound) =>
    tripletLossOf(recorder, bound, (option) => bound[tripletNames.indexOf(option)] ?? none),
  ),
];
