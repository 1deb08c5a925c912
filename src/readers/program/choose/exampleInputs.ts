/** What a program itself feeds its network: example tensors in calls, summaries, and the data sets that it names. */
import type { Program } from '../../python/read/program';
import { evaluateAt, type CallSite } from '../../python/read/sites';
import { unwrap } from '../../python/values/classes';
import type { InstanceValue, Value } from '../../python/values/value';
import { isFloating } from '../../tensors/elementTypes';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { stateIn } from '../../torch/module/state';
import type { InputWords } from '../inputs';

/** Inputs, and where the program says so. */
export interface FoundInputs {
  readonly inputs: readonly InputWords[];
  /** One sentence for the user; null where the program feeds exactly this. */
  readonly assumed: string | null;
}

/** Calls that are given a model and what it takes: the position of the model, and where the inputs stand. */
const showers: ReadonlyMap<string, 'tensors' | 'sizes'> = new Map([
  ['summary', 'sizes'],
  ['export', 'tensors'],
  ['trace', 'tensors'],
  ['profile', 'tensors'],
  ['add_graph', 'tensors'],
  ['make_dot', 'tensors'],
]);

/** Most calls of the program that are evaluated in search of an example. */
const mostTries = 12;

/** The tensors with which the program calls the model that a candidate made, or shows it to a summary. */
export function exampleInputs(
  program: Program,
  sites: readonly CallSite[],
  module: InstanceValue,
  target: string | null,
): FoundInputs | null {
  let tries = 0;
  for (const site of sites) {
    const shown = showers.get(lastPart(site.callee));
    const isCall = target !== null && site.callee === target;
    if (!isCall && !shown && !mayCall(program, site, module, target)) continue;
    tries += 1;
    if (tries > mostTries) break;
    const found = shown ? shownInputs(program, site, shown) : calledInputs(program, site, module);
    if (found) return { inputs: found, assumed: null };
  }
  return null;
}

/** A call of a plain name that stands for an instance of the same class. */
function mayCall(program: Program, site: CallSite, module: InstanceValue, target: string | null): boolean {
  if (site.node.func.nodeType !== 'Name' || site.node.args.length === 0 || site.callee === target)
    return false;
  if (program.main.module.attributes.get(site.callee)?.kind === 'class') return false;
  if (/^(print|len|range|int|float|list|str|super|isinstance|zip|enumerate|max|min|sum)$/.test(site.callee))
    return false;
  const outcome = evaluateAt(program, site, site.node.func);
  return 'value' in outcome && outcome.value.kind === 'instance' && outcome.value.cls === module.cls;
}

function lastPart(callee: string): string {
  return callee.slice(callee.lastIndexOf('.') + 1);
}

function calledInputs(program: Program, site: CallSite, module: InstanceValue): readonly InputWords[] | null {
  const inputs: InputWords[] = [];
  for (const argument of site.node.args) {
    const outcome = evaluateAt(program, site, argument);
    const input = 'value' in outcome ? inputOfValue(outcome.value, module, inputs) : null;
    if (!input) return null;
    inputs.push(input);
  }
  return inputs.some(({ kind }) => kind === 'input') ? inputs : null;
}

function inputOfValue(value: Value, module: InstanceValue, before: readonly InputWords[]): InputWords | null {
  const tensor = tensorIn(value);
  if (tensor) return tensor.shape && tensor.shape.length > 0 ? wordsOf(tensor, module, before) : null;
  if (value.kind === 'unknown') return null;
  return { kind: 'value', value: () => value };
}

function wordsOf(
  { shape, dtype, content }: TensorValue,
  module: InstanceValue,
  before: readonly InputWords[],
): InputWords {
  const [first] = before.flatMap((input) => (input.kind === 'input' ? [input.shape[0]] : []));
  const whole = first !== undefined && shape?.[0] !== first;
  if (isFloating(dtype)) return { kind: 'input', shape: shape ?? [], dtype, indexCount: 0, whole };
  const known = content.kind === 'constant' ? Math.max(...content.tensor.data) + 1 : 0;
  const indexCount = Math.max(2, embeddingSize(module) ?? known);
  return { kind: 'input', shape: shape ?? [], dtype: 'int64', indexCount, whole };
}

