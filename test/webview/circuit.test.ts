/** The Circuit tab: the known answers of the fifth lesson read from the page, steps, folding, values tried out, and what leaves. */
import { strict as assert } from 'node:assert';
import { example, inspected, shown, type Fixture } from './fixtures';
import { Panels, type Opening, type Panel } from './panel';

describe('the Circuit tab', () => {
  const panels = new Panels();
  after(() => panels.close());

  async function open(name: string, opening: Opening = {}): Promise<{ panel: Panel; fixture: Fixture }> {
    const fixture = example(`lesson-5-${name}.network.yaml`);
    const panel = await panels.open(opening);
    await panel.show(fixture);
    return { panel, fixture };
  }

  const box = (name: string): string => `svg.circuit [data-node="${name}"]`;

  async function holds(
    panel: Panel,
    numbers: Readonly<Record<string, number>>,
    digits = 1e-12,
  ): Promise<void> {
    for (const [selector, expected] of Object.entries(numbers)) {
      const found = await panel.value(selector);
      assert.ok(Math.abs(found - expected) <= digits, `${selector}: ${found} is not ${expected}`);
    }
  }

  async function closed(panel: Panel): Promise<void> {
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  }

  it('is offered with Check alone, and instead of layers', async () => {
    const { panel } = await open('circuit');
    const offered = await panel.page.$$eval('[role=tab]', (tabs) =>
      tabs.map((tab) => tab.getAttribute('data-tab')),
    );
    assert.deepEqual(offered, ['circuit', 'check']);
    assert.equal(await panel.page.$('.layer-table'), null);
    assert.equal(await panel.page.getAttribute('[data-field=verdict]', 'data-verdict'), 'Circuit');
    assert.match(await panel.page.innerText('[data-field=gates]'), /^2 gates$/);
    await closed(panel);
  });

  it('(x + y) z at -2, 5, -4: every value, gradient and local gradient of the lesson', async () => {
    const { panel } = await open('circuit');
    await holds(panel, {
      [`${box('q')} .value`]: 3,
      [`${box('f')} .value`]: -12,
      [`${box('f')} .gradient`]: 1,
      [`${box('q')} .gradient`]: -4,
      [`${box('x')} .gradient`]: -4,
      [`${box('y')} .gradient`]: -4,
      [`${box('z')} .gradient`]: 3,
      [`${box('f')} .local[data-from=q]`]: -4,
      [`${box('f')} .local[data-from=z]`]: 3,
      [`${box('q')} .local[data-from=x]`]: 1,
      '[data-input=x] [data-field=derivative]': -4,
      '[data-input=z] [data-field=derivative]': 3,
    });
    // A centred difference in float64 has some ten digits.
    await holds(
      panel,
      { '[data-input=x] [data-field=numeric]': -4, '[data-input=z] [data-field=numeric]': 3 },
      1e-8,
    );
    assert.equal(await panel.page.getAttribute(box('q'), 'data-family'), 'add');
    assert.equal(await panel.page.getAttribute(box('f'), 'data-family'), 'multiply');
    await closed(panel);
  });

  it('goes forward gate by gate, then back, with the formula and the numbers of each step', async () => {
    const { panel } = await open('circuit');
    const step = (): Promise<string> => panel.page.innerText('[data-field=step]');
    const known = async (name: string): Promise<readonly string[]> =>
      panel.page.$$eval(`${box(name)} > text`, (texts) =>
        texts
          .map((text) => text.getAttribute('class') ?? '')
          .filter((each) => each === 'value' || each === 'gradient'),
      );
    await panel.page.click('[data-action=first]');
    assert.match(await step(), /only the inputs are known/);
    assert.deepEqual(await known('x'), ['value']);
    assert.deepEqual(await known('q'), []);
    for (const [text, q, x] of [
      [/^Step 1 of 4, forward: q = x \+ y = -2 \+ 5 = 3\.$/, ['value'], ['value']],
      [/^Step 2 of 4, forward: f = q × z = 3 × \(-4\) = -12\.$/, ['value'], ['value']],
      [
        /^Step 3 of 4, backward: df\/df = 1 .*df\/dq = df\/df × ∂f\/∂q = 1 × \(-4\) = -4; df\/dz = .* = 3\./,
        ['value', 'gradient'],
        ['value'],
      ],
      [
        /^Step 4 of 4, backward: df\/dx = df\/dq × ∂q\/∂x = -4 × 1 = -4; df\/dy = /,
        ['value', 'gradient'],
        ['value', 'gradient'],
      ],
    ] as const) {
      await panel.page.click('[data-action=next]');
      assert.match(await step(), text);
      assert.deepEqual(await known('q'), q);
      assert.deepEqual(await known('x'), x);
      assert.match(await panel.page.innerText('[data-field=said]'), text, 'it is read aloud');
    }
    await panel.page.click('[data-action=back]');
    assert.match(await step(), /^Step 3 of 4/);
    await closed(panel);
  });

  it('max routes, and a tie gets half each, which is said', async () => {
    const { panel, fixture } = await open('max');
    await holds(panel, { [`${box('x')} .gradient`]: 0, [`${box('y')} .gradient`]: 1 });
    assert.match(await panel.page.innerText('.gate'), /all of the gradient goes to y/);
    await panel.page.fill('[data-input=x] [data-field=value]', '5');
    await panel.page.press('[data-input=x] [data-field=value]', 'Enter');
    await panel.answer(fixture);
    await panel.settled();
    await holds(panel, { [`${box('x')} .gradient`]: 0.5, [`${box('y')} .gradient`]: 0.5 });
    assert.match(await panel.page.innerText('.gate'), /a tie between x and y, so each gets half/);
    assert.match(await panel.page.innerText('.tried'), /the file is as it was/);
    await panel.page.click('[data-action=reset]');
    await panel.answer(fixture);
    await holds(panel, { [`${box('x')} .gradient`]: 0, [`${box('x')} .value`]: 3 });
    await closed(panel);
  });

  it('the sigmoid neuron, gate by gate and folded', async () => {
    const { panel, fixture } = await open('neuron', { width: 1200 });
    const lesson = {
      [`${box('f')} .value`]: 0.731,
      [`${box('w0')} .gradient`]: -0.197,
      [`${box('w1')} .gradient`]: -0.393,
      [`${box('w2')} .gradient`]: 0.197,
      [`${box('x0')} .gradient`]: 0.393,
      [`${box('x1')} .gradient`]: -0.59,
    };
    await holds(panel, lesson, 5e-4);
    assert.equal(await panel.page.$$eval('svg.circuit .box:not(.input)', (boxes) => boxes.length), 8);
    await panel.page.click('[data-fold="sigmoid:f"]');
    await panel.answer(fixture);
    await panel.settled();
    assert.equal(await panel.page.$$eval('svg.circuit .box:not(.input)', (boxes) => boxes.length), 5);
    await holds(panel, lesson, 5e-4);
    const s = 1 / (1 + Math.exp(-1));
    await holds(panel, { [`${box('f')} .local`]: (1 - s) * s });
    assert.match(await panel.page.innerText('.gate [data-field=rule]'), /\(1 - f\) × f = 0\.197/);
    await panel.page.click('[data-fold="sigmoid:f"][aria-pressed=true]');
    await panel.answer(fixture);
    assert.equal(await panel.page.$$eval('svg.circuit .box:not(.input)', (boxes) => boxes.length), 8);
    await closed(panel);
  });

  it('the linear prediction fails for large h, and the difference quotient comes to the derivative', async () => {
    const { panel } = await open('neuron');
    const s = 1 / (1 + Math.exp(-1));
    const slope = -(1 - s) * s;
    const truth = 1 / (1 + Math.exp(-(1 - 0.5)));
    const told = await panel.page.innerText('[data-field=told]');
    const numbers = [...told.matchAll(/= ([\d.]+), f itself ([\d.]+)/g)].flatMap(([, one, other]) => [
      Number(one),
      Number(other),
    ]);
    assert.ok(Math.abs((numbers[0] ?? NaN) - (s + 0.5 * slope)) < 1e-3, told);
    assert.ok(Math.abs((numbers[1] ?? NaN) - truth) < 1e-3, told);
    const errors = await panel.page.$$eval('[data-field=quotients] tbody tr', (rows) =>
      rows.map((row) => Number(row.children[2]?.getAttribute('data-value'))),
    );
    assert.ok(
      errors.length >= 6 && errors.slice(1, 6).every((error, index) => error < (errors[index] ?? 0) / 5),
      String(errors),
    );
    await closed(panel);
  });

  it('is read with the arrow keys', async () => {
    const { panel } = await open('circuit');
    await panel.page.focus('.circuit-frame');
    await panel.page.keyboard.press('End');
    assert.match(await panel.page.innerText('[data-field=said]'), /f = q × z = 3 × \(-4\) = -12/);
    await panel.page.keyboard.press('ArrowLeft');
    assert.equal(await panel.page.getAttribute('.gate', 'data-gate'), 'q');
    await panel.page.keyboard.press('ArrowLeft');
    assert.match((await panel.page.getAttribute('.gate', 'data-gate')) ?? '', /^[xy]$/);
    await closed(panel);
  });

  it('runs to the right where there is room, and down where there is not; the page never scrolls aside', async () => {
    for (const [width, direction] of [
      [300, 'down'],
      [600, 'down'],
      [1200, 'right'],
    ] as const) {
      const { panel } = await open('neuron', { width });
      assert.equal(await panel.page.getAttribute('svg.circuit', 'data-direction'), direction, String(width));
      const wide = await panel.page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      assert.ok(!wide, `${width} px scrolls aside`);
      await closed(panel);
    }
  });

  it('leaves as SVG with its colours and as a table with its chain rule', async () => {
    const { panel } = await open('circuit');
    await panel.taken();
    await panel.page.click('[data-picture=circuit] summary');
    await panel.page.click('[data-picture=circuit] [data-action=svg]');
    await panel.page.click('[data-picture=circuit] summary');
    await panel.page.click('[data-picture=circuit] [data-action=csv]');
    await panel.page.click('[data-picture=circuit] summary');
    await panel.page.click('[data-picture=circuit] [data-action=png]');
    await panel.page.waitForFunction(() => (window as unknown as { sent: unknown[] }).sent.length >= 3);
    const files = (await panel.taken()).flatMap((message) => (message.kind === 'export' ? [message] : []));
    const [svg, csv, png] = files;
    assert.match(String(svg?.content), /^<svg [^]*fill="rgb[^]*>-12<[^]*<\/svg>\n$/);
    assert.match(String(csv?.content), /df\/dq = df\/df × ∂f\/∂q = 1 × \(-4\) = -4/);
    assert.equal(png?.fileName, 'lesson-5-circuit-circuit.png');
    await closed(panel);
  });

  it('takes hostile names and numbers that are none', async () => {
    const text = JSON.stringify({
      name: '<img src=x onerror=window.hacked=1>',
      expression: ['a = log(x)', 'f = a / y'],
      at: { x: -1, y: 0 },
    });
    const inspection = inspected(text, '<b>.network.json');
    const panel = await panels.open();
    await panel.show({ state: shown(inspection), inspection });
    assert.equal(await panel.page.getAttribute('[data-field=verdict]', 'data-verdict'), 'Not finite');
    assert.equal(
      await panel.page.evaluate(() => (window as unknown as { hacked?: number }).hacked),
      undefined,
    );
    assert.match(await panel.page.innerText('[data-field=inputs]'), /NaN|∞/);
    await closed(panel);
  });

  it('draws many gates, and says so when they are too many', async () => {
    for (const [count, isDrawn] of [
      [20, true],
      [400, false],
    ] as const) {
      const text = `expression: ${Array.from({ length: count }, () => 'x').join(' * ')}\nat: { x: 1 }\n`;
      const inspection = inspected(text, 'many.network.yaml');
      const panel = await panels.open();
      await panel.show({ state: shown(inspection), inspection });
      assert.equal((await panel.page.$('svg.circuit')) !== null, isDrawn);
      await closed(panel);
    }
  });
});
