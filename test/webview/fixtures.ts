/** Reports for the panel: real ones of small network files, and real ones bent to what is rare (hostile names, numbers that are not finite, many layers). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LayerReport, NetworkReport } from '../../src/analysis/report';
import type { Inspection } from '../../src/inspect/inspect';
import type { Envelope, PanelState, Shown } from '../../src/protocol/messages';
import { inspected } from './subjects';
import { texts } from './texts';

export { inspected } from './subjects';
export { texts } from './texts';

/** A state of the panel with the way to its pictures. */
export interface Fixture {
  readonly state: PanelState;
  readonly inspection: Inspection | null;
}

const root = path.resolve(__dirname, '../..');

/** The fixture of a network file among the examples. */
export function example(name: string): Fixture {
  return ofFile(name, readFileSync(path.join(root, 'examples', name), 'utf8'));
}

/** The fixture of a source. */
export function ofFile(name: string, text: string): Fixture {
  return fixtureOf(inspected(text, name));
}

/** A shown state around a report. */
export function shown(inspection: Inspection, revision = 3): Shown {
  const { report } = inspection;
  const envelope: Envelope = {
    revision,
    report,
    wallTime: { read: 1.2, forward: 4.1, backward: 6.7 },
    finishedAt: new Date(2026, 0, 2, 10, 2, 11).getTime(),
  };
  const others = [{ path: 'lessons/chain.network.yaml', label: 'lessons/chain.network.yaml' }];
  return { kind: 'shown', envelope, sources: [{ path: report.path, label: report.path }, ...others] };
}

/** The fixture of an inspection. */
export const fixtureOf = (inspection: Inspection): Fixture => ({ state: shown(inspection), inspection });
const ofText = (text: string) => (): Fixture => fixtureOf(inspected(text));

/** An inspection whose first network is changed. */
export function bent(inspection: Inspection, change: (network: NetworkReport) => NetworkReport): Inspection {
  const networks = inspection.report.networks.map((network, index) =>
    index === 0 ? change(network) : network,
  );
  return { ...inspection, report: { ...inspection.report, networks } };
}

function withLayers(
  inspection: Inspection,
  change: (layer: LayerReport, index: number) => LayerReport,
): Inspection {
  return bent(inspection, (network) => ({ ...network, layers: network.layers.map(change) }));
}

/** Names that try to be markup, script, formulas, and to turn the line around. */
export const hostileNames = [
  '<img src=x onerror="window.hacked=1">',
  '=cmd|calc',
  '"><script>window.hacked=1</script>',
  'a very long layer name that goes on and on and on, further than any panel is wide, and then some more',
  '‮reversed ${window.hacked=1} {{7*7}}',
] as const;

function hostile(): Fixture {
  const named = withLayers(
    inspected(texts.digits, '"><img src=x onerror=window.hacked=1>.network.yaml'),
    (layer, index) => ({
      ...layer,
      name: hostileNames[index] ?? layer.name,
      activation: layer.activation === null ? null : '<b>relu</b>',
    }),
  );
  return fixtureOf(bent(named, (network) => ({ ...network, name: '<script>window.hacked=1</script>' })));
}

function notFinite(): Fixture {
  const broken = withLayers(inspected(texts.digits), (layer, index) => ({
    ...layer,
    delta: [NaN, Infinity, 0][index] ?? layer.delta,
    gain: layer.gain && { ...layer.gain, total: [NaN, Infinity, 0][index] ?? 1 },
    output: { ...layer.output, notANumber: 12, infinite: 3, maximum: Infinity },
  }));
  return fixtureOf(broken);
}

