import {useMemo, useRef, useState} from 'preact/hooks';
import type {PageRun, PageTask} from '../html/page/summary.js';
import {shortName} from '../html/short-name.js';
import {forLine} from '../sanitise.js';
import {DataTable} from './figure.js';
import {Filters} from './filters.js';
import {cell, heatLayout, line, names, strip, turns} from './heat-layout.js';
import {LetterKey} from './letter-key.js';
import {lettersIn, letterWords} from './letters.js';
import {nameLine} from './name-line.js';
import type {Route} from './route.js';
import {saveText} from './save.js';
import {type ListedTask, lettersAt} from './selection.js';
import {VirtualRows} from './virtual-rows.js';
import {useWidth} from './width.js';

type ProblemsProps = {
  route: Route;
  go(change: Partial<Route>): void;
  addressOf(change: Partial<Route>): string;
  runs: readonly PageRun[];
  /** Those that are read, one or two. */
  chosen: readonly PageRun[];
  tasks: readonly PageTask[];
  listed: readonly ListedTask[];
  scenarios: readonly string[];
};

/** All problems by all turns: a line for each run, scenarios side by side. */
export function Problems(props: ProblemsProps) {
  const {route, go, addressOf, runs, chosen, tasks, listed, scenarios} = props;
  const [asTable, setAsTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const {isNarrow, across, height} = heatLayout(width, scenarios.length, chosen.length);
  const present = useMemo(
    () => lettersIn(chosen.flatMap((run) => listed.flatMap(({at}) => lettersAt(run, at)))),
    [chosen, listed],
  );
  const open = ({target, clientX}: MouseEvent) => {
    const places = target instanceof Element ? target.closest('[data-scenario]') : null;
    const row = places?.closest('[data-task]');
    if (!places || !row) return;
    const turn = Math.floor((clientX - places.getBoundingClientRect().left) / cell);
    if (turn >= turns) return;
    go({
      view: 'conversation',
      task: row.getAttribute('data-task') ?? '',
      scenario: places.getAttribute('data-scenario') ?? '',
      turn: Math.max(0, turn),
    });
  };
  const save = () => saveText(heatMapSvg(props), 'problems.svg', 'image/svg+xml');
  const kind = isNarrow ? 'heat-row narrow' : 'heat-row';
  const places = {width: `${across * strip}px`};
  return (
    <section aria-label="Problems by turn">
      <Filters {...{route, go, runs, tasks}} left={listed.length} />
      <div class="key-line">
        <LetterKey letters={present} hasSigns={false} />
        <div class="figure-tools">
          <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? 'Figure' : 'Table'}
          </button>
          <button type="button" onClick={save}>
            SVG
          </button>
        </div>
      </div>
      {asTable && <ProblemsTable {...{chosen, listed, scenarios}} />}
      {/* biome-ignore-start lint/a11y: each row has a link, and keys step from there */}
      <div class="heat" onClick={open} hidden={asTable} ref={box}>
        <div class={`${kind} heat-head`}>
          <span class="name">problem</span>
          <div class="strips" style={places}>
            {scenarios.map((id) => (
              <span key={id} style={{width: `${strip}px`}} title={`${id}, turns 0 to 10`}>
                {id}
              </span>
            ))}
          </div>
        </div>
        {width > 0 && (
          <VirtualRows
            count={listed.length}
            height={height}
            label="Problems, a row each; columns are turns 0 to 10 of each scenario"
            row={(index) => {
              const task = listed[index];
              if (!task) return null;
              return (
                <div class={kind} data-task={task.task_id}>
                  <a class="name" href={addressOf({view: 'conversation', task: task.task_id})}>
                    {nameLine(task.task_id)}
                  </a>
                  <div class="strips" style={places}>
                    {scenarios.map((scenario) => (
                      <span key={scenario} style={{width: `${strip}px`}}>
                        {chosen.map((run, number) => (
                          <Strip
                            key={number}
                            letters={lettersAt(run, task.at, scenario)[0] ?? ''}
                            scenario={scenario}
                          />
                        ))}
                      </span>
                    ))}
                  </div>
                </div>
              );
            }}
          />
        )}
        {listed.length === 0 && <p class="empty">No problem is like that.</p>}
      </div>
      {/* biome-ignore-end lint/a11y: each row has a link, and keys step from there */}
      <p class="caption">
        n = {listed.length} problems. Columns: turns 0 to 10 of each scenario
        {chosen.length > 1
          ? `; upper line ${forLine(chosen[0]?.name ?? '')}, lower line ${forLine(chosen[1]?.name ?? '')}`
          : ''}
        . A click on a place opens the conversation there.
      </p>
    </section>
  );
}

