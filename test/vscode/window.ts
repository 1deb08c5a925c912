// What a test inside the extension host can do with the window around it: see, click, type, resize, check with axe.
import { connect } from 'node:net';
import { commands } from 'vscode';
import {
  socketVariable,
  type Aim,
  type Answer,
  type AxeViolation,
  type Call,
  type Clip,
  type CommandName,
  type LensPlace,
  type Place,
  type ReplyOf,
  type RequestOf,
} from './commands';

export type { AxeViolation, Clip, LensPlace, Place } from './commands';

/** Only the served VS Code can be driven; on a desktop one, tests that need the window must skip themselves. */
export function windowAvailable(): boolean {
  return (process.env[socketVariable] ?? '') !== '';
}

async function exchange(call: Call): Promise<Answer> {
  const path = process.env[socketVariable];
  if (path === undefined || path === '') throw new Error(`No window to ask for \`${call.name}\``);
  const socket = connect(path);
  socket.write(`${JSON.stringify(call)}\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  if (text === '') throw new Error(`The window went away during \`${call.name}\``);
  return JSON.parse(text) as Answer;
}

async function ask<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<ReplyOf<Name>> {
  const answer = await exchange({ name, request });
  if ('error' in answer) throw new Error(`${name}: ${answer.error}`);
  return answer.value;
}

const aim = (selector: string, place: Place): Aim => ({ selector, place });

export async function say(line: string): Promise<void> {
  await ask('say', { line });
}

/** Saves a PNG of the whole window, of a lens, or of a part of the window. */
export async function screenshot(path: string, options: { place?: Place; clip?: Clip } = {}): Promise<void> {
  const { place = 'workbench', clip } = options;
  await ask('screenshot', { path, place, ...(clip === undefined ? {} : { clip }) });
}

export async function lenses(): Promise<readonly LensPlace[]> {
  return ask('lenses', {});
}

/** The whole document of the lens as it now is, waiting for a lens to appear first. */
export async function lensHtml(place: LensPlace = 'lens'): Promise<string> {
  return ask('html', { place });
}

/** An expression as text, or a function that uses nothing but what the document has. */
export type Script = string | (() => unknown);

const textOfScript = (script: Script): string =>
  typeof script === 'string' ? script : `(${script.toString()})()`;

/** The value of a script in the document of the lens, awaited; it must be JSON. */
export async function lensEvaluate(script: Script, place: LensPlace = 'lens'): Promise<unknown> {
  return ask('evaluate', { place, script: textOfScript(script) });
}

export async function workbenchEvaluate(script: Script): Promise<unknown> {
  return ask('evaluate', { place: 'workbench', script: textOfScript(script) });
}

export async function waitFor(
  selector: string,
  options: { place?: Place; state?: 'visible' | 'hidden'; timeout?: number } = {},
): Promise<void> {
  const { place = 'lens', state = 'visible', timeout = 10_000 } = options;
  await ask('waitFor', { ...aim(selector, place), state, timeout });
}

/** The text that a user sees in the first element that matches. */
export async function textOf(selector: string, place: Place = 'lens'): Promise<string> {
  return ask('text', aim(selector, place));
}

export async function click(
  selector: string,
  options: { place?: Place; button?: 'left' | 'right'; count?: number } = {},
): Promise<void> {
  const { place = 'lens', button = 'left', count = 1 } = options;
  await ask('click', { ...aim(selector, place), button, count });
}

export async function hover(selector: string, place: Place = 'lens'): Promise<void> {
  await ask('hover', aim(selector, place));
}

export async function focus(selector: string, place: Place = 'lens'): Promise<void> {
  await ask('focus', aim(selector, place));
}

export async function key(chord: string): Promise<void> {
  await ask('key', { key: chord });
}

export async function typeText(text: string): Promise<void> {
  await ask('type', { text });
}

export async function viewport(width: number, height: number): Promise<void> {
  await ask('viewport', { width, height });
}

/** What axe finds wrong in the lens; an empty list is a pass. */
export async function axe(
  place: LensPlace = 'lens',
  disabledRules: readonly string[] = [],
): Promise<readonly AxeViolation[]> {
  return ask('axe', { place, disabledRules });
}

/** How often the window was reloaded in this run: 0 in the first extension host, 1 in the one after a reload. */
export async function reloads(): Promise<number> {
  return ask('reloads', {});
}

/**
 * Reloads the window and never returns: this extension host ends, and a new one runs the suite again. VS Code's own
 * command does it, since only that saves first which editors are open.
 */
export async function reload(): Promise<never> {
  await ask('willReload', {});
  void commands.executeCommand('workbench.action.reloadWindow');
  return new Promise<never>(() => undefined);
}
