import { type FileHandle, open } from 'node:fs/promises';
import { devNull } from 'node:os';

/** A disk that is full at the `at`-th write through a file handle. */
export async function fullDisk(at: number): Promise<{ full(): boolean; end(): void }> {
  const handle = await open(devNull, 'w');
  const prototype: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  const { write, writeFile } = prototype;
  let writes = 0;
  let full = false;
  const limited = (inner: typeof write | typeof writeFile) =>
    async function (this: FileHandle, ...parameters: never[]) {
      writes++;
      if (writes >= at) {
        full = true;
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      }
      return Reflect.apply(inner, this, parameters);
    };
  prototype.write = limited(write) as typeof write;
  prototype.writeFile = limited(writeFile) as typeof writeFile;
  return {
    full: () => full,
    end: () => {
      Object.assign(prototype, { write, writeFile });
    },
  };
}
