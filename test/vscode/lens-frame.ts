// Finds the documents of the lens among the frames of the workbench's page, and checks one of them with axe.
import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import type { AxeViolation, LensPlace } from './commands';

const extensionId = 'backprop-lens.backprop-lens';
const appearsWithin = 15_000;

export interface OpenLens {
  readonly place: LensPlace;
  readonly visible: boolean;
  readonly frame: Frame;
}

/** VS Code wraps each webview in a frame whose address names its extension and purpose; the document is one deeper. */
async function openLens(outer: Frame): Promise<OpenLens | undefined> {
  if (!outer.url().includes('extensionId=')) return undefined;
  const address = new URL(outer.url());
  if (address.searchParams.get('extensionId') !== extensionId) return undefined;
  const inner = await outer.$('iframe#active-frame');
  const frame = await inner?.contentFrame();
  if (frame === undefined || frame === null) return undefined;
  const element = await outer.frameElement();
  const place = address.searchParams.get('purpose') === 'webviewView' ? 'view' : 'editor';
  return { place, visible: await element.isVisible(), frame };
}

async function openLenses(page: Page): Promise<readonly OpenLens[]> {
  // A frame may go away while it is looked at; then it is not an open lens.
  const found = await Promise.all(page.frames().map((frame) => openLens(frame).catch(() => undefined)));
  return found.filter((lens) => lens !== undefined);
}

export async function placesOfLenses(page: Page): Promise<readonly LensPlace[]> {
  return (await openLenses(page)).map((lens) => lens.place);
}

/** The document of the lens at a place; of several the visible one. Waits for it to appear. */
export async function lensAt(page: Page, place: LensPlace): Promise<OpenLens> {
  const giveUp = Date.now() + appearsWithin;
  for (;;) {
    const open = (await openLenses(page)).filter((lens) => place === 'lens' || lens.place === place);
    const chosen = open.find((lens) => lens.visible) ?? (Date.now() > giveUp ? open[0] : undefined);
    if (chosen !== undefined) return chosen;
    if (Date.now() > giveUp) {
      const seen = (await placesOfLenses(page)).join(', ');
      throw new Error(`No lens at \`${place}\` appeared; open are: ${seen === '' ? 'none' : seen}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// Runs in the lens. A webview is transparent over the workbench, which axe would take for white, so the colour that
// a user sees behind it is painted for the time of the check.
const checkScript = (place: LensPlace, disabledRules: readonly string[]): string => `(async () => {
  const root = document.documentElement;
  const style = getComputedStyle(root);
  const clear = (element) => getComputedStyle(element).backgroundColor === 'rgba(0, 0, 0, 0)';
  const before = root.style.backgroundColor;
  if (clear(root) && clear(document.body)) {
    root.style.backgroundColor = style.getPropertyValue('--vscode-${place === 'view' ? 'sideBar' : 'editor'}-background');
  }
  try {
    const rules = Object.fromEntries(${JSON.stringify(disabledRules)}.map((id) => [id, { enabled: false }]));
    const { violations } = await axe.run(document, { iframes: false, resultTypes: ['violations'], rules });
    return violations.map(({ id, impact, help, nodes }) => ({
      id, impact: impact ?? 'unknown', help,
      nodes: nodes.map((node) => ({ target: node.target.join(' '), html: node.html, summary: node.failureSummary ?? '' })),
    }));
  } finally {
    root.style.backgroundColor = before;
  }
})()`;

export async function axeAt(
  page: Page,
  place: LensPlace,
  disabledRules: readonly string[],
): Promise<readonly AxeViolation[]> {
  const lens = await lensAt(page, place);
  const present = await lens.frame.evaluate('typeof axe !== "undefined"');
  if (present !== true) await lens.frame.evaluate(axe.source);
  return lens.frame.evaluate<readonly AxeViolation[]>(checkScript(lens.place, disabledRules));
}
