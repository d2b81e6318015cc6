// Makes a picture from a camera small enough to travel in every file.

const LARGEST_PIXELS = 1_400;
const LARGEST_BYTES = 1_000_000;
const JPEG_QUALITY = 0.9;

/**
 * The picture as a JPEG of at most 1400 pixels; the original when it is small enough already.
 * @throws Error with a message when it is not a picture
 */
export async function smallCover(file: File): Promise<Blob> {
  const image = await createImageBitmap(file).catch(() => {
    throw new Error('This file is not a picture that can be read. Choose a JPEG or PNG.');
  });
  const scale = Math.min(1, LARGEST_PIXELS / Math.max(image.width, image.height));
  const isFine = /^image\/(jpeg|png)$/.test(file.type) && file.size <= LARGEST_BYTES;
  if (scale === 1 && isFine) return file;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    const take = (blob: Blob | null) =>
      blob ? resolve(blob) : reject(new Error('The picture could not be made smaller.'));
    canvas.toBlob(take, 'image/jpeg', JPEG_QUALITY);
  });
}
