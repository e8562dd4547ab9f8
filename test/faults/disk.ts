import { type FileHandle, open } from 'node:fs/promises';
import { devNull } from 'node:os';

/** A disk that is full at the `at`-th write through a file handle. */
export async function fullDisk(at: number): Promise<{ full(): boolean; end(): number }> {
  const handle = await open(devNull, 'w');
  const prototype: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  const write = prototype.write;
  let writes = 0;
  let full = false;
  prototype.write = async function (this: FileHandle, ...parameters: never[]) {
    writes++;
    if (writes >= at) {
      full = true;
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }
    return Reflect.apply(write, this, parameters);
  } as typeof write;
  return {
    full: () => full,
    end: () => {
      prototype.write = write;
      return writes;
    },
  };
}
