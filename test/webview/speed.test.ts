/** How fast the panel draws; the figures are printed beside the goals, and none of them fails: how loaded the machine is must not decide. */
import { strict as assert } from 'node:assert';
import type { Heatmap } from '../../src/analysis/report';
import { fixtures, type FixtureName } from './fixtures';
import { Panels } from './panel';

describe('speed', () => {
  const panels = new Panels();
  after(() => panels.close());

  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

  function report(what: string, milliseconds: number, goal: number): void {
    console.log(`      ${what}: ${milliseconds.toFixed(1)} ms (goal ${goal} ms)`);
    assert.ok(milliseconds > 0, `${what} was not drawn`);
  }

  for (const [name, goal] of [
    ['digits', 100],
    ['layers40', 100],
    ['layers1000', 300],
  ] as const satisfies readonly (readonly [FixtureName, number])[]) {
    it(`first paint of ${name}`, async () => {
      const panel = await panels.open();
      const fixture = fixtures[name]();
      const times = await panel.page.evaluate(
        async (state) => {
          const show = async (revision: number): Promise<number> => {
            const envelope = { ...state.envelope, revision };
            const start = performance.now();
            window.dispatchEvent(
              new MessageEvent('message', { data: { kind: 'state', state: { ...state, envelope } } }),
            );
            await Promise.resolve();
            document.body.getBoundingClientRect();
            return performance.now() - start;
          };
          return [await show(1), await show(2), await show(3), await show(4)];
        },
        fixture.state.kind === 'shown'
          ? fixture.state
          : (fixtures.digits().state as Extract<typeof fixture.state, { kind: 'shown' }>),
      );
      report(`${name}, first`, times[0] ?? NaN, goal);
      report(`${name}, again`, median(times.slice(1)), goal);
      await panel.close();
    });
  }

  it('a heatmap of 256 x 256', async () => {
    const panel = await panels.open();
    const fixture = fixtures.digits();
    await panel.show(fixture);
    const values = Float32Array.from(
      { length: 256 * 256 },
      (_, index) => Math.sin(index) * 10 ** -(index % 7),
    );
    const heatmap: Heatmap = {
      ...{ rows: 256, columns: 256, values, rowsPerCell: 1, columnsPerCell: 1 },
      ...{ rowAxis: 'output unit', columnAxis: 'input', robustMaximum: 1, smallest: 1e-6, largest: 1 },
      ...{ zeros: 0, outliers: 0, notFinite: 0 },
    };
    const times: number[] = [];
    for (let revision = 10; revision < 17; revision += 1) {
      if (fixture.state.kind !== 'shown') throw new Error('digits is shown');
      await panel.showState({ ...fixture.state, envelope: { ...fixture.state.envelope, revision } });
      const asked = (await panel.taken()).find(
        (message) => message.kind === 'pictures' && message.layer !== null,
      );
      const pictures = fixture.inspection?.pictures(0, 0);
      if (asked?.kind !== 'pictures' || !pictures) throw new Error('no picture was asked for');
      const reply = {
        kind: 'pictures',
        id: asked.id,
        revision,
        outcome: 'layer',
        pictures: { ...pictures, weightGradient: heatmap },
      };
      times.push(
        await panel.page.evaluate((data) => {
          const start = performance.now();
          window.dispatchEvent(new MessageEvent('message', { data }));
          document.body.getBoundingClientRect();
          return performance.now() - start;
        }, reply),
      );
    }
    report('256 x 256 heatmap, with all around it', median(times), 20);
    await panel.close();
  });
});
