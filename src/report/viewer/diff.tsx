import {useMemo} from 'preact/hooks';
import {forTerminal} from '../sanitise.js';
import {type DiffRow, diffRows, firstRows, sideBySide} from './diff-rows.js';

type DiffProps = {before: string; after: string; kind: 'side' | 'inline'};

/** What changed between two programs. */
export function Diff({before, after, kind}: DiffProps) {
  const rows = useMemo(() => diffRows(before, after), [before, after]);
  if (rows === null) return <p class="caption">They are too long to be compared line by line.</p>;
  if (before === after) return <p class="caption">The answer is the program it was given.</p>;
  const shown = firstRows(rows);
  return (
    <section class="scroll diff-scroll" tabIndex={0} aria-label="Changes">
      <table class={`diff ${kind}`}>
        <colgroup>
          <col class="at" />
          <col class={kind === 'inline' ? 'at' : ''} />
          {kind === 'side' && <col class="at" />}
          <col />
        </colgroup>
        <tbody>
          {kind === 'inline'
            ? shown.map((row, i) => (
                <tr key={i} class={row.kind}>
                  {row.kind === 'folded' ? (
                    <Folded row={row} columns={3} />
                  ) : (
                    <>
                      <td class="at">{'left' in row ? row.left : ''}</td>
                      <td class="at">{'right' in row ? row.right : ''}</td>
                      <Line row={row} />
                    </>
                  )}
                </tr>
              ))
            : sideBySide(shown).map(([left, right], i) => (
                <tr key={i}>
                  {left?.kind === 'folded' ? (
                    <Folded row={left} columns={4} />
                  ) : (
                    <>
                      <td class="at">{left && 'left' in left ? left.left : ''}</td>
                      <Line row={left} />
                      <td class="at">{right && 'right' in right ? right.right : ''}</td>
                      <Line row={right} />
                    </>
                  )}
                </tr>
              ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <p class="caption">
          {rows.length - shown.length} more lines of the comparison are left out.
        </p>
      )}
    </section>
  );
}

function Folded({row, columns}: {row: DiffRow & {kind: 'folded'}; columns: number}) {
  return (
    <td class="folded" colSpan={columns}>
      {row.lines} equal {row.lines === 1 ? 'line' : 'lines'}
    </td>
  );
}

const marks = {same: '', out: '−', in: '+', folded: ''} as const;

function Line({row}: {row: DiffRow | null}) {
  if (row === null || row.kind === 'folded') return <td class="code nothing" />;
  return (
    <td class={`code ${row.kind}`}>
      <span class="mark">{marks[row.kind]}</span>
      <code>{forTerminal(row.text)}</code>
    </td>
  );
}
