import type {RefObject} from 'preact';
import {useLayoutEffect, useState} from 'preact/hooks';
import {paperWidth, usePrinting} from './printing.js';

/** How wide an element is, in pixels, now or on paper; 0 before anybody knows. */
export function useWidth(place: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  const isPrinting = usePrinting();
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return isPrinting ? paperWidth : width;
}
