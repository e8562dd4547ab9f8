import type { State } from './state.js';

/** From this width on, list and detail stand side by side. */
const WIDE = 110;

/** Where the parts of the screen are, in columns and rows. A height of 0: the part is not shown. */
export interface Layout {
  readonly side: boolean;
  readonly width: number;
  readonly height: number;
  readonly list: { readonly width: number; readonly height: number };
  readonly detail: { readonly width: number; readonly height: number };
}

/**
 * A header and a footer of one row each, the list and the detail between them. The terminal's last row stays free:
 * Ink redraws the whole terminal for anything higher.
 */
export function layoutOf({ size, zoom }: Pick<State, 'size' | 'zoom'>): Layout {
  const width = Math.max(10, size.columns);
  const height = Math.max(1, size.rows - 1);
  const body = Math.max(1, height - 2);
  const none = { width, height: 0 };
  if (zoom)
    return { side: false, width, height, list: none, detail: { width, height: Math.max(1, body - 1) } };
  if (width >= WIDE) {
    const list = Math.min(60, Math.floor(width * 0.42));
    return {
      side: true,
      width,
      height,
      list: { width: list, height: body },
      detail: { width: width - list - 3, height: body },
    };
  }
  if (body < 8) return { side: false, width, height, list: { width, height: body }, detail: none };
  const list = Math.max(3, Math.floor((body - 1) * 0.45));
  return {
    side: false,
    width,
    height,
    list: { width, height: list },
    detail: { width, height: body - 1 - list },
  };
}
