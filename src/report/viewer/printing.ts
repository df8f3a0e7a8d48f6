import {options} from 'preact';
import {useEffect, useState} from 'preact/hooks';

/** Pixels that drawings may be wide on paper: A4 and Letter have a little more. */
export const paperWidth = 680;

/** Whether the page is being printed: then all of it has to be there, and as wide as paper is. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => atOnce(() => setPrinting(true));
    const end = () => setPrinting(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}

/** The browser prints what is there when its event is over, so a change cannot wait its turn. */
function atOnce(change: () => void): void {
  const {debounceRendering: usual} = options;
  options.debounceRendering = (render) => render();
  change();
  if (usual) options.debounceRendering = usual;
  else delete options.debounceRendering;
}
