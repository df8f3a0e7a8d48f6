import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import type {ComponentChild} from 'preact';
import {useLayoutEffect, useReducer, useRef} from 'preact/hooks';
import {usePrinting} from './printing.js';

type VirtualRowsProps = {
  count: number;
  /** Height of a row, in pixels. */
  height: number;
  label: string;
  /** A row that has to be seen; -1 for none. */
  current?: number;
  row(index: number): ComponentChild;
};

/** A list of any length, of which only the rows that are seen are made. */
export function VirtualRows({count, height, label, current = -1, row}: VirtualRowsProps) {
  const isPrinting = usePrinting();
  const scroller = useRef<HTMLElement>(null);
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const held = useRef<Virtualizer<HTMLElement, Element>>(null);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollToFn: elementScroll<HTMLElement>,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
  };
  held.current ??= new Virtualizer<HTMLElement, Element>(options);
  const virtualizer = held.current;
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height]);
  useLayoutEffect(() => {
    if (current >= 0) virtualizer.scrollToIndex(current, {align: 'auto'});
  }, [virtualizer, current]);
  return (
    <section class="rows" ref={scroller} tabIndex={0} aria-label={label}>
      <div
        class="rows-inside"
        style={{height: isPrinting ? 'auto' : `${virtualizer.getTotalSize()}px`}}
      >
        {isPrinting
          ? Array.from({length: count}, (_, index) => (
              <div key={index} class="printed-row" style={{height: `${height}px`}}>
                {row(index)}
              </div>
            ))
          : virtualizer.getVirtualItems().map(({index, start}) => (
              <div
                key={index}
                class="row"
                style={{height: `${height}px`, transform: `translateY(${start}px)`}}
              >
                {row(index)}
              </div>
            ))}
      </div>
    </section>
  );
}
