/**
 * Forms in which code is shown rather than given: with an interpreter's prompts, as a change, with
 * its lines numbered. Each reading has the code alone; whether it is any, the parser decides.
 */
export function undressed(text: string): string[] {
  const lines = text.split('\n');
  return [fromInterpreter(lines), fromChange(lines), ...fromNumbered(lines)].filter(
    (reading) => reading !== null,
  );
}

/** What was typed at `>>>` and `...`; what the interpreter said goes. */
function fromInterpreter(lines: readonly string[]): string | null {
  const typed = lines.flatMap((line) => {
    const [, code] = /^\s*(?:>>>|\.\.\.)(?: (.*))?$/.exec(line) ?? [line, null];
    return code === null ? [] : [code ?? ''];
  });
  return lines.some((line) => /^\s*>>> /.test(line)) ? typed.join('\n') : null;
}

/** What a change in the form of `diff -u` leaves: its new lines, and those that stay. */
function fromChange(lines: readonly string[]): string | null {
  if (!lines.some((line) => /^\+\s*\S/.test(line))) return null;
  const heads = /^(?:diff |index |--- |\+\+\+ |@@|\\ )/;
  const kept = lines.filter((line) => !heads.test(line) && !line.startsWith('-'));
  if (!kept.every((line) => line === '' || /^[+ ]/.test(line))) return null;
  return kept.map((line) => line.slice(1)).join('\n');
}

/** Stretches of lines that are numbered one after the other, without their numbers. */
function fromNumbered(lines: readonly string[]): string[] {
  const stretches: string[][] = [];
  let last: number | null = null;
  for (const line of lines) {
    const [, digits, code = ''] =
      /^\s{0,8}(\d{1,5})(?:[ ]?[:|.)│]|\t|(?= |$))(.*)$/.exec(line) ?? [];
    const number = digits === undefined ? null : Number(digits);
    if (number !== null && number - 1 === last) stretches.at(-1)?.push(code);
    else if (number !== null) stretches.push([code]);
    last = number;
  }
  return stretches.filter(({length}) => length > 1).map((stretch) => stretch.join('\n'));
}

/** More than this is not read as JSON. */
const longestJson = 300_000;

/**
 * An answer as it may have been meant whose text was packed once more: the texts in a JSON value,
 * the last first, or what was escaped for HTML.
 */
export function unpacked(answer: string): string[] {
  const text = answer.trim();
  if (text.length > longestJson) return [];
  const packed = /^```(?:json)?\s*\n([[{"][\s\S]*)\n```$/.exec(text)?.[1] ?? text;
  const texts = /^[[{"]/.test(packed) ? textsIn(parsed(packed)).toReversed() : [];
  return [...texts, ...(escapes.test(text) ? [unescaped(text)] : [])];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** How deep a JSON value is searched. */
const deepest = 4;

function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth === deepest) return [];
  return Object.values(value).flatMap((part) => textsIn(part, depth + 1));
}

const escapes = /&(?:lt|gt|amp|quot|apos|#39|#x27|#34);/;

const characters: {[written: string]: string} = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#34;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#x27;': "'",
  '&amp;': '&',
};

function unescaped(text: string): string {
  return text.replace(new RegExp(escapes, 'g'), (written) => characters[written] ?? written);
}
