/**
 * Draws the pictures of the docs: `npx tsx scripts/draw-pictures.ts`.
 */
import {writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {packagePath} from '../src/files/package-root.js';
import {drawLiveAndStatic} from './draw-live-and-static.js';
import {arrow, box, type DrawnBox, label, legend, picture} from './drawing.js';

/** The pictures by the file that each stands in. */
export function drawPictures(): {[file: string]: string} {
  return {
    'docs/live-and-static.svg': drawLiveAndStatic(),
    'docs/replay.svg': drawReplay(),
    'docs/turn.svg': drawTurn(),
    'docs/floor.svg': drawFloor(),
  };
}

const left = 24;

/** Boxes in a row, an arrow between each two. */
function chain(boxes: readonly DrawnBox[]): string[] {
  const arrows = boxes.slice(1).flatMap((to, i) => {
    const from = boxes[i];
    if (!from) return [];
    const end = from.x + from.width;
    return [arrow(`M${end + 2} ${from.y + from.height / 2}H${to.x - 2}`)];
  });
  return [...boxes.map(box), ...arrows];
}

/** What becomes of one place of a plan: asked and judged, or known from the log alone. */
function drawReplay(): string {
  const size = {height: 48, y: 70};
  const [recorded, question] = [118, 104];
  const asked: DrawnBox[] = [
    {...size, kind: 'plain', x: 312, width: question, lines: ['prompt']},
    {...size, kind: 'target', x: 444, width: question, lines: ['the model', 'answers once']},
    {...size, kind: 'target', x: 576, width: question, lines: ['the program', 'in its answer']},
    {...size, kind: 'plain', x: 708, width: 128, lines: ['tests judge it:', 'pass or fail']},
  ];
  const outcome = {x: 444, width: 392, height: 34, kind: 'plain'} as const;
  const credit = {...outcome, y: 160, lines: ['pass, a credit that every model gets']};
  const stays = {...outcome, y: 206, lines: ['the reference’s failing program stays: fail']};
  return picture(
    {
      width: 860,
      height: 282,
      title:
        'How a replay works: at each turn of the log the model is asked once to mend the reference’s program, unless the reference had passed before or nothing was said to act upon.',
    },
    [
      label(left, 30, 'A replay, at turn t of one conversation of the log', 'name'),
      label(left, 51, 'All turns of all conversations are asked at once.'),
      box({
        ...size,
        kind: 'reference',
        x: left,
        width: recorded,
        lines: ['the program', 'of turn t - 1'],
      }),
      box({...size, kind: 'feedback', x: 158, width: recorded, lines: ['what was said', 'of it']}),
      arrow('M278 94H310'),
      ...chain(asked),
      label(left, 182, 'The reference had passed before: nobody is asked'),
      arrow('M398 177H442'),
      box(credit),
      label(left, 228, 'Nothing was said to act upon: nobody is asked'),
      arrow('M398 223H442'),
      box(stays),
      ...legend({x: left, y: 268, step: 268}, [
        ['target', 'by the model under evaluation'],
        ['reference', 'by the reference model'],
        ['feedback', 'of compiler, tests and critic'],
      ]),
    ],
  );
}

/** What belongs to a turn: what is heard of the program before, and the program that answers it. */
function drawTurn(): string {
  const size = {y: 76, height: 48, width: 104};
  const columns = [0, 1, 2, 3, 4].map((column) => left + 12 + 128 * column);
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = columns;
  const boxes: DrawnBox[] = [
    {...size, kind: 'target', x: a, lines: ['answer 0', 'fails']},
    {...size, kind: 'feedback', x: b, lines: ['feedback', 'on answer 0']},
    {...size, kind: 'target', x: c, lines: ['answer 1', 'fails']},
    {...size, kind: 'feedback', x: d, lines: ['feedback', 'on answer 1']},
    {...size, kind: 'target', x: e, lines: ['answer 2', 'passes']},
  ];
  const turns: [from: number, width: number, name: string][] = [
    [a, 104, 'turn 0'],
    [b, 232, 'turn 1'],
    [d, 232, 'turn 2'],
  ];
  return picture(
    {
      width: 720,
      height: 224,
      title:
        'A turn: what is said of the program of the turn before, and the answer to it. Turn 0 is the first answer, without feedback. A conversation ends at the first pass, or after turn 10.',
    },
    [
      label(left, 30, 'Turns of a conversation', 'name'),
      ...turns.flatMap(([x, width, name]) => [
        `<rect class="frame" x="${x - 8}" y="42" width="${width + 16}" height="92"/>`,
        label(x, 62, name),
      ]),
      ...chain(boxes),
      label(
        left,
        160,
        'For MRR a problem counts 1/k, where k is one more than the turn of its first pass:',
      ),
      label(
        left,
        182,
        'here turn 2 passes first, so k = 3 and the problem counts 1/3. For Recall it counts 1.',
      ),
      label(left, 210, 'A conversation ends at its first pass, or after turn 10.', 'small'),
    ],
  );
}

/** One figure of a static run as a bar: what everybody gets, what the model added, what is left. */
function drawFloor(): string {
  const [x, y, width, height] = [left, 74, 660, 46];
  const at = (percent: number) => x + (width * percent) / 100;
  const [floor, figure] = [70, 92.5];
  const part = (kind: string, from: number, to: number) =>
    `<rect class="${kind}" x="${at(from)}" y="${y}" width="${at(to) - at(from)}" height="${height}"/>`;
  const middle = (from: number, to: number, words: string) =>
    `<text class="small" x="${at((from + to) / 2)}" y="${y + 28}">${words}</text>`;
  const mark = (percent: number, words: string) => [
    `<path class="rule" d="M${at(percent)} ${y + height + 3}v12"/>`,
    `<text class="small" x="${at(percent)}" y="${y + height + 30}">${words}</text>`,
  ];
  return picture(
    {
      width: 720,
      height: 212,
      title:
        'The floor of a figure: what the reference’s credit alone gives. The gain is the part of what is left above the floor that the model added.',
    },
    [
      label(left, 30, 'Floor and gain of a static figure, for example', 'name'),
      label(left, 51, 'Of 100 problems the reference had solved 70 before this turn.'),
      part('reference', 0, floor),
      part('target', floor, figure),
      part('plain', figure, 100),
      middle(0, floor, 'the reference’s credit, the same for every model'),
      middle(floor, figure, 'added by the model'),
      middle(figure, 100, 'left'),
      ...mark(floor, 'floor 70'),
      ...mark(figure, 'figure 92.5'),
      label(
        left,
        184,
        'gain = (92.5 - 70) / (100 - 70) = 75 %: the model mended three quarters of what was left.',
      ),
      label(left, 204, 'A model whose answers all fail has the floor, and gain 0.', 'small'),
    ],
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const [file, svg] of Object.entries(drawPictures())) writeFileSync(packagePath(file), svg);
