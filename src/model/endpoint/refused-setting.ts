import {option} from '../../options/option-name.js';
import type {Request} from '../model.js';
import type {ErrorBody} from './error-body.js';
import type {RequestBody} from './request-body.js';

/** What of a request is the same for all prompts: the names of its fields, and the system role. */
export type SentSettings = {fields: readonly string[]; system: boolean};

/** For calls that are no questions, or were put elsewhere. */
export const nothingSent: SentSettings = {fields: [], system: false};

export function settingsOf({messages}: Request, body: RequestBody): SentSettings {
  return {
    fields: Object.keys(body).filter((field) => !['model', 'messages', 'prompt'].includes(field)),
    system: messages.some(({role}) => role === 'system'),
  };
}

/**
 * Which setting a refusal is about, as the words that mend it; null where it names none that was
 * sent. Hangs on the names of what was sent, not on how a server says no.
 */
export function refusedSetting(
  status: number,
  error: ErrorBody,
  {fields, system}: SentSettings,
): string | null {
  const isRefusal = status === 400 || status === 422;
  // Servers let the exception of a template or an engine through.
  if (!isRefusal && status !== 500 && status !== 501) return null;
  const limit = isRefusal ? fields.find(isLimit) : undefined;
  if (limit !== undefined && names(error, limit)) {
    const remedy = remedyOfLimit(error, limit);
    if (remedy !== null) return remedy;
  }
  const field = fields.filter((each) => !isLimit(each)).find((each) => names(error, each));
  if (field !== undefined) return remedies[field]?.() ?? `"${field}" of ${option('extra_body')}`;
  const ofRoles = isRefusal ? speaksOfRoles : speaksOfSystem;
  if (system && ofRoles.test(`${error.message} ${error.param}`))
    return `${option('systemPrompt: false')} leaves the system role out`;
  return null;
}

/** A refusal that may be about the prompt may be about the limit, if it speaks of one. */
export function limitInDoubt({message}: ErrorBody, {fields}: SentSettings): string | null {
  return fields.some(isLimit) && /max(imum)?[_ ]?([a-z]{1,20}[_ ]?)?tokens/i.test(message)
    ? `a smaller ${option('max_tokens')} may help`
    : null;
}

const remedies: {[field: string]: () => string} = {
  temperature: () => `${option('temperature: null')} leaves it out`,
  seed: () => `leave out ${option('seed')}`,
  stop: () => `leave out ${option('stop')}`,
};

function isLimit(field: string): boolean {
  return field === 'max_tokens' || field === 'max_completion_tokens';
}

/**
 * Either the field is refused, or its value as larger than the model ever answers; a complaint
 * about what is left beside the prompt is none about settings.
 */
function remedyOfLimit({message, code}: ErrorBody, limit: string): string | null {
  const other = limit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  const isUnknownField =
    /^(unsupported|unknown)_parameter$/.test(code) ||
    new RegExp(`\\b${other}\\b`).test(message) ||
    /unsupported|not supported|unrecogni[sz]ed|unknown|unexpected|extra|not permitted/i.test(
      message,
    );
  if (isUnknownField)
    return `${option('maxTokensField')} ${other} sends it so, ${option('max_tokens: null')} leaves it out`;
  if (besideThePrompt.test(message.replace(/\binput should be\b/i, ''))) return null;
  return `choose a smaller ${option('max_tokens')}`;
}

/** We ask for 1 at least, so that a minimum that is missed is what the prompt has left over. */
const besideThePrompt =
  /(^|[\s(=:])-\d|[>≥]=? ?[01]\b|input|context|prompt|message|length|at least|minimum|greater than|positive/i;

const speaksOfSystem = /\bsystem (role|message|prompt|instruction)|developer instruction/i;
const speaksOfRoles = new RegExp(`${speaksOfSystem.source}|\\broles?\\b|first message`, 'i');

/** Fields whose names are no words of everyday speech. */
const unmistakable = /_|^temperature$/;

/**
 * Whether an error names a field, in snake or camel case, as a word of its own; a short one only as
 * a field, which a Latin word among other letters is.
 */
function names({message, param}: ErrorBody, field: string): boolean {
  const camel = field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if ([field, camel].includes(param.split('.').at(-1) ?? '')) return true;
  const name = `(?:${[field, camel].map((each) => each.replace(/[^\w]/g, '\\$&')).join('|')})`;
  const word = `\\b${name}\\b`;
  if (unmistakable.test(field) || /[^\p{Script=Latin}\P{L}]/u.test(message))
    return new RegExp(word, 'i').test(message);
  const asField = [
    `['"\`]${name}['"\`]`,
    `\\b${name}\\s*:`,
    `:\\s*${name}\\W*$`,
    `\\b(parameter|argument|option|field|property|key|name|supplied)s?\\W+${name}\\b`,
    `\\b${name}\\W+(parameter|argument|option|field|property|is not|not supported|unsupported)`,
  ];
  return new RegExp(asField.join('|'), 'i').test(message);
}
