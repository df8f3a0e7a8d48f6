/**
 * What a model answers behind its reasoning (DESIGN.md, section 3). Reasoning is markup only where
 * the answer begins with it, or where its end stands by itself without a beginning; a tag that is
 * mentioned later is text. Where an answer has channels, the final one is the answer.
 * @returns null where the reasoning never ends.
 */
export function withoutReasoning(text: string): string | null {
  const answer = withoutPreamble(text);
  if (channelStart.test(answer) || changesChannel(answer)) return finalChannel(answer);
  // The same where the server has dropped the marks and left the words.
  const final = answer.startsWith('analysis') ? answer.indexOf(bareFinal) : -1;
  if (final !== -1) return answer.slice(final + bareFinal.length);
  let rest = text;
  for (let begins = answer; ; begins = withoutPreamble(rest)) {
    const family = families.find(({opening}) => opening.test(begins));
    if (!family) return rest === text ? behindLoneEnd(text) : rest;
    const end = endOf(begins, family);
    if (end === null) return null;
    rest = begins.slice(end);
  }
}

/** What servers leave in front of an answer: marks of order, blanks, the turn's own tokens. */
function withoutPreamble(text: string): string {
  preamble.lastIndex = 0;
  let end = 0;
  while (preamble.test(text)) end = preamble.lastIndex;
  return text.slice(end);
}

const preamble =
  /[\s\uFEFF\u200B-\u200D\u2060]|<s>|<bos>|<\|begin_of_text\|>|<\|im_start\|>(?:assistant)?|<\|start_header_id\|>assistant<\|end_header_id\|>|<\|begin\|>assistant|<\|assistant\|>|<start_of_turn>(?:model)?|<\|START_RESPONSE\|>|<\|START_OF_TURN_TOKEN\|>|<\|CHATBOT_TOKEN\|>|(?:assistant|model)\n/y;

/** A way of marking reasoning: how it begins, and its marks anywhere. */
type ReasoningMarkup = {opening: RegExp; marks: RegExp; isEnd: (mark: string) => boolean};

/** Also `seed:think`, `longcat_think`, `antThinking`, `thought_process`, `reasoning_scratchpad`. */
const words =
  '(?:(?:seed|mm|longcat|ant|deep|internal|inner)[:_-]?)?(?:think|thinking|thoughts?|reasoning|monologue)(?:[_-](?:process|scratchpad|steps|never_used_[\\da-f]{1,64}))?|reason|reflection|analysis|scratchpad|chain_of_thought|cot';

const families: ReasoningMarkup[] = [
  // <think>, <Thinking time="3">
  family(`<(?:${words})(?:\\s[^<>\\n]*)?>`, `</(?:${words})\\s*>`),
  // [THINK]
  family(`\\[(?:${words})\\]`, `\\[/(?:${words})\\]`),
  // &lt;think&gt;
  family(`&lt;(?:${words})&gt;`, `&lt;/(?:${words})&gt;`),
  // ◁think▷
  family(`◁(?:${words})▷`, `◁/(?:${words})▷`),
  // <|begin_of_thought|>, <|START_THINKING|>, <|think|>, <|reasoning_start|>; or up to the content
  family(
    `<\\|(?:begin_of_|start_of_|start_)?(?:${words})(?:_start)?\\|>|<\\|inner_prefix\\|>`,
    `<\\|(?:/|end_of_|end_)(?:${words})\\|>|<\\|(?:${words})_end\\|>|<\\|inner_suffix\\|>|<\\|content\\|>`,
  ),
  // <｜begin▁of▁thinking｜>
  family(`<｜begin▁of▁(?:${words})｜>`, `<｜end▁of▁(?:${words})｜>`),
  // <|channel>thought
  family('<\\|channel>(?:thought|analysis)', '<channel\\|>'),
  // <unused94>thought
  family('<unused94>', '<unused95>'),
];

function family(opening: string, ending: string): ReasoningMarkup {
  const end = new RegExp(`^(?:${ending})$`, 'i');
  return {
    opening: new RegExp(`^(?:${opening})`, 'i'),
    marks: new RegExp(`${opening}|${ending}`, 'gi'),
    isEnd: (mark) => end.test(mark),
  };
}

/** Where the reasoning that `text` begins with has its end; null where it has none. */
function endOf(text: string, {marks, isEnd}: ReasoningMarkup): number | null {
  let depth = 0;
  let last: number | null = null;
  for (const {0: mark, index} of text.matchAll(marks)) {
    if (index > 0 && isQuoted(text, index, mark.length)) continue;
    depth += isEnd(mark) ? -1 : 1;
    if (isEnd(mark)) last = index + mark.length;
    if (depth === 0) return last;
  }
  return last;
}

/**
 * An answer whose template has written the beginning: all up to the last end that is markup and not
 * spoken of is reasoning. Inside a fenced block only an end that begins its line is taken for
 * markup, since it may be part of a string.
 */
function behindLoneEnd(text: string): string {
  let end = 0;
  for (const {marks, isEnd} of families) {
    let isInBlock = false;
    let before = 0;
    for (const {0: mark, index} of text.matchAll(marks)) {
      if (!isEnd(mark)) continue;
      for (const _ of text.slice(before, index).matchAll(/^[ \t]*```/gm)) isInBlock = !isInBlock;
      before = index;
      const isMarkup = beginsLine(text, index) || !(isInBlock || isSpokenOf(text, index, mark));
      if (isMarkup && !isQuoted(text, index, mark.length)) {
        end = Math.max(end, index + mark.length);
        isInBlock = false;
      }
    }
  }
  return text.slice(end);
}

function beginsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === ' ' || text[before] === '\t') before -= 1;
  return before < 0 || text[before] === '\n';
}

/** Whether a tag is a word of a sentence: between blanks, or before a sign that ends one. */
function isSpokenOf(text: string, at: number, mark: string): boolean {
  const after = text[at + mark.length] ?? '\n';
  return /[.,;:!?)]/.test(after) || (/[ \t(]/.test(text[at - 1] ?? '') && /[ \t]/.test(after));
}

/** Whether a tag stands in quotes or back-ticks, and so is spoken of; a fence is none. */
function isQuoted(text: string, at: number, length: number): boolean {
  const before = text.slice(Math.max(at - 3, 0), at);
  const after = text.slice(at + length, at + length + 3);
  return /["']$|(?<!``)`$/.test(before) || /^["']|^`(?!``)/.test(after);
}

const bareFinal = 'assistantfinal';

/** Where the template has written the mark of the first channel, and the server kept the rest. */
function changesChannel(text: string): boolean {
  const found = channelChange.exec(text);
  return found !== null && !isQuoted(text, found.index, found[0].length);
}

const channelChange = /<\|end\|>\s*<\|start\|>assistant<\|channel\|>final\b/;

const channelStart = /^<\|(?:channel|start)\|>/;

/** The text of the last final channel; null where there is none. */
function finalChannel(text: string): string | null {
  const channel = text.lastIndexOf('<|channel|>final');
  const start = channel === -1 ? -1 : text.indexOf(messageMark, channel);
  if (start === -1) return null;
  const answer = text.slice(start + messageMark.length);
  const end = /<\|(?:return|end|call)\|>/.exec(answer);
  return end ? answer.slice(0, end.index) : answer;
}

const messageMark = '<|message|>';