/** The number of entries of the first embedding below a module. */
export function embeddingSize(module: InstanceValue, depth = 0): number | null {
  const own = module.attributes.get('num_embeddings');
  if (own?.kind === 'int') return Number(own.value);
  if (depth > 12) return null;
  for (const child of stateIn(module)?.modules.values() ?? []) {
    const found = child ? embeddingSize(child, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

/** summary(model, (1, 28, 28)) leaves the batch out, input_size=(1, 1, 28, 28) of torchinfo has it: four sizes are taken to have one. */
function shownInputs(
  program: Program,
  site: CallSite,
  kind: 'tensors' | 'sizes',
): readonly InputWords[] | null {
  const keyword = site.node.keywords.find(
    ({ arg }) => arg === 'input_size' || arg === 'inputs' || arg === 'input_data' || arg === 'args',
  );
  const expression = keyword?.value ?? site.node.args[1];
  if (!expression) return null;
  const outcome = evaluateAt(program, site, expression);
  if (!('value' in outcome)) return null;
  const plain = unwrap(outcome.value);
  const items = plain.kind === 'tuple' || plain.kind === 'list' ? plain.items : [outcome.value];
  const tensors = items.flatMap((item) => tensorIn(item) ?? []);
  if (tensors.length > 0 && tensors.length === items.length) {
    return tensors.map(({ shape, dtype }) => ({
      kind: 'input',
      shape: shape ?? [],
      dtype,
      indexCount: 0,
      whole: false,
    }));
  }
  const sizes = items.flatMap((item) => (item.kind === 'int' ? [Number(item.value)] : []));
  if (kind !== 'sizes' || sizes.length === 0 || sizes.length !== items.length) return null;
  const withBatch = keyword ? sizes : [2, ...sizes];
  return [{ kind: 'input', shape: withBatch, dtype: 'float32', indexCount: 0, whole: false }];
}

/** Sample shapes of data sets by the end of the name that makes them. */
const datasets: ReadonlyMap<string, readonly [channels: number, size: number]> = new Map([
  ['MNIST', [1, 28]],
  ['FashionMNIST', [1, 28]],
  ['KMNIST', [1, 28]],
  ['EMNIST', [1, 28]],
  ['QMNIST', [1, 28]],
  ['USPS', [1, 16]],
  ['CIFAR10', [3, 32]],
  ['CIFAR100', [3, 32]],
  ['SVHN', [3, 32]],
  ['STL10', [3, 96]],
  ['ImageNet', [3, 224]],
  ['CelebA', [3, 64]],
]);

const resizes = new Set(['Resize', 'CenterCrop', 'RandomCrop', 'RandomResizedCrop']);

/** The shape of a sample of the data set that the program names, with what its transforms make of the size; null where there is none. */
export function datasetShape(
  program: Program,
  sites: readonly CallSite[],
): { readonly name: string; readonly sample: readonly number[] } | null {
  const site = sites.find(({ callee }) => datasets.has(lastPart(callee)));
  const resized = sites
    .flatMap((one) => (resizes.has(lastPart(one.callee)) ? [sizeGiven(program, one)] : []))
    .at(-1);
  const isGray = sites.some(({ callee }) => lastPart(callee) === 'Grayscale');
  const [channels, size] = datasets.get(lastPart(site?.callee ?? '')) ?? [];
  if (site && channels !== undefined && size !== undefined) {
    const [height, width] = resized ?? [size, size];
    return { name: lastPart(site.callee), sample: [isGray ? 1 : channels, height, width] };
  }
  if (!resized) return null;
  return { name: 'the transforms', sample: [isGray ? 1 : 3, ...resized] };
}

function sizeGiven(program: Program, site: CallSite): readonly [number, number] | undefined {
  const expression = site.node.args[0] ?? site.node.keywords.find(({ arg }) => arg === 'size')?.value;
  const outcome = expression && evaluateAt(program, site, expression);
  if (!outcome || !('value' in outcome)) return undefined;
  const plain = unwrap(outcome.value);
  if (plain.kind === 'int') return [Number(plain.value), Number(plain.value)];
  if (plain.kind !== 'tuple' && plain.kind !== 'list') return undefined;
  const [height, width = height] = plain.items.flatMap((item) =>
    item.kind === 'int' ? [Number(item.value)] : [],
  );
  return height !== undefined && width !== undefined ? [height, width] : undefined;
}
