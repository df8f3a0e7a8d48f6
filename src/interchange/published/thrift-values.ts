/** Longer numbers than 64 bits are none, and the reader's time for one grows with its square. */
const longestNumber = 10;

/**
 * Walks over a struct in Thrift's compact form and makes nothing of it. The reader makes room for
 * as many values as a list says that it holds, so forty bytes can ask for gigabytes.
 * @param most values that an honest one has, those of all lists and structs in it.
 * @throws {RangeError} for one that has more, or that the bytes do not hold.
 */
export function refuseManyThriftValues(view: DataView, start: number, most: number): void {
  let at = start;
  let values = 0;
  skipStruct();

  function skipStruct(): void {
    for (let head = view.getUint8(at++); (head & 15) !== 0; head = view.getUint8(at++)) {
      if (head >> 4 === 0) number();
      skip(head & 15);
    }
  }

  function skip(type: number): void {
    values += 1;
    if (values > most) throw new RangeError(`more than ${most} values in a header of it`);
    if (type === 3) at += 1;
    else if (type >= 4 && type <= 6) number();
    else if (type === 7) at += 8;
    else if (type === 8) skipBytes(number());
    else if (type === 9) skipList();
    else if (type === 12) skipStruct();
    else if (type > 2) throw new RangeError(`a header of it holds a value of type ${type}`);
  }

  function skipBytes(length: number): void {
    if (length < 0 || length > view.byteLength - at)
      throw new RangeError(`a text of ${length} bytes in a header of it`);
    at += length;
  }

  function skipList(): void {
    const head = view.getUint8(at++);
    const type = head & 15;
    const length = head >> 4 === 15 ? number() : head >> 4;
    if (length < 0 || length > view.byteLength - at)
      throw new RangeError(`a list of ${length} values in a header of it`);
    // In a list a truth value takes a byte, in a struct it is its own type.
    for (let index = 0; index < length; index += 1) skip(type === 1 || type === 2 ? 3 : type);
  }

  function number(): number {
    let value = 0;
    for (let index = 0; index < longestNumber; index += 1) {
      const byte = view.getUint8(at++);
      value |= (byte & 127) << (7 * index);
      if (byte < 128) return value;
    }
    throw new RangeError(`a number of more than ${longestNumber} bytes in a header of it`);
  }
}
