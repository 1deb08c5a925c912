/** Subjects that hardly a network file reaches: what the rules say when evidence is changed by hand. */
import assert from 'node:assert/strict';
import type { Finding } from '../../../src/analysis/report';
import { limitsWith } from '../../../src/analysis/rules/limits';
import type { Evidence, Subject } from '../../../src/analysis/rules/rule';
import { findings, ruleIds, rules } from '../../../src/analysis/rules/table';
import { inspect, defaultOptions } from '../../../src/inspect/inspect';
import { readSource } from '../../../src/readers/table';
import { noOverrides } from '../../../src/readers/reader';
import { check, inspected } from './check';

const source = `
input: [8]
loss: mse
batch: 16
layers:
  - linear: 8
  - relu
  - linear: 1
`;

const nothing: Evidence = {
  firstNonFinite: null,
  firstNonFiniteGradient: null,
  inputNotFinite: 0,
  targetNotFinite: 0,
  zeroGradient: new Map(),
  constantWeights: new Map(),
};

/** The subject of the source above, with evidence of one's own. */
function subject(evidence: Partial<Evidence>): Subject {
  const [network] = readSource({ path: 'case.network.yaml', text: source }, new Map(), noOverrides).networks;
  assert.ok(network);
  const report = inspected(source);
  const limits = limitsWith({});
  return { network, report, controls: report.controls, evidence: { ...nothing, ...evidence }, limits };
}

function texts(found: readonly Finding[]): readonly string[] {
  return found.map(({ severity, rule, layer }) => `${severity} ${rule} ${layer ?? 'network'}`);
}

describe('rules on subjects made by hand', () => {
  it('names data that are not finite before any op', () => {
    const { network } = subject({});
    const [span] = network.nodes.map((node) => node.span);
    assert.ok(span);
    const firstNonFinite = { layer: 0, op: 'linear', count: 8, of: 128, span };
    const found = findings(subject({ inputNotFinite: 3, firstNonFinite }));
    assert.deepEqual(texts(found), ['error non-finite network']);
    assert.equal(found[0]?.value, 3);
  });

  it('lowers a number that is not finite with one seed alone to a warning', () => {
    const { network } = subject({});
    const [span] = network.nodes.map((node) => node.span);
    assert.ok(span);
    const found = findings(
      subject({ firstNonFiniteGradient: { layer: 0, op: 'relu', count: 1, of: 128, span } }),
    );
    assert.deepEqual(texts(found), ['warning non-finite 0']);
  });

  it('calls frozen parameters information, and unreached ones an error', () => {
    const base = subject({ zeroGradient: new Map([['linear2.weight', null]]) });
    const layers = base.report.layers.map((layer, index) => ({
      ...layer,
      parameterReports: layer.parameterReports.map((parameter) => ({ ...parameter, trainable: index !== 0 })),
    }));
    const found = findings({ ...base, report: { ...base.report, layers } });
    assert.deepEqual(texts(found), ['error no-gradient 1', 'information no-gradient 0']);
  });

  it('lowers a zero gradient that other seeds do not have to a warning', () => {
    const found = findings(subject({ zeroGradient: new Map([['linear1.weight', true]]) }));
    assert.deepEqual(texts(found), ['warning no-gradient 0']);
  });

  it('says nothing that needs controls before they have run', () => {
    const text = source.replace('linear: 8', '{ linear: 8, init: { normal: 50 } }').replace('relu', 'tanh');
    const steps = inspect({ path: 'case.network.yaml', text }, new Map(), defaultOptions);
    const first = steps.next().value;
    assert.deepEqual(first.report.networks[0]?.findings, []);
    check({
      title: '',
      source: text.replace('50 } }', '50 } } # ^ init-scale error 50..120 > saturation, vanishing'),
    });
  });

  it('has a title and a reason for every rule', () => {
    for (const id of ruleIds) {
      assert.match(rules[id].title, /^[A-Z]/);
      assert.match(rules[id].why, /^[A-Z].*\.$/);
    }
  });
});
