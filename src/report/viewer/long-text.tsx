import type {ComponentChild} from 'preact';
import {useState} from 'preact/hooks';
import {forTerminal} from '../sanitise.js';
import {saveText} from './save.js';

/** Lines that are shown at first, and how many more at a time. */
const [fewLines, manyLines] = [60, 2000];
/** Letters of one line; and of all that is shown at first. */
const [mostInLine, fewLetters] = [2000, 20_000];

type LongTextProps = {
  text: string;
  /** Name of the file that it is saved under. */
  name: string;
  render?: (text: string) => ComponentChild;
};

/** A text of any length: its beginning, and the rest when it is asked for. */
export function LongText({text, name, render = forTerminal}: LongTextProps) {
  const [lines, setLines] = useState(fewLines);
  const shown = beginningOf(text, lines);
  const rest = countLines(text, shown.end);
  const isCut = shown.end < text.length;
  return (
    <>
      <pre class="text" tabIndex={0}>
        <code>{render(shown.text)}</code>
      </pre>
      {isCut && (
        <p class="more">
          <button type="button" onClick={() => setLines(lines + manyLines)}>
            Show {rest > manyLines ? `${manyLines.toLocaleString('en')} more of ` : ''}
            {rest.toLocaleString('en')} {rest === 1 ? 'line' : 'lines'}
          </button>{' '}
          <button type="button" onClick={() => saveText(text, name)}>
            Save the whole text
          </button>
        </p>
      )}
    </>
  );
}

/** So many lines of a text, none of them longer than anybody reads. */
function beginningOf(text: string, lines: number): {text: string; end: number} {
  const most = (lines / fewLines) * fewLetters;
  const shown: string[] = [];
  let [from, letters] = [0, 0];
  while (shown.length < lines && from < text.length && letters < most) {
    const newline = text.indexOf('\n', from);
    const to = newline === -1 ? text.length : newline;
    const line = text.slice(from, Math.min(to, from + mostInLine));
    shown.push(to - from > mostInLine ? `${line} … ${to - from - mostInLine} more letters` : line);
    letters += line.length;
    from = to + 1;
  }
  return {text: shown.join('\n'), end: Math.min(from, text.length)};
}

function countLines(text: string, from: number): number {
  if (from >= text.length) return 0;
  let lines = 1;
  for (let at = text.indexOf('\n', from); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return text.endsWith('\n') ? lines - 1 : lines;
}
