/** Everything can leave: pictures as SVG and PNG, tables as CSV, the report as JSON and as one HTML page, copies on the clipboard. */
import { strict as assert } from 'node:assert';
import type { FromPanel } from '../../src/protocol/messages';
import { fixtures, type Fixture } from './fixtures';
import { Panels, type Panel } from './panel';

type Export = Extract<FromPanel, { kind: 'export' }>;

describe('leaving', () => {
  const panels = new Panels();
  let digits: Fixture;
  let panel: Panel;
  before(async () => {
    digits = fixtures.digits();
    panel = await panels.open();
    await panel.show(digits);
  });
  after(() => panels.close());

  async function exported(menu: string, action: string): Promise<Export> {
    await panel.taken();
    await panel.page.click(`${menu} .menu summary`);
    await panel.page.click(`${menu} .menu [data-action=${action}]`);
    for (let wait = 0; wait < 1000; wait += 1) {
      const found = (await panel.taken()).find((message) => message.kind === 'export');
      if (found?.kind === 'export') return found;
      await panel.page.waitForTimeout(20);
    }
    throw new Error(`${action} exported nothing`);
  }

  const text = ({ content }: Export): string => {
    assert.ok(typeof content === 'string');
    return content;
  };

  it('saves a plot as SVG with vectors and text', async () => {
    const svg = await exported('[data-picture=flow]', 'svg');
    assert.equal(svg.fileName, 'digits-flow.svg');
    const content = text(svg);
    assert.doesNotMatch(content, /<image|NaN|undefined/);
    for (const word of ['>linear2<', '>logits<', '>1e-4<', 'Gradient by layer', 'vanishing'])
      assert.ok(content.includes(word), word);
    const parsed = await panel.page.evaluate((markup) => {
      const page = new DOMParser().parseFromString(markup, 'image/svg+xml');
      return {
        broken: page.querySelector('parsererror') !== null,
        paths: page.querySelectorAll('path').length,
      };
    }, content);
    assert.equal(parsed.broken, false);
    assert.ok(parsed.paths > 10);
  });

  it('saves plots and heatmaps as PNG', async () => {
    for (const picture of ['waterfall', 'detail-heat']) {
      const png = await exported(`[data-picture=${picture}]`, 'png');
      const bytes = Buffer.from(png.content);
      assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
      assert.equal(bytes.readUInt32BE(16), 1800, 'twice as fine as 900 pixels');
    }
  });

  it('saves numbers in full as CSV', async () => {
    const rows = text(await exported('[data-picture=flow]', 'csv'))
      .trim()
      .split('\r\n');
    const layers = digits.inspection?.report.networks[0]?.layers ?? [];
    assert.equal(rows.length, layers.length + 1);
    assert.equal(Number(rows[1]?.split(',')[1]), layers[0]?.delta);
    const heat = text(await exported('[data-picture=detail-heat]', 'csv'))
      .trim()
      .split('\r\n');
    assert.equal(heat.length, 33);
    assert.equal(heat[1]?.split(',').length, 65);
  });

  it('saves the report as JSON and as an HTML page that stands alone', async () => {
    const json = JSON.parse(text(await exported('.header', 'json'))) as {
      version: number;
      files: readonly { path: string; networks: readonly { name: string; layers: readonly unknown[] }[] }[];
    };
    // As `backprop-lens inspect --json` prints it.
    assert.equal(json.version, 1);
    assert.equal(json.files[0]?.path, 'case.network.yaml');
    assert.ok((json.files[0].networks[0]?.layers.length ?? 0) > 0);
    const page = text(await exported('.header', 'html'));
    assert.doesNotMatch(page, /<script|<link|src="http/);
    assert.match(page, /data:image\/png/);
    assert.doesNotMatch(page, /<select|role="tab"|<button/);
    assert.match(page, /<title>digits · case\.network\.yaml · Backprop Lens<\/title>/);
    const alone = await panel.page.context().newPage();
    await alone.setContent(page);
    assert.match(await alone.innerText('.layer-table'), /linear1/);
    assert.equal(await alone.innerText('h1'), 'digits · case.network.yaml');
    const broken = await alone.evaluate(() =>
      [...document.querySelectorAll<HTMLImageElement>('img.report-image')].map((image) => image.naturalWidth),
    );
    // Flow, waterfall, blame, outputs, two curves, and that of the layer.
    assert.deepEqual(broken, new Array(7).fill(900));
    assert.equal(
      await alone.evaluate(() => getComputedStyle(document.documentElement).backgroundColor),
      'rgb(31, 31, 31)',
    );
    await alone.close();
  });

  it('copies a picture as text and as an image', async () => {
    const copy = async (action: string, said: RegExp): Promise<void> => {
      await panel.page.click('[data-picture=flow] .menu summary');
      await panel.page.click(`[data-picture=flow] .menu [data-action=${action}]`);
      await panel.page.waitForFunction(
        (source) => new RegExp(source).test(document.querySelector('[data-field=said]')?.textContent ?? ''),
        said.source,
      );
    };
    await copy('copyText', /text is copied|not open/);
    await copy('copyImage', /image is copied|not open/);
  });
});
