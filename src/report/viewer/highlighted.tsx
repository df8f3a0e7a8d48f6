import hljs from 'highlight.js/lib/core';
import python from 'highlight.js/lib/languages/python';
import type {ComponentChild} from 'preact';
import {forTerminal} from '../sanitise.js';

hljs.registerLanguage('python', python);

/** Longer texts are shown plain: colouring them would keep the reader waiting. */
const mostLetters = 60_000;

/** Python in colours, as text nodes; what an eye cannot see is shown as an escape. */
export function highlighted(code: string): ComponentChild {
  const visible = forTerminal(code);
  if (visible.length > mostLetters) return visible;
  return nodesOf(hljs.highlight(visible, {language: 'python'}).value);
}

type Open = {name: string; children: ComponentChild[]};

/** The highlighter gives nothing but spans and escaped text; no HTML of it reaches the page. */
function nodesOf(marked: string): ComponentChild {
  const open: Open[] = [{name: '', children: []}];
  for (const [piece, start] of marked.matchAll(/<span class="([^"]*)">|<\/span>|[^<]+/g)) {
    if (start !== undefined) open.push({name: start, children: []});
    else if (piece === '</span>') {
      const done = open.pop();
      open.at(-1)?.children.push(<span class={done?.name ?? ''}>{done?.children}</span>);
    } else open.at(-1)?.children.push(unescaped(piece));
  }
  return <>{open[0]?.children}</>;
}

const entities = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#x27;', "'"],
]);

function unescaped(text: string): string {
  return text.replace(/&[#\w]+;/g, (entity) => entities.get(entity) ?? entity);
}
