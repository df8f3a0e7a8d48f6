import type {PageRun} from '../html/page/summary.js';
import {forLine} from '../sanitise.js';
import {letterWords} from './letters.js';
import type {Route} from './route.js';
import {lettersAt} from './selection.js';

type MatrixProps = {
  run: PageRun;
  scenarios: readonly string[];
  /** Where the reader is. */
  scenario: string;
  turn: number;
  /** Place of the problem among the page's tasks. */
  at: number;
  title: string | null;
  go(change: Pick<Route, 'scenario' | 'turn'>): void;
};

/** All conversations about a problem at a glance, to step into: scenarios by turns. */
export function Matrix({run, scenarios, scenario, turn, at, title, go}: MatrixProps) {
  return (
    <div class="scroll">
      <table class="matrix">
        {title !== null && <caption>{forLine(title)}</caption>}
        <thead>
          <tr>
            <th scope="col">turn</th>
            {Array.from({length: 11}, (_, each) => (
              <th key={each} scope="col">
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scenarios.map((id) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              {[...(lettersAt(run, at, id)[0] ?? '')].map((letter, each) => {
                const isHere = each === turn && (id === scenario || each === 0);
                return (
                  <td key={each}>
                    <button
                      type="button"
                      class={`letter-${letter === '-' ? 'x' : letter}`}
                      aria-label={`${id}, turn ${each}: ${letterWords(letter).said}`}
                      title={letterWords(letter).said}
                      aria-current={isHere ? 'true' : undefined}
                      onClick={() => go({scenario: id, turn: each})}
                    >
                      {letterWords(letter).sign}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
