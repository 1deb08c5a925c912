// Opens the workbench of a running server in a page, with the extension and the tests that it shall load.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';

export interface Workbench {
  /** Of the server, as in `http://127.0.0.1:1234`. */
  readonly address: string;
  /** A folder or a `.code-workspace` file. */
  readonly workspace: string;
  readonly extensions: readonly string[];
  readonly tests?: string;
}

export interface RemoteLog {
  readonly relativePath: string;
  readonly contents: string;
}

export interface AutomationEvents {
  readonly onLog: (line: string) => void;
  /** The test run in the extension host ended: 0 when `run()` resolved. */
  readonly onExit: (code: number, logs: readonly RemoteLog[]) => void;
}

const remotePath = (path: string): string => pathToFileURL(resolve(path)).pathname;

/** The address that opens the workspace with the extensions under development loaded. */
export function workbenchAddress({ address, workspace, extensions, tests }: Workbench): string {
  const remote = (path: string): string => `vscode-remote://${new URL(address).host}${remotePath(path)}`;
  const payload: (readonly [string, string])[] = [
    ...extensions.map((path) => ['extensionDevelopmentPath', remote(path)] as const),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)] as const]),
    ['skipWelcome', 'true'],
  ];
  const url = new URL(address);
  url.searchParams.set(
    workspace.endsWith('.code-workspace') ? 'workspace' : 'folder',
    decodeURI(remotePath(workspace)),
  );
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

function readable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Connects the page functions that the workbench calls with its log and its end; needed before the first `goto`. */
export async function listenToWorkbench(page: Page, events: AutomationEvents): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (type: string, values: readonly unknown[]) =>
    events.onLog(`[${type}] ${values.map(readable).join(' ')}`),
  );
  await page.exposeFunction('codeAutomationExit', (code: number, logs?: readonly RemoteLog[]) =>
    events.onExit(code, logs ?? []),
  );
}
