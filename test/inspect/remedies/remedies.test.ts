/** Remedies: what is offered makes the number better that it promises, leaves the rest of the file as it was, and nothing else is offered. */
import { strict as assert } from 'node:assert';
import type { NetworkReport } from '../../../src/analysis/report';
import { inspectAll } from '../../../src/inspect/inspect';
import { everyFinding } from '../../../src/inspect/remedies/judge';
import { treatments } from '../../../src/inspect/remedies/table';
import { gradientRatio } from '../../../src/analysis/rules/gradientRatio';
import { ruleIds } from '../../../src/analysis/rules/table';
import { editedText } from '../../../src/readers/edit/editedSource';
import { noOverrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { remediesStudy, type RemediesAnswer, type Remedy } from '../../../src/studies/remedies';
import { StudyRefused, type Subject } from '../../../src/studies/study';
import type { Kernels } from '../../../src/tensor/kernels';
import { kernelsOf } from '../../tensor/wasmModules';
import { faultyFiles } from './cases';

let kernels: Kernels;
before(async () => {
  kernels = await kernelsOf('simd');
});

const table = Array.from({ length: 60 }, (_, row) => `${(row * 37) % 255},${(row * 91) % 200},${row % 2}`);
const files = new Map([['a.csv', new TextEncoder().encode(['a,b,c', ...table, ''].join('\n'))]]);

function reportOf(text: string): NetworkReport {
  const { report } = inspectAll({ path: 'a.network.yaml', text }, files, { kernels: () => kernels });
  assert.deepEqual(report.problems, []);
  return report.networks[0] ?? assert.fail('a network');
}

function subjectOf(text: string, changes: Partial<Subject> = {}): Subject {
  const source = { path: 'a.network.yaml', text };
  const [network] = readSource(source, files, noOverrides).networks;
  assert.ok(network);
  return {
    ...{ source, files, network, index: 0, memoryLimit: 1e9, kernels, checkpoint: () => undefined },
    ...changes,
  };
}

function answers(subject: Subject, question: unknown): readonly RemediesAnswer[] {
  const asked = remediesStudy.read(question as Record<string, unknown>);
  assert.ok(asked);
  const all: RemediesAnswer[] = [];
  const steps = remediesStudy.answer(subject, asked);
  for (let step = steps.next(); ; step = steps.next()) {
    all.push(step.value);
    if (step.done === true) return all;
  }
}

function remediesFor(text: string, rule: string): RemediesAnswer {
  const finding = everyFinding(reportOf(text)).find((each) => each.rule === rule);
  assert.ok(finding, `no ${rule}`);
  return answers(subjectOf(text), { rule, layer: finding.layer }).at(-1) ?? assert.fail('an answer');
}

/** Lines that the remedy does not list are the same before and after, comments and all. */
function assertRestUntouched(text: string, { edits, lines }: Remedy): void {
  const rest = (whole: string, kind: 'gone' | 'new'): readonly string[] => {
    const listed = new Set(lines.filter((line) => line.kind === kind).map(({ line }) => line));
    return whole.split('\n').filter((_, index) => !listed.has(index));
  };
  assert.deepEqual(rest(editedText(text, edits), 'new'), rest(text, 'gone'));
  const comments = (whole: string): readonly string[] => whole.match(/# (?!layer).*/g) ?? [];
  assert.deepEqual(comments(editedText(text, edits)), comments(text));
}

describe('measured remedies', () => {
  for (const { rule, text, title, badness } of faultyFiles) {
    it(`${rule}: ${title.source}`, () => {
      const { offered, rejected } = remediesFor(text, rule);
      const before = reportOf(text);
      const names = offered.map((remedy) => remedy.title);
      assert.ok(
        names.some((name) => title.test(name)),
        `offered: ${names.join('; ')}; not: ${rejected.map((each) => `${each.title} (${each.reason})`).join('; ')}`,
      );
      for (const remedy of offered) {
        assertRestUntouched(text, remedy);
        const after = reportOf(editedText(text, remedy.edits));
        const left = everyFinding(after).some((finding) => finding.rule === rule);
        if (remedy.gone) assert.ok(!left, `${remedy.title} leaves ${rule}`);
        assert.ok(!Object.is(remedy.after, remedy.before), remedy.label);
        assert.equal(
          remedy.label,
          `${remedy.title} (${remedy.quantity} ${remedy.beforeText} → ${remedy.afterText})`,
        );
        if (title.test(remedy.title)) assert.ok(badness(after) < badness(before), remedy.label);
      }
    });
  }

  it('promises the numbers that an inspection of the edited file shows', () => {
    const [{ text } = assert.fail('a case')] = faultyFiles;
    const { offered } = remediesFor(text, 'vanishing');
    const relative = (report: NetworkReport): number | undefined =>
      gradientRatio({ report, controls: report.controls })?.relative;
    for (const remedy of offered) {
      assert.equal(remedy.quantity, 'first-layer delta over control');
      assert.equal(remedy.before, relative(reportOf(text)));
      const after = reportOf(editedText(text, remedy.edits));
      assert.equal(remedy.after, relative(after));
      const first = after.layers.find(({ name }) => name === 'linear1');
      assert.equal(remedy.layers[0]?.after, first?.delta);
    }
  });

  it('does not offer what does not help, and says so', () => {
    const [{ text } = assert.fail('a case')] = faultyFiles;
    const { offered, rejected, tried, of } = remediesFor(text, 'vanishing');
    // Glorot: five sigmoids pass on at most 1/4 each, whatever the weights.
    const name = 'Initialise with xavier-normal';
    assert.ok(rejected.some(({ title }) => title === name));
    assert.ok(!offered.some(({ title }) => title === name));
    assert.equal(tried, of);
    assert.ok(offered.length + rejected.length <= of);
  });

  it('puts first what removes the finding, and of that what changes fewest lines', () => {
    for (const { text, rule } of faultyFiles.slice(0, 4)) {
      const { offered } = remediesFor(text, rule);
      const places = offered.map(({ gone, lines }) => {
        const lost = lines.filter(({ kind }) => kind === 'gone').length;
        return (gone ? 0 : 1000) + Math.max(lost, lines.length - lost);
      });
      assert.deepEqual(
        places,
        places.toSorted((one, other) => one - other),
      );
    }
  });

  it('measures a rate by a short training', () => {
    const rest = 'layers: [linear: 16, relu, linear: 2]\nloss: cross-entropy\ndata: { moons: 100 }';
    const text = `input: [2]\n${rest}\ntrain: { optimizer: adam, rate: 3 } # too fast\n`;
    const { offered } = remediesFor(text, 'learning-rate');
    const [best] = offered;
    assert.ok(best);
    assert.match(best.label, /^Set the rate to .+ \(loss over a guess after 100 steps /);
    assert.ok(best.after < best.before);
    assert.match(editedText(text, best.edits), /\{ optimizer: adam, rate: [0-9.e-]+ \} # too fast\n$/);
  });

  it('has a row for every rule, and says where no edit is known', () => {
    assert.deepEqual(Object.keys(treatments).sort(), [...ruleIds].sort());
  });

  it('knows layers by any name', () => {
    const name = '"<img src=x onerror=alert(1)> \\n\\u202e\'"';
    const text = [
      'input: [4]',
      'layers:',
      `  - { linear: 8, biases: -9, id: ${name} } # one`,
      '  - relu',
      '  - linear: 2',
      'loss: cross-entropy',
      '',
    ].join('\n');
    const { offered } = remediesFor(text, 'dead-relu');
    assert.ok(offered.length > 0);
    for (const remedy of offered) {
      assertRestUntouched(text, remedy);
      reportOf(editedText(text, remedy.edits));
    }
  });

  it('grows, gives others their turn, and ends when it is told to', () => {
    const [, { text } = assert.fail('a case')] = faultyFiles;
    const all = answers(subjectOf(text), { rule: 'vanishing', layer: 0 });
    const tried = [...new Set(all.map((answer) => answer.tried))];
    const last = all.at(-1);
    assert.deepEqual(
      tried,
      Array.from({ length: (last?.of ?? NaN) + 1 }, (_, index) => index),
    );
    const stop = new Error('stopped');
    let calls = 0;
    const checkpoint = (): void => {
      calls += 1;
      if (calls > 500) throw stop;
    };
    assert.throws(
      () => answers(subjectOf(text, { checkpoint }), { rule: 'vanishing', layer: 0 }),
      (error) => error === stop,
    );
  });

  it('refuses a finding that is not there, and questions that are none', () => {
    const [{ text } = assert.fail('a case')] = faultyFiles;
    assert.throws(() => answers(subjectOf(text), { rule: 'exploding', layer: 0 }), StudyRefused);
    assert.throws(() => answers(subjectOf(text), { rule: 'constructor', layer: null }), StudyRefused);
    assert.equal(remediesStudy.read({ rule: 7, layer: null }), null);
    assert.equal(remediesStudy.read({ rule: 'vanishing', layer: '0' }), null);
    assert.equal(remediesStudy.read({ rule: 'vanishing', layer: 0.5 }), null);
  });
});
