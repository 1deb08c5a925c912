// The worker of the browser variant, started from a blob as the host starts it, in a real Chromium.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { FromWorker, InspectRequest } from '../../src/protocol/messages';
import { launchChromium } from '../vscode/chromium';
import { built, checkout, dist } from '../host/build';

/** Runs in a page: starts the worker, and resolves with all it says until the whole report is there. */
const script = (source: string, request: InspectRequest): string => `new Promise((resolve, reject) => {
  const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(source)}], { type: 'text/javascript' })));
  const heard = [];
  worker.onerror = (event) => reject(new Error(event.message));
  worker.onmessage = ({ data }) => {
    heard.push(data);
    if (data.kind === 'ready') worker.postMessage(${JSON.stringify(request)});
    if (data.kind === 'failed' || (data.kind === 'report' && data.envelope.report.complete)) resolve(JSON.parse(JSON.stringify(heard)));
  };
})`;

describe('the worker in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(built);
  before(async () => (browser = await launchChromium()));
  after(() => browser.close());

  it('gives the first picture and the whole report', async () => {
    const page = await browser.newPage();
    const text = readFileSync(join(checkout, 'examples', 'lesson-4-product.network.yaml'), 'utf8');
    const settings = { batch: null, memoryLimit: 2 ** 30, ignore: [], limits: {} };
    const path = 'lesson-4-product.network.yaml';
    const request: InspectRequest = {
      kind: 'inspect',
      revision: 1,
      path,
      text,
      files: [],
      settings,
      newest: null,
    };
    const heard = await page.evaluate<readonly FromWorker[]>(
      script(readFileSync(dist('worker.js'), 'utf8'), request),
    );
    const reports = heard.filter((message) => message.kind === 'report');
    assert.deepEqual(
      reports.map(({ envelope }) => envelope.report.complete),
      [false, true],
    );
    assert.equal(reports[1]?.envelope.report.networks[0]?.layers.length, 8);
  });
});
