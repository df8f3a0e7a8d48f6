import {MissingRequirementError, UsageError} from '../../errors.js';

export type Environment = {[name: string]: string | undefined};

/** Takes everything secret out of a text. */
export type Scrubber = (text: string) => string;

/**
 * Where the key came from, for messages; `secret` is false for the stand-in that servers without
 * keys are given.
 */
export type ApiKey = {value: string; variable: string; secret: boolean};

const defaultVariable = 'OPENAI_API_KEY';

/**
 * The key out of the environment, from nowhere else. Without the default variable a stand-in is
 * sent, which local servers ignore.
 * @throws {MissingRequirementError} when a named variable, or the default one for a host that
 * `needsKey`, is not set.
 * @throws {UsageError} when the key cannot be sent in a header.
 */
export function readApiKey(
  environment: Environment,
  variable: string | undefined,
  needsKey: boolean,
): ApiKey {
  const name = variable ?? defaultVariable;
  const value = environment[name]?.trim() ?? '';
  if (value === '' && (variable !== undefined || needsKey))
    throw new MissingRequirementError(
      `the environment variable ${name} holds no API key; set it: export ${name}=…`,
    );
  if (/[^\x21-\x7e]/.test(value))
    throw new UsageError(
      `${name}: the key holds a character that no HTTP header can carry; copy it again`,
    );
  return value === ''
    ? {value: 'no-key', variable: name, secret: false}
    : {value, variable: name, secret: true};
}

/**
 * Replaces each secret, also as JSON, URL or base64 would write it, by `<key>`; what is shorter
 * than four characters is no secret.
 */
export function createScrubber(secrets: readonly string[]): Scrubber {
  const spellings = [
    ...new Set(secrets.filter((secret) => secret.length >= 4).flatMap(spellingsOf)),
  ];
  const longestFirst = spellings.sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst.reduce((clean, spelling) => clean.replaceAll(spelling, '<key>'), text);
}

function spellingsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ];
}
