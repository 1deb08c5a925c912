/** A network as text, the same for the same graph wherever it was written: what tests compare. */
import type { Initialisation } from '../tensor/initialisations';
import type { TensorType } from '../tensor/tensor';
import type { Dataset } from './dataset';
import { checkedBatches, isBatchSize, nominalBatch } from './batchSizes';
import type { BufferNode, ConstantNode, Network, Node, OpNode, ParameterNode, Value } from './network';
import { typesOf } from './shapes';
import type { Training } from './training';

/** One line per node under the layer it belongs to; the batch axis is printed as N, places in the source are left out. */
export function printNetwork(network: Network): string {
  const [batch, another = batch] = checkedBatches(network);
  const two = typesOf(network, batch, 'float32');
  const three = typesOf(network, another, 'float32');
  const lines = [heading(network)];
  if (network.dataset) lines.push(`data ${dataText(network.dataset)}`);
  if (network.training) lines.push(`trained by ${trainingText(network.training)}`);
  let layer: number | null = null;
  network.nodes.forEach((node, index) => {
    const owner = 'layer' in node ? node.layer : null;
    if (owner !== null && owner !== layer) {
      const { name = '', kind = '', ignore = [] } = network.layers[owner] ?? {};
      lines.push(`${name}: ${kind}${ignore.length > 0 ? ` ignoring ${ignore.join(', ')}` : ''}`);
    }
    layer = owner;
    const types = (two[index] ?? []).map((type, output) => typeText(type, three[index]?.[output])).join(', ');
    const indent = owner === null ? '' : '  ';
    lines.push(`${indent}%${index} = ${nodeText(node)}${types === '' ? '' : ` -> ${types}`}`);
  });
  lines.push(`outputs ${values(network.outputs)}`);
  lines.push(network.loss ? `loss ${network.loss.name} %${network.loss.node}` : 'no loss');
  for (const { about, message } of network.assumptions) lines.push(`assumed ${about}: ${message}`);
  return lines.join('\n');
}

function heading({ name, seed, batch, fixedBatch, ignore }: Network): string {
  const parts = [
    `seed ${seed}`,
    batch === null ? '' : `batch ${batch}`,
    fixedBatch === undefined ? '' : `only for batch ${fixedBatch}`,
    ignore.length === 0 ? '' : `ignoring ${ignore.join(', ')}`,
  ];
  return `network ${name} (${parts.filter((part) => part !== '').join(', ')})`;
}

function dataText({ name, count, sampleShape, targets, targetShape, training, testing }: Dataset): string {
  const target = targets ? `, targets (${targetShape.join(', ')})` : ', no targets';
  return `${name}: ${count} samples (${sampleShape.join(', ')})${target}, ${training.length} for training, ${testing.length} for testing`;
}

function trainingText({ optimizer, length, schedule, warmUp, ...rest }: Training): string {
  const parts = [
    constantsText(optimizer),
    `rate ${rest.rate}`,
    'steps' in length ? `${length.steps} steps` : `${length.epochs} epochs`,
    rest.batch === null ? '' : `batch ${rest.batch}`,
    rest.weightDecay === 0 ? '' : `weight decay ${rest.weightDecay}`,
    rest.clipNorm === null ? '' : `clip-norm ${rest.clipNorm}`,
    rest.clipValue === null ? '' : `clip-value ${rest.clipValue}`,
    rest.zeroGrad ? '' : 'gradients never zeroed',
    schedule.kind === 'constant' ? '' : constantsText(schedule),
    warmUp.steps === 0 ? '' : `warm-up of ${warmUp.steps} from ${warmUp.from}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** A choice with its constants: adam[betas 0.9,0.999, epsilon 1e-8]. */
function constantsText({ kind, ...constants }: Training['optimizer'] | Training['schedule']): string {
  const texts = Object.entries(constants).map(([name, value]) => `${name} ${String(value)}`);
  return texts.length === 0 ? kind : `${kind}[${texts.join(', ')}]`;
}

function startText({ name, argument, centre, limit, own, values: given, zeroRow }: Initialisation): string {
  const numbers = given ? listText(given) : name;
  return [
    `${numbers}${argument === undefined ? '' : ` ${argument}`}`,
    ...(centre === undefined ? [] : [`around ${centre}`]),
    ...(limit === undefined ? [] : [`within ${limit}`]),
    ...(own === undefined ? [] : [`as ${startText(own)}`]),
    ...(zeroRow === undefined ? [] : [`row ${zeroRow} zero`]),
  ].join(', ');
}

function nodeText(node: Node): string {
  switch (node.kind) {
    case 'input':
      return `${node.whole ? 'whole input' : 'input'} ${node.name}${node.indexCount > 0 ? ` below ${node.indexCount}` : ''}`;
    case 'target':
      return `target ${node.meaning}${node.classCount > 0 ? ` below ${node.classCount}` : ''}`;
    case 'parameter': {
      const written = node.written ? ', written' : '';
      const frozen = node.trainable ? '' : ', frozen';
      const start = derivedText(node) ?? startText(node.initialisation);
      return `${node.role} ${node.name} ${start}${written}${frozen}`;
    }
    case 'buffer':
      return `buffer ${node.name} ${derivedText(node) ?? node.initialisation.name}`;
    case 'constant':
      return constantText(node);
    case 'opaque':
      return `opaque(${values(node.args)}): ${node.reason}`;
    case 'op': {
      const attributes = attributeTexts(node);
      return `${node.call.op}${attributes.length > 0 ? `[${attributes.join(', ')}]` : ''}(${values(node.args)})`;
    }
  }
}

function attributeTexts({ call, scalesWithBatch }: OpNode): string[] {
  const text = (value: unknown): string =>
    scalesWithBatch && isBatchSize(value) ? batchText(value / nominalBatch) : String(value);
  return Object.entries(call.attributes).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.map(text).join(',') : text(value)}`,
  );
}

function constantText({ elementType, values: held }: ConstantNode): string {
  return `${elementType} constant ${listText(held)}`;
}

function listText(listed: ArrayLike<number>): string {
  return `[${Array.from(listed).slice(0, 8).join(', ')}${listed.length > 8 ? ', …' : ''}]`;
}

/** A multiple of the batch. */
function batchText(times: number): string {
  return times === 1 ? 'N' : `${times}N`;
}

function derivedText({ derived }: ParameterNode | BufferNode): string | undefined {
  return derived && `${derived.part} of ${derived.weight}`;
}

function values(args: readonly Value[]): string {
  return args.map(({ node, output }) => `%${node}${output === 0 ? '' : `.${output}`}`).join(', ');
}

/** A size that follows the batch is 2 for two samples and 3 for three, or a multiple. */
function typeText({ elementType, shape }: TensorType, other: TensorType | undefined): string {
  const sizes = shape.map((size, axis) => {
    const otherSize = other?.shape[axis] ?? size;
    if (otherSize === size) return String(size);
    return batchText(size / 2);
  });
  return `${elementType === 'float32' ? '' : `${elementType} `}(${sizes.join(', ')})`;
}
