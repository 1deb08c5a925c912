/** The page that a panel loads: the same for the view and the editor, under a policy that lets in nothing but our own files. */
import * as vscode from 'vscode';

/** Where the panel's files are. */
export function panelFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** The page, with a nonce of its own. */
export function lensPage(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = crypto.randomUUID();
  const address = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(panelFolder(extension), name)).toString();
  const own = webview.cspSource;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${own}`,
    `font-src ${own}`,
    `img-src ${own} data: blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address('main.css')}">
<title>Backprop Lens</title>
</head>
<body>
<main id="lens"></main>
<script nonce="${nonce}" src="${address('main.js')}"></script>
</body>
</html>`;
}
