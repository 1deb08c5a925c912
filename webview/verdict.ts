/** The verdict in words: the gravest thing that is known about a network or a layer. */
import type { CircuitReport } from '../src/analysis/circuit/report';
import type { Finding, NetworkReport, Report } from '../src/analysis/report';
import type { RuleId } from '../src/analysis/rules/rule';
import { counted, shortNumber } from '../src/base/numbers';
import type { Severity } from '../src/base/problem';
import type { Span } from '../src/base/span';
import { listed } from '../src/base/words';
import { findingsOf, gravest } from './focus';
import { layerZones } from './plot/zones';
import type { IconName } from './view/icons';

/** What a colour means: a severity as everywhere in the editor, or nothing wrong; `plain` has none. */
export type Tone = Severity | 'healthy' | 'plain';

/** A verdict: icon, word and number, and the layer that it is about. */
export interface Verdict {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly word: string;
  readonly text: string;
  readonly value: number | null;
  /** What the number is, in a few words. */
  readonly caption: string;
  readonly layer: number | null;
  /** The place of a problem of the source. */
  readonly span?: Span;
}

/** The verdict on a layer, for one cell of a table. */
export interface LayerVerdict {
  /** Null where there is nothing to judge. */
  readonly icon: IconName | null;
  readonly tone: Tone;
  /** No finding of its own, but beyond the limit of one: in a weaker tone. */
  readonly weak: boolean;
  readonly word: string;
  readonly text: string;
}

/** How each rule is called in a word. */
export const ruleWords = {
  'non-finite': 'Not finite',
  'no-gradient': 'No gradient',
  vanishing: 'Vanishing',
  exploding: 'Exploding',
  'dead-relu': 'Dead units',
  saturation: 'Saturated',
  'symmetric-init': 'Symmetric',
  'initial-loss': 'Odd loss',
  'loss-mismatch': 'Wrong loss',
  'output-activation': 'Wrong output',
  'output-units': 'Wrong outputs',
  dropout: 'Much dropout',
  'learning-rate': 'Odd rate',
  'update-ratio': 'Odd steps',
  clipping: 'Clipped',
  'missing-zero-grad': 'Not zeroed',
  'half-precision': 'Half precision',
  'layer-imbalance': 'Imbalance',
  'norm-misuse': 'Norm misused',
  'linear-stack': 'Linear stack',
  'input-scale': 'Input scale',
  'nonlinearity-misplaced': 'Misplaced',
  'init-scale': 'Odd start',
  'recurrent-gradient': 'Over time',
} as const satisfies Record<RuleId, string>;

const plain = { tone: 'plain', value: null, caption: '', layer: null } as const;

/** How a message begins that names an exception of the program: `RuntimeError: …`. */
const exception = /^[A-Z]\w*: /;

/** The verdict on a network. */
export function verdictOf(report: Report, network: NetworkReport): Verdict {
  if (network.refusal !== null) {
    return { ...plain, icon: 'error', tone: 'error', word: 'Not computed', text: network.refusal };
  }
  const finding = gravest(network);
  if (finding !== null && finding.severity !== 'information') {
    return ofFinding(finding, ruleWords[finding.rule]);
  }
  const grave = report.problems.filter((problem) => problem.severity === 'error');
  if (grave[0] !== undefined) {
    return {
      ...plain,
      icon: 'error',
      tone: 'error',
      word: network.loss === null && exception.test(grave[0].message) ? 'Does not run' : 'Partly read',
      text: grave[0].message,
      span: grave[0].span,
    };
  }
  if (network.circuit !== null) return ofCircuit(network.circuit);
  if (network.loss === null) {
    const text = 'Nothing says what is to be learned, so there is no gradient; activations are shown.';
    return { ...plain, icon: 'information', word: 'No loss', text };
  }
  if (finding !== null) return ofFinding(finding, 'Note');
  const unreached = firstUnreached(network);
  if (unreached !== null) return notReached(network, unreached);
  return healthy(report, network);
}

/** A circuit is neither well nor ill; but where a number is none, nobody can follow its gradient. */
function ofCircuit({ nodes, outputs, chosen }: CircuitReport): Verdict {
  const output = outputs[chosen];
  const value = nodes[output?.node ?? -1]?.value ?? null;
  const caption = output?.name ?? '';
  const odd =
    nodes.find((node) => !Number.isFinite(node.value)) ??
    nodes.find(({ gradient }) => gradient !== null && !Number.isFinite(gradient));
  if (odd !== undefined) {
    const what = Number.isFinite(odd.value) ? `The gradient of ${odd.name}` : `The value of ${odd.name}`;
    const number = shortNumber(Number.isFinite(odd.value) ? (odd.gradient ?? NaN) : odd.value);
    return {
      ...plain,
      icon: 'warning',
      tone: 'warning',
      word: ruleWords['non-finite'],
      text: `${what} is ${number}.`,
      value,
      caption,
    };
  }
  return {
    ...plain,
    icon: 'information',
    word: 'Circuit',
    text: steepestInputs(nodes, caption),
    value,
    caption,
  };
}

