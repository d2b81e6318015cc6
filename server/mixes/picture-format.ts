// What is read of a picture, whatever its format.

export type PictureKind = 'jpeg' | 'png';

export interface Picture {
  readonly kind: PictureKind;
  readonly width: number;
  readonly height: number;
  /** The picture without metadata, and without whatever followed its end. */
  readonly stripped: Buffer;
}

/** No picture of a cover has more parts, and a list of millions of empty ones would only cost time. */
export const MAX_PARTS = 20_000;