// A report of many layers out of one of few: the hidden layer again and again, with a delta that wanders.
function manyLayers(count: number): Fixture {
  const small = inspected(texts.digits);
  const many = bent(small, (network) => {
    const [, hidden, , last] = network.layers;
    if (hidden === undefined || last === undefined || network.flow === null)
      throw new Error('digits has four layers');
    const deltaAt = (index: number): number => 1e-3 * 10 ** (Math.sin(index / 9) + (index - count) / 30);
    const band = (index: number): readonly [number, number, number] => [
      deltaAt(index) / 2,
      deltaAt(index),
      deltaAt(index) * 2,
    ];
    const layers: LayerReport[] = Array.from({ length: count }, (_, index) => {
      const like = index === count - 1 ? last : hidden;
      const total = deltaAt(index) / deltaAt(index + 1);
      const gain = like === last ? null : { total, activation: 0.7, weights: total / 0.7 };
      return {
        ...like,
        name: `linear${index + 1}`,
        delta: deltaAt(index),
        gain,
        next: gain === null ? null : index + 1,
      };
    });
    const control = {
      ratio: 0.3,
      delta: layers.map(() => 1e-3),
      dead: [],
      saturated: [],
      outputStd: [],
      nonFinite: 0,
    };
    const bands = {
      delta: layers.map((_, index) => band(index)),
      gain: [],
      outputStd: [],
      weightGradient: [],
      gradientRatio: [],
      dead: [],
      saturated: [],
      stepRatio: [],
    };
    return {
      ...network,
      name: `${count} layers`,
      layers,
      controls: {
        seeds: 7,
        geometry: control,
        textbook: control,
        own: control,
        batch: network.batch,
        bands: { own: bands, textbook: bands },
      },
      flow: { ...network.flow, path: layers.map((_, index) => index), last: count - 1, steps: count - 1 },
      activations: network.activations.map((curve) => ({
        ...curve,
        layers: layers.map((_, index) => index),
      })),
    };
  });
  return fixtureOf({ ...many, pictures: (network, layer) => small.pictures(network, layer % 3) });
}

function refused(): Fixture {
  const refusal = 'The run would take 12.4 GiB (limit 2 GiB): parameters 4.1 GiB, activations 8.3 GiB.';
  return fixtureOf(
    bent(inspected(texts.digits), (network) => ({
      ...network,
      refusal,
      layers: [],
      flow: null,
      activations: [],
      loss: null,
      findings: [],
      controls: null,
    })),
  );
}

// A network with nothing graver than notes.
function noted(): Fixture {
  return fixtureOf(
    bent(inspected(texts.vanishing), (network) => ({
      ...network,
      findings: network.findings.map((finding) => ({
        ...finding,
        severity: 'information',
        consequences: [],
      })),
    })),
  );
}

function withProblems(): Fixture {
  const text = texts.digits.replace('- tanh', '- tanhh').replace('seed: 1', 'sead: 1');
  return fixtureOf(inspected(text));
}

/** All fixtures by name. */
export const fixtures = {
  digits: ofText(texts.digits),
  vanishing: ofText(texts.vanishing),
  chain: ofText(texts.chain),
  reluChain: ofText(texts.reluChain),
  jumpy: ofText(texts.jumpy),
  cut: ofText(texts.cut),
  circuit: () => example('lesson-5-circuit.network.yaml'),
  neuron: () => example('lesson-5-neuron.network.yaml'),
  noted,
  wide: ofText(texts.wide),
  hostile,
  notFinite,
  noLoss: ofText(texts.digits.replace('loss: cross-entropy\n', '')),
  refused,
  problems: withProblems,
  layers40: () => manyLayers(40),
  layers1000: () => manyLayers(1000),
  idle: () => ({ state: { kind: 'idle', sources: [] }, inspection: null }),
  noNetwork: ofText('nothing: here\n'),
  working: () => {
    const { state, inspection } = fixtureOf(inspected(texts.digits));
    const last = state as Shown;
    return {
      state: {
        kind: 'working',
        path: last.envelope.report.path,
        stage: 'forward',
        sources: last.sources,
        last,
      },
      inspection,
    };
  },
  failed: () => {
    const inspection = inspected(texts.digits);
    const last = shown(inspection);
    const { path: source } = last.envelope.report;
    const reason = 'The worker ran out of memory at 2 GiB.';
    const span = { path: source, start: { line: 4, column: 0 }, end: { line: 4, column: 8 } };
    return { state: { kind: 'failed', path: source, reason, span, sources: last.sources, last }, inspection };
  },
  firstRun: () => ({
    state: {
      kind: 'working',
      path: 'a.network.yaml',
      stage: 'backward',
      sources: [{ path: 'a.network.yaml', label: 'a.network.yaml' }],
      last: null,
    },
    inspection: null,
  }),
} as const satisfies Record<string, () => Fixture>;

/** The names of the fixtures. */
export type FixtureName = keyof typeof fixtures;
