/**
 * What the pictures of the docs are drawn with. Their colours follow the reader's theme, light or
 * dark.
 */

export type Kind = 'target' | 'reference' | 'feedback';

/** A box by its upper left corner, with a line or several in its middle. */
export type DrawnBox = {
  kind: Kind | 'plain';
  x: number;
  y: number;
  width: number;
  height: number;
  lines: readonly string[];
};

const style = `
text{font:14px system-ui,sans-serif;fill:#1f2328;text-anchor:middle}
.left{text-anchor:start}.name{font-weight:600;font-size:16px}.small{font-size:12.5px}
rect{stroke-width:1.5;rx:6px}
.target{fill:#dbeafe;stroke:#2563eb}.reference{fill:#e5e7eb;stroke:#6b7280}.feedback{fill:#ffedd5;stroke:#c2570c}
.frame,.plain{fill:none;stroke:#6b7280}.frame{stroke-dasharray:5 4}
.arrow{fill:none;stroke:#57606a;stroke-width:1.5;marker-end:url(#head)}.head{fill:#57606a}
.rule{stroke:#d0d7de;fill:none}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}
.target{fill:#12305c;stroke:#6ea8fe}.reference{fill:#30363d;stroke:#9198a1}.feedback{fill:#4a2a0c;stroke:#f0a35e}
.frame,.plain{stroke:#9198a1}.arrow{stroke:#9198a1}.head{fill:#9198a1}.rule{stroke:#3d444d}
}
`.replace(/\n/g, '');

/** A whole picture as SVG; `title` is what a reader who cannot see it is told. */
export function picture(
  {width, height, title}: {width: number; height: number; title: string},
  parts: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${title}</title>`,
    `<style>${style}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

export function box({kind, x, y, width, height, lines}: DrawnBox): string {
  const first = y + height / 2 + 5 - (lines.length - 1) * 8;
  const words = lines.map(
    (line, i) => `<text class="small" x="${x + width / 2}" y="${first + 16 * i}">${line}</text>`,
  );
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}"/>${words.join('')}`;
}

/** Words that begin at a point. */
export function label(x: number, y: number, words: string, kind = ''): string {
  return `<text class="left ${kind}" x="${x}" y="${y}">${words}</text>`;
}

/** An arrow along an SVG path. */
export function arrow(path: string): string {
  return `<path class="arrow" d="${path}"/>`;
}

/** What the colours mean, `step` apart. */
export function legend(
  {x, y, step}: {x: number; y: number; step: number},
  entries: readonly [Kind, string][],
): string[] {
  return entries.map(
    ([kind, words], i) =>
      `<rect class="${kind}" x="${x + step * i}" y="${y - 12}" width="22" height="15"/>${label(x + 29 + step * i, y, words, 'small')}`,
  );
}
