import {createHash} from 'node:crypto';
import {forLine} from '../../sanitise.js';

/** The page's own code and style, as `npm run build` bundles them. */
export type ViewerAssets = {script: string; style: string};

/**
 * Where the chunks of a page are: in it, in files beside it (classic scripts, which open from disk
 * too), or at the server that gave the page.
 */
export type ChunkPlace = 'inside' | 'beside' | 'served';

export type PageParts = {
  title: string;
  /** The summary, packed. */
  summary: string;
  place: ChunkPlace;
  /** Packed, by number; only those `inside` the page. */
  chunks: Iterable<readonly [number: number, packed: string]>;
  assets: ViewerAssets;
};

/**
 * The page, piece by piece. What comes from models, files and servers stands in it packed only, as
 * letters and digits that no parser of HTML takes for anything; the title is escaped. Nothing runs
 * but the script whose hash the policy has. It stands in front of the chunks, so that the figures
 * are there before a long file is read.
 */
export function* pageHtml({title, summary, place, chunks, assets}: PageParts): Generator<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(assets, place)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${escapeHtml(forLine(title))}</title>
<style>${assets.style}</style>
</head>
<body data-chunks="${place}">
<div id="page"><p class="waiting">The figures of this page are packed in it; its script reads them.</p></div>
<noscript><p class="waiting">Without JavaScript they cannot be shown. The same as tables:
<code>convcodebench report RUN --format md</code></p></noscript>
<template id="summary">${summary}</template>
<script>${assets.script}</script>
`;
  for (const [number, packed] of chunks)
    yield `<template id="chunk-${number}">${packed}</template>\n`;
  yield `</body>
</html>
`;
}

/** A chunk as a file of its own: a script, since a page from disk may read nothing else. */
export function chunkScript(number: number, packed: string): string {
  return `convcodebenchChunk(${number},"${packed}");\n`;
}

/** The name of a chunk's file, from the page. */
export function chunkPath(number: number): string {
  return `data/${number}.js`;
}

const scriptsOf = {inside: '', beside: " 'self' file:", served: ''} as const;

function policy({script, style}: ViewerAssets, place: ChunkPlace): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'${scriptsOf[place]}`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    ...(place === 'served' ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** @example escapeHtml('a <b>') // => 'a &lt;b&gt;' */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
