// Carries out the commands that a test inside the extension host sends to the page of its workbench.
import { createServer, type Server as SocketServer, type Socket } from 'node:net';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import type { Aim, Answer, Call, CommandName, Place, ReplyOf, RequestOf } from './commands';
import { axeAt, lensAt, placesOfLenses } from './lens-frame';

export interface Control {
  /** Where the extension host connects to. */
  readonly socket: string;
  readonly close: () => void;
}

export interface ControlOptions {
  readonly page: Page;
  /** A folder that only this run uses. */
  readonly folder: string;
  readonly onCommand: () => void;
  readonly willReload: () => void;
  readonly reloads: () => number;
}

type Handlers = { [Name in CommandName]: (request: RequestOf<Name>) => Promise<ReplyOf<Name>> };

// Long enough for a slow machine, short enough to fail before the test that waits for it does.
const actsWithin = 10_000;

async function documentOf(page: Page, place: Place): Promise<Page | Frame> {
  return place === 'workbench' ? page : (await lensAt(page, place)).frame;
}

async function target(page: Page, aim: Aim): Promise<Locator> {
  return (await documentOf(page, aim.place)).locator(aim.selector).first();
}

async function screenshot(page: Page, request: RequestOf<'screenshot'>): Promise<null> {
  const { path, place, clip } = request;
  await mkdir(dirname(path), { recursive: true });
  if (place === 'workbench') {
    await page.screenshot({ path, animations: 'disabled', ...(clip === undefined ? {} : { clip }) });
    return null;
  }
  const { frame } = await lensAt(page, place);
  const box = await (await frame.frameElement()).boundingBox();
  if (box === null) throw new Error(`The lens at \`${place}\` is not visible`);
  const inLens = clip === undefined ? box : { ...clip, x: box.x + clip.x, y: box.y + clip.y };
  await page.screenshot({ path, animations: 'disabled', clip: inLens });
  return null;
}

/** The reply of a command that has nothing to tell but that it is done. */
async function after(work: () => Promise<void> | void): Promise<null> {
  await work();
  return null;
}

function handlersFor({ page, willReload, reloads }: ControlOptions): Handlers {
  const act = async (aim: Aim, action: (element: Locator) => Promise<void>): Promise<null> =>
    after(async () => action(await target(page, aim)));
  return {
    say: ({ line }) =>
      after(() => {
        console.log(line);
      }),
    reloads: () => Promise.resolve(reloads()),
    willReload: () => after(willReload),
    viewport: (size) => after(() => page.setViewportSize(size)),
    screenshot: (request) => screenshot(page, request),
    lenses: () => placesOfLenses(page),
    html: async ({ place }) => (await documentOf(page, place)).content(),
    evaluate: async ({ place, script }) => (await documentOf(page, place)).evaluate(script),
    waitFor: ({ state, timeout, ...aim }) => act(aim, (element) => element.waitFor({ state, timeout })),
    text: async (aim) => (await target(page, aim)).innerText({ timeout: actsWithin }),
    click: ({ button, count, ...aim }) =>
      act(aim, (element) => element.click({ button, clickCount: count, timeout: actsWithin })),
    hover: (aim) => act(aim, (element) => element.hover({ timeout: actsWithin })),
    focus: (aim) => act(aim, (element) => element.focus({ timeout: actsWithin })),
    key: ({ key }) => after(() => page.keyboard.press(key)),
    type: ({ text }) => after(() => page.keyboard.type(text)),
    axe: ({ place, disabledRules }) => axeAt(page, place, disabledRules),
  };
}

async function answer(handlers: Handlers, line: string): Promise<Answer> {
  try {
    const { name, request } = JSON.parse(line) as Call;
    // A call's name and request belong together (window.ts sees to that), which the table's type cannot say.
    const handler = handlers[name] as (request: object) => Promise<unknown>;
    return { value: (await handler(request)) ?? null };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function serve(socket: Socket, handlers: Handlers, onCommand: () => void): void {
  let text = '';
  // The extension host may end in the middle of a call; the launcher hears of that in other ways.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    text += chunk.toString();
    if (!text.endsWith('\n')) return;
    onCommand();
    void answer(handlers, text).then((reply) => socket.end(JSON.stringify(reply)));
  });
}

/** Opens the socket; the page need not show anything yet. */
export async function openControl(options: ControlOptions): Promise<Control> {
  const socket =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\backprop-lens-${process.pid}`
      : join(options.folder, 'window.sock');
  const handlers = handlersFor(options);
  const server: SocketServer = createServer((connection) => serve(connection, handlers, options.onCommand));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  return { socket, close: () => void server.close() };
}
