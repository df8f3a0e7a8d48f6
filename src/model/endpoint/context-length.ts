import type {ErrorBody} from './error-body.js';

/**
 * Whether a refusal says that the prompt is too long: `yes` in words or by a code that are known;
 * `perhaps` where a refusal of the request speaks of what a length is measured in, which one with a
 * shorter prompt has to prove.
 */
export function tooLong(status: number, error: ErrorBody): 'yes' | 'perhaps' | 'no' {
  if (isKnown(status, error)) return 'yes';
  const {message, code, type} = error;
  if (![400, 413, 422].includes(status) || isModeration(error)) return 'no';
  return lengthWords.test([message, code, type].join(' ')) ? 'perhaps' : 'no';
}

/** Whether it is what a prompt is about that a server does not like. */
export function isModeration({message, code, type}: ErrorBody): boolean {
  return (
    [code, type].some((word) => /filter|policy|moderat|inspection|safety|sensitive/i.test(word)) ||
    /\bmoderation\b.{0,60}\bflagged\b/i.test(message)
  );
}

/**
 * Tokens, input, context, length, and words for too much of something. Words of another language
 * (of letters that are not English ones) may say it, too.
 */
const lengthWords =
  /token|input|context|length|prompt|sequence|too (long|large|big|many)|exceed|limit|maximum|at most|\b(size|characters|words|bytes)\b|zu lang|[^\P{L}a-zA-Z]/iu;

const knownCodes =
  /^(context_length_exceeded|context_window_exceeded|exceed_context_size_error|string_above_max_length|1261)$/;

/**
 * Each as its server words it: a gateway quoting another server | OpenAI, Azure, vLLM, DeepSeek |
 * llama.cpp, Ollama | vLLM, SGLang | vLLM | Anthropic's, Ollama | TGI | Gemini | LM Studio | xAI |
 * TensorRT-LLM | Bedrock. They spare a doubt; what is not among them is tried.
 */
const knownWords = [
  /context_length_exceeded|exceed_context_size_error/,
  /maximum context length/i,
  /exceeds? (the )?((available|maximum|model'?s?) )*context (size|length|window|limit)/i,
  /longer than the (maximum model length|(model's )?context length)/i,
  /context length is only \d+/i,
  /prompt is too long/i,
  /inputs`? tokens \+ `?max_new_tokens`? must be <=/i,
  /input token count .{0,60}exceeds the maximum/i,
  /greater than the context length|context size has been exceeded/i,
  /maximum prompt length is \d+/i,
  /prompt length \(\d+\) exceeds maximum/i,
  /input is too long for requested model/i,
];

/** 500 is among them: servers behind FastAPI let the engine's exception through. */
function isKnown(status: number, {message, code, type}: ErrorBody): boolean {
  if (![200, 400, 413, 422, 500].includes(status)) return false;
  if (status === 413) return true;
  return (
    [code, type].some((word) => knownCodes.test(word)) ||
    knownWords.some((words) => words.test(message))
  );
}
