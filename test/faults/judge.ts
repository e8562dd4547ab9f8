import { expect } from 'vitest';
import type { ApplyReport } from '../../src/apply/index.js';
import { connectServer } from '../../src/database/index.js';
import type { TestServer } from '../support/server.js';
import { contents, exactly, finishedBackups, openScene, quiet, type Scene } from './scene.js';

/** Faults tried, and among them those that met an open transaction, by what they were. */
export const tally = new Map<string, { tried: number; open: number }>();

export function count(what: string, open: boolean): void {
  const known = tally.get(what) ?? { tried: 0, open: 0 };
  tally.set(what, { tried: known.tried + 1, open: known.open + (open ? 1 : 0) });
}

/** Tells all from nothing after a fault, and has a fresh scene at hand where it was all. */
export interface Judge {
  scene(): Scene;
  /** Checks that all has happened or nothing, and that the apply said so. */
  verdict(end: ApplyReport | Error | null, what: string): Promise<'all' | 'nothing'>;
  close(): Promise<void>;
}

export async function openJudge(server: TestServer): Promise<Judge> {
  const first = await openScene(server);
  // What all is: one apply that nothing disturbs.
  const session = await connectServer(first.url);
  const { apply } = await import('../../src/apply/index.js');
  await apply(session, first.planned.result, first.options);
  await session.close();
  const all = await contents(first.observer);
  await first.close();
  let scene = await openScene(server);
  let nothing = await exactly(scene.observer);
  return {
    scene: () => scene,
    verdict: async (end, what) => {
      await quiet(scene.observer);
      const now = await exactly(scene.observer);
      const failed = end === null || end instanceof Error;
      const said = end instanceof Error ? end.message : end === null ? 'killed' : 'done';
      if (now === nothing) {
        expect(failed, `${what}: nothing has happened, but it said ${said}`).toBe(true);
        if (end !== null)
          expect(finishedBackups(scene), `${what}: a backup of what is still there`).toEqual([]);
        expect(said, what).not.toMatch(/IS committed|may or may not/);
        return 'nothing';
      }
      expect(await contents(scene.observer), `${what}: neither all nor nothing (${said})`).toBe(all);
      expect(end === null || !failed, `${what}: all has happened, but it said ${said}`).toBe(true);
      expect(finishedBackups(scene), `${what}: no backup of what is gone`).toHaveLength(1);
      await scene.close();
      scene = await openScene(server);
      nothing = await exactly(scene.observer);
      return 'all';
    },
    close: () => scene.close(),
  };
}
