import * as vscode from "vscode";
import { BODY } from "../webview/page.ts";

/** The page of the view. Only our own script runs in it: the nonce is made anew each time. */
export function page(webview: vscode.Webview, root: vscode.Uri): string {
	const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	const at = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, "dist", "webview", name)).toString();
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<link rel="stylesheet" href="${at("trace.css")}">
<title>Call Trace</title>
</head>
<body>
${BODY}
<script nonce="${nonce}" src="${at("trace.js")}"></script>
</body>
</html>`;
}
