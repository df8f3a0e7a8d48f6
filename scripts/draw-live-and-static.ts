/** `docs/live-and-static.svg`, the README's picture; `scripts/draw-pictures.ts` writes it. */
import {box as drawBoxAt, type Kind, label, legend, picture} from './drawing.js';

const [width, height] = [860, 430];
const step = 118;
const box = {width: 92, height: 44};
const left = 24;

type Box = {kind: Kind; column: number; y: number; lines: readonly string[]};

/** The whole picture as SVG. */
export function drawLiveAndStatic(): string {
  return picture(
    {
      width,
      height,
      title:
        'Live: each model’s own conversation, one turn after the other. Static: one recorded conversation, whose turns are asked of each model all at once.',
    },
    [
      ...livePanel(34),
      `<path class="rule" d="M${left} 164H${width - left}"/>`,
      ...staticPanel(196),
      ...legend({x: left, y: height - 18, step: 268}, [
        ['target', 'by the model under evaluation'],
        ['reference', 'by the reference model'],
        ['feedback', 'of compiler, tests and critic'],
      ]),
    ],
  );
}

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
  return drawBoxAt({...box, kind, x: centre(column) - box.width / 2, y, lines});
}

function centre(column: number): number {
  return left + box.width / 2 + step * column;
}

function endOf(boxes: readonly Box[]): number {
  return left + step * boxes.length;
}
