// Makes the throw-away folders of one run: a user profile with its settings, and a copy of a workspace.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The four kinds of colour theme by VS Code's own names. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;
export type Theme = keyof typeof themes;

export interface Look {
  readonly theme: Theme;
  readonly reducedMotion: boolean;
}

/** A new folder that is removed when this process ends; the name is short, since sockets will be put in it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lens-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

// Nothing of VS Code's own that talks to a network, asks questions, or changes the picture from run to run.
const calm = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'window.autoDetectHighContrast': false,
  'git.openRepositoryInParentFolders': 'never',
  'editor.cursorBlinking': 'solid',
  // A served window saves by itself after a second, a desktop one does not: tests save when they mean to.
  'files.autoSave': 'off',
};

/** Writes the settings of a profile before its first start; the folder's `User` is where both hosts look. */
export function writeSettings(
  userData: string,
  look: Look,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const settings = {
    ...calm,
    'workbench.colorTheme': themes[look.theme],
    'workbench.reduceMotion': look.reducedMotion ? 'on' : 'off',
    ...more,
  };
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(settings, undefined, 2));
}

/** A copy to work in, so that what is saved in a run stays out of the checkout. */
export function copyOf(folder: string): string {
  const copy = join(temporaryFolder(), 'examples');
  mkdirSync(copy);
  if (existsSync(folder)) cpSync(folder, copy, { recursive: true });
  return copy;
}
