import type {ComponentChild} from 'preact';
import {useState} from 'preact/hooks';
import {forTerminal} from '../sanitise.js';
import {saveText} from './save.js';
import {beginningOf} from './text-beginning.js';

/** Lines that are shown at first, and how many more at a time. */
const [fewLines, manyLines] = [60, 2000];
/** Letters of all that is shown at first. */
const fewLetters = 20_000;

type LongTextProps = {
  text: string;
  /** Name of the file that it is saved under. */
  name: string;
  render?: (text: string) => ComponentChild;
};

/** A text of any length: its beginning, and the rest when it is asked for. */
export function LongText({text, name, render = forTerminal}: LongTextProps) {
  const [lines, setLines] = useState(fewLines);
  const shown = beginningOf(text, lines, (lines / fewLines) * fewLetters);
  const rest = countLines(text, shown.end);
  return (
    <>
      <pre class="text" tabIndex={0}>
        <code>{render(shown.text)}</code>
      </pre>
      {(rest > 0 || shown.hasLongLine) && (
        <p class="more">
          {rest > 0 && (
            <button type="button" onClick={() => setLines(lines + manyLines)}>
              Show {rest > manyLines ? `${manyLines.toLocaleString('en')} more of ` : ''}
              {rest.toLocaleString('en')} {rest === 1 ? 'line' : 'lines'}
            </button>
          )}{' '}
          <button type="button" onClick={() => saveText(text, name)}>
            Save the whole text
          </button>
        </p>
      )}
    </>
  );
}

function countLines(text: string, from: number): number {
  if (from >= text.length) return 0;
  let lines = 1;
  for (let at = text.indexOf('\n', from); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return text.endsWith('\n') ? lines - 1 : lines;
}
