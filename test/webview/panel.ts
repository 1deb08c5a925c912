/** The panel in a browser of its own: the real bundle under the real content security policy, with a stand-in for the editor. */
import { build } from 'esbuild';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { FromPanel, PanelState, ToPanel } from '../../src/protocol/messages';
import { wrapNonFinite } from '../../src/protocol/nonFinite';
import { launchChromium } from '../vscode/chromium';
import { StudyRefused } from '../../src/studies/study';
import type { Fixture } from './fixtures';
import { answered } from './subjects';
import { themes, type ThemeName } from './themes';

const root = path.resolve(__dirname, '../..');
const address = 'https://lens.test/';

/** How a panel is opened. */
export interface Opening {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  /** Canvas pixels per CSS pixel. */
  readonly scale?: number;
  /** What an earlier panel remembered. */
  readonly memory?: unknown;
}

/** Builds the bundle as esbuild.js does; the texts of script and style sheet. */
async function bundle(): Promise<{ script: string; style: string }> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['webview/main.ts'],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    outfile: 'main.js',
    minify: true,
    write: false,
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const text = (ending: string): string => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

let built: ReturnType<typeof bundle> | undefined;

const policy = (source: string): string =>
  `default-src 'none'; script-src 'nonce-abc123'; style-src ${source}; font-src ${source}; img-src ${source} data: blob:`;

const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Backprop Lens</title>
<meta http-equiv="Content-Security-Policy" content="${policy(address)}">
<link rel="stylesheet" href="${address}main.css"></head>
<body><main id="lens"></main><script nonce="abc123" src="${address}main.js"></script></body></html>`;

// Runs before the panel: what VS Code puts around it. Sent messages are kept, memory lives as long as the window.
const stand = (
  theme: Readonly<Record<string, string>>,
  kind: string,
  reduced: boolean,
  memory: string | null,
): void => {
  const sent: unknown[] = [];
  const key = 'lens-memory';
  if (memory !== null && sessionStorage.getItem(key) === null) sessionStorage.setItem(key, memory);
  const api = {
    postMessage: (message: unknown) => sent.push(message),
    getState: () => JSON.parse(sessionStorage.getItem(key) ?? 'null') as unknown,
    setState: (state: unknown) => sessionStorage.setItem(key, JSON.stringify(state)),
  };
  const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', (event) =>
    violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
  );
  Object.assign(window, { acquireVsCodeApi: () => api, sent, violations });
  const dress = (): void => {
    for (const [name, value] of Object.entries(theme))
      document.documentElement.style.setProperty(name, value);
    document.body.className = reduced ? `${kind} vscode-reduce-motion` : kind;
  };
  new MutationObserver((_, observer) => {
    if (document.querySelector('body') === null) return;
    observer.disconnect();
    dress();
  }).observe(document, { childList: true, subtree: true });
};

const fonts = {
  '--vscode-font-family': 'system-ui, "Liberation Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-editor-font-family': '"DejaVu Sans Mono", monospace',
};

const bodyClass = (theme: ThemeName): string =>
  theme === 'high-contrast-light' ? 'vscode-high-contrast-light vscode-high-contrast' : `vscode-${theme}`;

/** One open panel. */
export class Panel {
  readonly page: Page;
  readonly errors: readonly string[];

  constructor(page: Page, errors: readonly string[]) {
    this.page = page;
    this.errors = errors;
  }

  /** Sends a message as the host would. */
  async send(message: ToPanel): Promise<void> {
    await this.page.evaluate((data) => {
      window.dispatchEvent(new MessageEvent('message', { data }));
    }, wrapNonFinite(message));
  }

  /** Shows a fixture and answers its requests for pictures. */
  async show(fixture: Fixture): Promise<void> {
    await this.showState(fixture.state);
    await this.answer(fixture);
    await this.settled();
  }

  /** Shows a state and answers nothing. */
  async showState(state: PanelState): Promise<void> {
    await this.send({ kind: 'state', state });
  }

  /** All messages since the last call. */
  async taken(): Promise<readonly FromPanel[]> {
    return this.page.evaluate(() => (window as unknown as { sent: FromPanel[] }).sent.splice(0));
  }

  /**
   * Answers every request for pictures and every question that has come so far, until none comes any more. `elsewhere` may answer a
   * message in their place; null leaves it to the fixture.
   */
  async answer(
    { inspection }: Fixture,
    elsewhere: (message: FromPanel) => readonly ToPanel[] | null = () => null,
  ): Promise<readonly FromPanel[]> {
    const all: FromPanel[] = [];
    for (;;) {
      const came = await this.taken();
      all.push(...came);
      const taken: FromPanel[] = [];
      for (const message of came) {
        const replies = elsewhere(message);
        if (replies === null) taken.push(message);
        for (const reply of replies ?? []) await this.send(reply);
      }
      const asked = taken.filter((message) => message.kind === 'pictures');
      const questions = taken.filter((message) => message.kind === 'ask');
      if (asked.length + questions.length === 0 && taken.length === came.length) return all;
      for (const { id, network, question } of questions) {
        const answer = inspection
          ? answered(inspection, network, question)
          : new StudyRefused('Nothing is shown.');
        await this.send(
          answer instanceof StudyRefused
            ? { kind: 'answer', id, outcome: 'failed', reason: answer.message }
            : { kind: 'answer', id, outcome: 'whole', answer, elapsed: 12 },
        );
      }
      for (const { id, revision, network, layer } of asked) {
        const shared = { kind: 'pictures', id, revision } as const;
        if (layer === null) {
          const deltaByUnit = inspection?.deltaByUnit(network) ?? null;
          await this.send(
            deltaByUnit === null
              ? { ...shared, outcome: 'stale' }
              : { ...shared, outcome: 'units', deltaByUnit },
          );
        } else {
          const pictures = inspection?.pictures(network, layer) ?? null;
          await this.send(
            pictures === null ? { ...shared, outcome: 'stale' } : { ...shared, outcome: 'layer', pictures },
          );
        }
      }
    }
  }

  /** Waits until everything is painted. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }

  /** What broke the policy or threw. */
  async faults(): Promise<readonly string[]> {
    const violations = await this.page.evaluate(
      () => (window as unknown as { violations: string[] }).violations,
    );
    return [...violations, ...this.errors];
  }

  /** The full-precision number of a field. */
  async value(selector: string): Promise<number> {
    return Number(await this.page.getAttribute(selector, 'data-value'));
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** Opens panels in one browser. */
export class Panels {
  #browser: Browser | undefined;

  async open(opening: Opening = {}): Promise<Panel> {
    built ??= bundle();
    const { script, style } = await built;
    this.#browser ??= await launchChromium();
    const { theme = 'dark', width = 600, height = 900, reducedMotion = false, memory, scale = 1 } = opening;
    const context = await this.#browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    await page.route(`${address}**`, async (route) => {
      const url = route.request().url();
      if (url.endsWith('.js')) return route.fulfill({ contentType: 'text/javascript', body: script });
      if (url.endsWith('.css')) return route.fulfill({ contentType: 'text/css', body: style });
      return route.fulfill({ contentType: 'text/html', body: html });
    });
    const colours = JSON.stringify({ ...fonts, ...themes[theme] });
    const remembered = JSON.stringify(memory === undefined ? null : JSON.stringify(memory));
    // tsx wraps functions in `__name`, which the page does not have.
    await page.addInitScript(
      `globalThis.__name = (of) => of; (${String(stand)})(${colours}, ${JSON.stringify(bodyClass(theme))}, ${reducedMotion}, ${remembered})`,
    );
    await page.goto(address);
    return new Panel(page, errors);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}
