import {letterWords} from './letters.js';

/** What the places of a picture mean, a square each; `hasSigns`: with the signs in them. */
export function LetterKey({letters, hasSigns}: {letters: readonly string[]; hasSigns: boolean}) {
  return (
    <ul class="key">
      {letters.map((letter) => (
        <li key={letter}>
          {hasSigns ? (
            <span class={`sign letter-${letter}`} aria-hidden="true">
              {letterWords(letter).sign}
            </span>
          ) : (
            <svg width="11" height="11" aria-hidden="true">
              <rect width="11" height="11" rx="2" fill={letterWords(letter).color} />
            </svg>
          )}
          {letterWords(letter).said}
        </li>
      ))}
    </ul>
  );
}
