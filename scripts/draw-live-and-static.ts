/**
 * Draws `docs/live-and-static.svg`, the README's picture:
 * `npx tsx scripts/draw-live-and-static.ts`. Its colours follow the reader's theme, light or dark.
 */
import {writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {packagePath} from '../src/files/package-root.js';

const [width, height] = [860, 430];
const step = 118;
const box = {width: 92, height: 44};
const left = 24;

type Kind = 'target' | 'reference' | 'feedback';
type Box = {kind: Kind; column: number; y: number; lines: readonly string[]};

/** The whole picture as SVG. */
export function drawLiveAndStatic(): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    '<title id="title">Live: each model’s own conversation, one turn after the other. Static: one recorded conversation, whose turns are asked of each model all at once.</title>',
    `<style>${style}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    ...livePanel(34),
    `<path class="rule" d="M${left} 164H${width - left}"/>`,
    ...staticPanel(196),
    ...legend(height - 18),
    '</svg>',
    '',
  ].join('\n');
}

const style = `
text{font:14px system-ui,sans-serif;fill:#1f2328;text-anchor:middle}
.left{text-anchor:start}.name{font-weight:600;font-size:16px}.small{font-size:12.5px}
rect{stroke-width:1.5;rx:6px}
.target{fill:#dbeafe;stroke:#2563eb}.reference{fill:#e5e7eb;stroke:#6b7280}.feedback{fill:#ffedd5;stroke:#c2570c}
.frame{fill:none;stroke:#6b7280;stroke-dasharray:5 4}
.arrow{fill:none;stroke:#57606a;stroke-width:1.5;marker-end:url(#head)}.head{fill:#57606a}
.rule{stroke:#d0d7de}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}
.target{fill:#12305c;stroke:#6ea8fe}.reference{fill:#30363d;stroke:#9198a1}.feedback{fill:#4a2a0c;stroke:#f0a35e}
.frame{stroke:#9198a1}.arrow{stroke:#9198a1}.head{fill:#9198a1}.rule{stroke:#3d444d}
}
`.replace(/\n/g, '');

/**
 * Answer, feedback on it, next answer: nothing can be asked before the turn before it is judged.
 */
function livePanel(top: number): string[] {
  const boxes = conversation(top + 40, 'target', 'answer', 'on answer');
  return [
    label(left, top, 'Live (ConvCodeWorld): each model has conversations of its own', 'name'),
    label(
      left,
      top + 21,
      'Every turn waits for the one before. All feedback is written anew for every model.',
    ),
    ...boxes.map(drawBox),
    ...arrowsAlong(boxes),
    label(endOf(boxes) + 6, top + 67, '… to turn 10', 'small'),
  ];
}

/** One recorded conversation; below it the target's answers, each hanging on its own question. */
function staticPanel(top: number): string[] {
  const recorded = conversation(top + 50, 'reference', 'code', 'on code');
  const answers: Box[] = [1, 2, 3].map((turn) => ({
    kind: 'target',
    column: 2 * turn - 1,
    y: top + 136,
    lines: [`answer ${turn}`],
  }));
  return [
    label(
      left,
      top,
      'Static (ConvCodeBench): all models continue one recorded conversation',
      'name',
    ),
    label(
      left,
      top + 21,
      'Its code and its feedback are frozen. All turns are asked at once, and no feedback is written.',
    ),
    `<rect class="frame" x="${left - 9}" y="${top + 38}" width="${endOf(recorded) + 98 - left}" height="68"/>`,
    ...recorded.map(drawBox),
    ...arrowsAlong(recorded),
    label(endOf(recorded) + 6, top + 77, '… to turn 10', 'small'),
    ...answers.flatMap((answer) => [drawBox(answer), ...question(answer, top + 94)]),
  ];
}

/** Code and feedback in turn, from `code 0` to the feedback that turn 3 hears. */
function conversation(y: number, kind: Kind, own: string, about: string): Box[] {
  return [0, 1, 2].flatMap((turn): Box[] => [
    {kind, column: 2 * turn, y, lines: [`${own} ${turn}`]},
    {kind: 'feedback', column: 2 * turn + 1, y, lines: ['feedback', `${about} ${turn}`]},
  ]);
}

/** What an answer is asked with: the recorded code of the turn before, and the feedback on it. */
function question({column, y}: Box, from: number): string[] {
  const [code, feedback] = [centre(column - 1), centre(column)];
  return [
    `<path class="arrow" d="M${feedback} ${from}V${y - 2}"/>`,
    `<path class="arrow" d="M${code} ${from}V${y + 22}H${feedback - box.width / 2 - 2}"/>`,
  ];
}

function arrowsAlong(boxes: readonly Box[]): string[] {
  return boxes.map(({column, y}) => {
    const [from, middle] = [centre(column) + box.width / 2, y + box.height / 2];
    return `<path class="arrow" d="M${from + 2} ${middle}h${step - box.width - 4}"/>`;
  });
}

function drawBox({kind, column, y, lines}: Box): string {
  const first = y + box.height / 2 + 5 - (lines.length - 1) * 8;
  const words = lines.map(
    (line, i) => `<text class="small" x="${centre(column)}" y="${first + 16 * i}">${line}</text>`,
  );
  const {width: w, height: h} = box;
  return `<rect class="${kind}" x="${centre(column) - w / 2}" y="${y}" width="${w}" height="${h}"/>${words.join('')}`;
}

function legend(y: number): string[] {
  const entries: [Kind, string][] = [
    ['target', 'by the model under evaluation'],
    ['reference', 'by the reference model'],
    ['feedback', 'of compiler, tests and critic'],
  ];
  return entries.map(
    ([kind, words], i) =>
      `<rect class="${kind}" x="${left + 268 * i}" y="${y - 12}" width="22" height="15"/>${label(left + 29 + 268 * i, y, words, 'small')}`,
  );
}

function label(x: number, y: number, words: string, kind = ''): string {
  return `<text class="left ${kind}" x="${x}" y="${y}">${words}</text>`;
}

function centre(column: number): number {
  return left + box.width / 2 + step * column;
}

function endOf(boxes: readonly Box[]): number {
  return left + step * boxes.length;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(packagePath('docs/live-and-static.svg'), drawLiveAndStatic());
