/** What the custom series of charts have in common: shapes drawn at places that the axes give. */

/** The part of the library's drawing interface that we use. */
export interface DrawApi {
  /** Pixels of a point on the axes. */
  coord(point: number[]): number[];
  /** Pixels that a distance on the axes takes; of a category axis 1 is the width of a category. */
  size(distance: number[]): number[];
}

/** A shape as the library takes it. */
export interface Shape {
  type: 'rect' | 'circle' | 'polygon' | 'group';
  shape?: Record<string, unknown>;
  style?: Record<string, unknown>;
  children?: Shape[];
}

/** A rectangle between two points of the axes; at least `least` pixels wide. */
export function rectBetween(a: number[], b: number[], o: { fill: string; least?: number }): Shape {
  const [x0 = 0, y0 = 0] = a;
  const [x1 = 0, y1 = 0] = b;
  const width = Math.max(o.least ?? 0, Math.abs(x1 - x0));
  const shape = {
    x: round(Math.min(x0, x1)),
    y: round(Math.min(y0, y1)),
    width: round(width),
    height: round(Math.abs(y1 - y0)),
  };
  return { type: 'rect', shape, style: { fill: o.fill } };
}

/** Pixels to a tenth: drawings of thousands of shapes stay small. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
