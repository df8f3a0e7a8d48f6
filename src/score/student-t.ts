import {HarnessError} from '../errors.js';

/**
 * The `p` quantile of Student's t with a whole number of degrees of freedom, to about 1e-12
 * (simple-statistics has none). For whole degrees the distribution is a finite sum of powers of a
 * cosine (Abramowitz and Stegun, 26.7.3 and 26.7.4), which bisection inverts.
 * @example studentTQuantile(0.975, 10) // => 2.2281388519649385
 * @throws {HarnessError} unless 0.5 <= p < 1 and degrees is a whole number from 1.
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (!(p >= 0.5 && p < 1) || !Number.isInteger(degrees) || degrees < 1) {
    throw new HarnessError(`Student t quantile asked for p = ${p}, degrees = ${degrees}`);
  }
  // In the angle atan(t / sqrt(degrees)) the whole axis is a bounded interval, so bisection needs
  // no search for its ends.
  let [low, high] = [0, Math.PI / 2];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (within(middle, degrees) < 2 * p - 1) low = middle;
    else high = middle;
  }
  return Math.tan(low) * Math.sqrt(degrees);
}

/** P(|T| <= t) where t = tan(angle) * sqrt(degrees). */
function within(angle: number, degrees: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degrees - 2; power += 2) {
    term *= ((power - 1) / power) * cosine ** 2;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
