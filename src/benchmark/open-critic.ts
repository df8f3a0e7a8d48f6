import {UsageError} from '../errors.js';
import type {Critic} from '../feedback/critic.js';
import type {Suite} from '../problem/problem.js';
import type {Scenario} from '../problem/scenario.js';
import {loadCatalogue} from '../simulation/catalogue.js';
import {createBuiltInCritic} from '../simulation/critic.js';

/**
 * The critic of a live run: null where no scenario is verbal.
 * @param named `builtin`; null means `builtin` on the starter suite.
 * @throws {UsageError} where a verbal scenario on another suite names no critic.
 */
export async function openCritic(
  named: string | null,
  suite: Suite,
  scenarios: readonly Scenario[],
): Promise<Critic | null> {
  const verbal = scenarios.filter(({verbal}) => verbal !== 'none');
  if (verbal.length === 0) return null;
  const choice = named ?? (suite.name === 'starter' ? 'builtin' : null);
  if (choice === 'builtin') return createBuiltInCritic(await loadCatalogue(suite));
  if (choice === null) {
    const ids = verbal.map(({id}) => id).join(', ');
    throw new UsageError(
      `--critic: ${ids} need a critic: name a model, or builtin (simulated), or leave them out with --scenarios`,
    );
  }
  throw new UsageError(`--critic: ${choice}: there is no such critic yet; builtin is`);
}
