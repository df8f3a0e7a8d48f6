import {pack} from './pack.js';
import type {PageModel} from './page/model.js';

/** What stands around a chunk, and around all of them. */
const [aroundChunk, aroundAll] = [48, 4096];

/** With so much of its room taken, a file is full. */
const fullFrom = 0.95;

/**
 * The chunks that fit into so many bytes, what a reader wants to see first in front. One that is
 * too large keeps no other out.
 */
export function fittingChunks(
  model: Pick<PageModel, 'byPriority' | 'detail'>,
  room: number,
): Map<number, string> {
  const chunks = new Map<number, string>();
  let left = room - aroundAll;
  for (const task of model.byPriority) {
    const packed = pack(model.detail(task));
    const bytes = packed.length + aroundChunk;
    if (bytes <= left) {
      chunks.set(task, packed);
      left -= bytes;
    } else if (left < (1 - fullFrom) * room) break;
  }
  return chunks;
}