/** Problems that a table shows; more of them nobody reads so. */
const mostInTable = 100;

/** The places of the first problems that are listed, in words. */
function ProblemsTable({
  chosen,
  listed,
  scenarios,
}: Pick<ProblemsProps, 'chosen' | 'listed' | 'scenarios'>) {
  const rows = listed
    .slice(0, mostInTable)
    .flatMap(({at, task_id}) =>
      scenarios.flatMap((scenario) =>
        chosen.flatMap((run) =>
          lettersAt(run, at, scenario).map((letters) => [
            shortName(task_id),
            scenario,
            run.name,
            ...[...letters].map((letter) => letterWords(letter).said),
          ]),
        ),
      ),
    );
  const heads = Array.from({length: turns}, (_, turn) => `turn ${turn}`);
  return (
    <>
      <DataTable label="Problems" columns={['problem', 'scenario', 'run', ...heads]} rows={rows} />
      {listed.length > mostInTable && (
        <p class="caption">
          The first {mostInTable} of {listed.length} problems; the filters bring others forward.
        </p>
      )}
    </>
  );
}

/** The eleven places of a conversation: a path for each kind, since a screen has thousands. */
function Strip({letters, scenario}: {letters: string; scenario: string}) {
  const said = [...letters].map((letter, turn) => `${turn} ${letterWords(letter).said}`);
  return (
    <svg
      width={strip}
      height={cell}
      role="img"
      data-scenario={scenario}
      aria-label={
        letters === '' ? `${scenario}: not in the run` : `${scenario}: ${said.join(', ')}`
      }
    >
      {[...new Set(letters)].map((letter) => (
        <path key={letter} fill={letterWords(letter).color} d={placesOf(letters, letter)} />
      ))}
    </svg>
  );
}

/** Squares at the turns that have a letter. */
function placesOf(letters: string, letter: string): string {
  const side = cell - 1;
  let path = '';
  for (let turn = letters.indexOf(letter); turn !== -1; turn = letters.indexOf(letter, turn + 1))
    path += `M${turn * cell} 0h${side}v${side}h-${side}z`;
  return path;
}

/** The whole heat map, rows that are not on the screen included. */
function heatMapSvg({chosen, listed, scenarios}: ProblemsProps): string {
  const width = names + scenarios.length * strip;
  const style = getComputedStyle(document.documentElement);
  const resolved = (color: string) =>
    color.replace(/var\((--[\w-]+)\)/, (_, name) => style.getPropertyValue(name).trim());
  const row = 6 + chosen.length * line;
  const text = (x: number, y: number, words: string) =>
    `<text x="${x}" y="${y}" fill="${resolved('var(--ink)')}">${escapeXml(nameLine(words))}</text>`;
  const heads = scenarios.map((id, i) => text(names + i * strip, 14, id));
  const rows = listed.flatMap(({at, task_id}, r) => [
    text(0, 32 + r * row, task_id),
    ...scenarios.flatMap((scenario, s) =>
      chosen.flatMap((run, number) =>
        [...(lettersAt(run, at, scenario)[0] ?? '')].map(
          (letter, turn) =>
            `<rect x="${names + s * strip + turn * cell}" y="${24 + r * row + number * line}" width="${cell - 1}" height="${cell - 1}" fill="${resolved(letterWords(letter).color)}"/>`,
        ),
      ),
    ),
  ]);
  const height = 40 + listed.length * row;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="10"><rect width="100%" height="100%" fill="${resolved('var(--paper)')}"/>${heads.join('')}${rows.join('')}</svg>\n`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
