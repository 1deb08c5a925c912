/** The verdict in words: the gravest thing that is known about a network or a layer. */
import type { NetworkReport, Report } from '../src/analysis/report';
import type { RuleId } from '../src/analysis/rules/rule';
import { counted, shortNumber } from '../src/base/numbers';
import { findingsOf, gravest } from './focus';
import type { IconName } from './view/icons';

/** What a colour means; `plain` has none. */
export type Tone = 'vanishing' | 'exploding' | 'dead' | 'saturated' | 'healthy' | 'plain';

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
}

/** How each rule is called in a word, and which colour it has. */
export const ruleWords = {
  'non-finite': { word: 'Not finite', tone: 'exploding' },
  'no-gradient': { word: 'No gradient', tone: 'vanishing' },
  vanishing: { word: 'Vanishing', tone: 'vanishing' },
  exploding: { word: 'Exploding', tone: 'exploding' },
  'dead-relu': { word: 'Dead units', tone: 'dead' },
  saturation: { word: 'Saturated', tone: 'saturated' },
  'symmetric-init': { word: 'Symmetric', tone: 'dead' },
  'initial-loss': { word: 'Odd loss', tone: 'plain' },
} as const satisfies Record<RuleId, { readonly word: string; readonly tone: Tone }>;

/** The verdict on a network. */
export function verdictOf(report: Report, network: NetworkReport): Verdict {
  const plain = { tone: 'plain', value: null, caption: '', layer: null } as const;
  if (network.refusal !== null) {
    return { ...plain, icon: 'error', word: 'Not computed', text: network.refusal };
  }
  const finding = gravest(network);
  if (finding !== null && finding.severity !== 'information') {
    const { severity, rule, message, value, limit, layer } = finding;
    const caption = `limit ${shortNumber(limit)}`;
    return { icon: severity, ...ruleWords[rule], text: message, value, caption, layer };
  }
  const grave = report.problems.filter((problem) => problem.severity === 'error');
  if (grave[0] !== undefined) {
    return { ...plain, icon: 'error', word: 'Partly read', text: grave[0].message };
  }
  if (network.loss === null) {
    const text = 'Nothing says what is to be learned, so there is no gradient; activations are shown.';
    return { ...plain, icon: 'information', word: 'No loss', text };
  }
  return healthy(report, network);
}

/** The verdict on one layer. */
export function layerVerdict(network: NetworkReport, layer: number): Verdict {
  const found = findingsOf(network, layer)[0];
  if (found !== undefined) {
    const { severity, rule, message, value, limit } = found;
    const caption = `limit ${shortNumber(limit)}`;
    return { icon: severity, ...ruleWords[rule], text: message, value, caption, layer };
  }
  const { delta } = network.layers[layer] ?? { delta: null };
  if (network.loss === null || delta === null) {
    return {
      icon: 'information',
      tone: 'plain',
      word: 'no gradient',
      text: 'The loss does not reach it.',
      value: null,
      caption: '',
      layer,
    };
  }
  return {
    icon: 'healthy',
    tone: 'healthy',
    word: 'ok',
    text: 'No rule found anything here.',
    value: delta,
    caption: 'δ',
    layer,
  };
}

function healthy(report: Report, network: NetworkReport): Verdict {
  const { flow, loss, layers } = network;
  const parts: string[] = [];
  const first = flow && layers[flow.first];
  const last = flow && layers[flow.last];
  if (flow && first && last) {
    const each = shortNumber(flow.ratio ** (1 / flow.steps));
    parts.push(
      `δ at ${first.name} is ${shortNumber(flow.ratio)} of that at ${last.name}: × ${each} a layer over ${counted(flow.steps, 'layer')}`,
    );
  }
  if (loss !== null) {
    const chance = loss.chance === null ? '' : `, chance is ${shortNumber(loss.chance)}`;
    parts.push(`the loss starts at ${shortNumber(loss.value)}${chance}`);
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
