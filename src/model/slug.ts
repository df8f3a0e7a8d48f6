import {UsageError} from '../errors.js';
import {option} from '../options/option-name.js';

/**
 * The model id as the name of a folder (DESIGN.md, section 5): `/` and `:` become `--`.
 * @throws {UsageError} for an id that names no folder of its own (empty, `.`, `..`, with NUL or
 * backslash).
 */
export function modelSlug(modelId: string): string {
  const slug = modelId.replace(/[/:]/g, '--');
  if (slug === '' || slug === '.' || slug === '..' || /[\0\\]/.test(slug))
    throw new UsageError(
      `${option('model')}: ${JSON.stringify(modelId)} cannot name a folder; give the model's name as the server lists it`,
    );
  return slug;
}
