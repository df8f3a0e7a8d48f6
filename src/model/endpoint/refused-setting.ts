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
  if (status !== 400 && status !== 422) return null;
  const limit = fields.find(isLimit);
  if (limit !== undefined && names(error, limit)) {
    const remedy = remedyOfLimit(error, limit);
    if (remedy !== null) return remedy;
  }
  const field = fields.filter((each) => !isLimit(each)).find((each) => names(error, each));
  if (field !== undefined) return remedies[field]?.() ?? `"${field}" of ${option('extra_body')}`;
  if (system && speaksOfRoles.test(`${error.message} ${error.param}`))
    return `${option('systemPrompt: false')} leaves the system role out`;
  return null;
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
  if (besideThePrompt.test(message)) return null;
  return `choose a smaller ${option('max_tokens')}`;
}

/** We ask for 1 at least, so that a minimum that is missed is what the prompt has left over. */
const besideThePrompt =
  /(^|[\s(=:])-\d|input|context|prompt|message|length|at least|minimum|greater than|positive/i;

const speaksOfRoles = /\broles?\b|\bsystem (message|prompt|instruction)|developer instruction/i;

/** Fields whose names are no words of everyday speech. */
const unmistakable = /_|^temperature$/;

/** Whether an error names a field, as a word of its own, a short one only as a field. */
function names({message, param}: ErrorBody, field: string): boolean {
  if (param === field) return true;
  const name = field.replace(/[^\w]/g, '\\$&');
  if (unmistakable.test(field)) return new RegExp(`\\b${name}\\b`).test(message);
  const asField = [
    `['"\`]${name}['"\`]`,
    `\\b${name}\\s*:`,
    `\\b(parameter|argument|field|property|key|name|supplied)s?\\W+${name}\\b`,
    `\\b${name}\\W+(parameter|argument|field|property|is not|not supported|unsupported)`,
  ];
  return new RegExp(asField.join('|'), 'i').test(message);
}
