/**
 * An answer without the tokens that end it, which some servers let through as text, and without a
 * next turn that the model went on to write itself.
 */
export function withoutEndTokens(answer: string): string {
  for (const {0: found, index} of answer.matchAll(endToken)) {
    const rest = answer.slice(index + found.length, index + found.length + 200).trimStart();
    if (rest === '' || nextTurn.test(rest)) return answer.slice(0, index);
  }
  return answer.replace(endToken, '');
}

const names =
  'im_end|eot_id|eom_id|endoftext|end_of_text|end|eot|eos|return|end_of_turn|END_OF_TURN_TOKEN|END_RESPONSE';

/** At the end of a line, or behind a fence. */
const endToken = new RegExp(
  `(?:<\\|(?:${names})\\|>|</s>|<end_of_turn>|<eos>|<｜end▁of▁sentence｜>|\\[/INST\\])[ \\t]*(?=\\n|$|<)`,
  'gi',
);

const nextTurn =
  /^(?:<\|(?:im_start|start_header_id|start|user|system)\b|<start_of_turn>|\[INST\]|<s>|<｜User｜>|<\|endoftext\|>)/i;