/** What the output depends on most: the inputs with the largest derivative. */
function steepestInputs(nodes: CircuitReport['nodes'], output: string): string {
  const slope = (node: (typeof nodes)[number]): number => Math.abs(node.gradient ?? 0);
  const reached = nodes.filter(({ kind, gradient }) => kind === 'input' && gradient !== null);
  const most = reached.reduce((largest, node) => Math.max(largest, slope(node)), 0);
  const steepest = reached.filter((node) => slope(node) === most).slice(0, 3);
  const slopes = [...new Set(steepest.map(({ gradient }) => shortNumber(gradient ?? 0)))];
  if (steepest.length === 0) return 'It depends on no input.';
  const names = steepest.map(({ name }) => name);
  return `${output} changes most with ${listed(names)}: its derivative is ${listed(slopes, 'or')}.`;
}

function ofFinding({ severity, message, value, limit, layer }: Finding, word: string): Verdict {
  const caption = `limit ${shortNumber(limit)}`;
  // The caption says the limit already.
  const text = message.replace(` (${caption})`, '');
  return { icon: severity, tone: severity, word, text, value, caption, layer };
}

/** The first layer with weights, where no gradient comes to it; null where one does. */
function firstUnreached({ flow, layers }: NetworkReport): number | null {
  if (flow !== null) return flow.ratio === 0 || Number.isNaN(flow.ratio) ? flow.first : null;
  const first = layers.findIndex(({ parameterReports }) => parameterReports.length > 0);
  const delta = layers[first]?.delta ?? null;
  return first !== -1 && (delta === null || delta === 0) ? first : null;
}

function notReached({ layers, flow }: NetworkReport, layer: number): Verdict {
  const name = layers[layer]?.name ?? '';
  const last = flow && layers[flow.last];
  const from = last?.delta == null || last.delta === 0 ? '' : `, ${shortNumber(last.delta)} at ${last.name}`;
  return {
    ...plain,
    icon: 'information',
    tone: 'information',
    word: `No gradient reaches ${name}`,
    text: `δ is exactly 0 there${from}: on this batch nothing in it would be learned.`,
    layer,
  };
}

/** The verdict on one layer. */
export function layerVerdict(network: NetworkReport, layer: number): LayerVerdict {
  const found = findingsOf(network, layer)[0];
  if (found !== undefined) {
    const { severity, rule, message } = found;
    return { icon: severity, tone: severity, weak: false, word: ruleWords[rule], text: message };
  }
  const { delta } = network.layers[layer] ?? { delta: null };
  const own = { weak: false, icon: null, tone: 'plain' } as const;
  if (network.loss === null || delta === null) {
    return { ...own, word: '–', text: 'The loss does not reach it.' };
  }
  if (delta === 0) return { ...own, word: '–', text: 'No gradient reaches it: δ is exactly 0.' };
  if (!Number.isFinite(delta)) {
    return {
      ...own,
      icon: 'warning',
      tone: 'warning',
      word: ruleWords['non-finite'],
      text: 'δ is not finite.',
    };
  }
  const zone = layerZones(network).get(layer);
  if (zone !== undefined) {
    const text = `No finding of its own, but δ ${shortNumber(delta)} lies in the ${zone} zone.`;
    return { icon: 'warning', tone: 'warning', weak: true, word: ruleWords[zone], text };
  }
  return { ...own, icon: 'healthy', tone: 'healthy', word: 'ok', text: 'No rule found anything here.' };
}

function healthy(report: Report, network: NetworkReport): Verdict {
  const { flow, loss, layers } = network;
  const parts: string[] = [];
  const first = flow && layers[flow.first];
  const last = flow && layers[flow.last];
  if (flow && first && last) {
    const each = shortNumber(flow.ratio ** (1 / flow.steps));
    const rate = flow.steps === 1 ? '' : `: × ${each} a layer over ${counted(flow.steps, 'layer')}`;
    parts.push(`δ at ${first.name} is ${shortNumber(flow.ratio)} of that at ${last.name}${rate}`);
  }
  if (loss !== null) {
    const chance = loss.chance === null ? '' : `, chance is ${shortNumber(loss.chance)}`;
    parts.push(`the loss is ${shortNumber(loss.value)}${chance}`);
  }
  const text = `${parts.join('; ')}.`;
  const word = report.complete ? 'Healthy' : 'No fault so far';
  return {
    icon: 'healthy',
    tone: 'healthy',
    word,
    text,
    value: flow?.ratio ?? null,
    caption: 'δ first / last',
    layer: null,
  };
}
