import { expect } from 'vitest';
import type { ApplyReport } from '../../src/apply/index.js';
import { connectServer } from '../../src/database/index.js';
import type { TestServer } from '../support/server.js';
import { contents, exactly, finishedBackups, openStage, quiet, type Scene, tryApply } from './scene.js';

/** Tells all from nothing after a fault, and has a fresh scene at hand where it was all. */
export interface Judge {
  scene(): Scene;
  /** What every scene holds at first. */
  readonly before: string;
  /** Checks that all has happened or nothing, and that the apply said so. */
  verdict(end: ApplyReport | Error | null, what: string): Promise<'all' | 'nothing'>;
  /** Leaves the scene as it is and opens another. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export async function openJudge(server: TestServer): Promise<Judge> {
  const stage = await openStage(server);
  let scene = await stage.open();
  // What all is: one apply that nothing disturbs.
  const undisturbed = await tryApply(scene, await connectServer(scene.url));
  if (undisturbed instanceof Error) throw undisturbed;
  const all = await contents(scene.observer);
  const renew = async (): Promise<void> => {
    await scene.close();
    scene = await stage.open();
  };
  await renew();
  const nothing = await exactly(scene.observer);
  return {
    scene: () => scene,
    before: await contents(scene.observer),
    renew,
    verdict: async (end, what) => {
      try {
        const came = await judged(scene, nothing, all, end, what);
        if (came === 'all') await renew();
        return came;
      } catch (error) {
        await renew();
        throw error;
      }
    },
    close: async () => {
      await scene.close();
      await stage.close();
    },
  };
}

async function judged(
  scene: Scene,
  nothing: string,
  all: string,
  end: ApplyReport | Error | null,
  what: string,
): Promise<'all' | 'nothing'> {
  await quiet(scene.observer);
  const failed = end === null || end instanceof Error;
  const said = end instanceof Error ? end.message : end === null ? 'killed' : 'done';
  if ((await exactly(scene.observer)) === nothing) {
    expect(failed, `${what}: nothing has happened, but it said ${said}`).toBe(true);
    if (end !== null) expect(finishedBackups(scene), `${what}: a backup of what is still there`).toEqual([]);
    expect(said, what).not.toMatch(/IS committed|may or may not/);
    return 'nothing';
  }
  expect(await contents(scene.observer), `${what}: neither all nor nothing (${said})`).toBe(all);
  expect(end === null || !failed, `${what}: all has happened, but it said ${said}`).toBe(true);
  expect(finishedBackups(scene), `${what}: no backup of what is gone`).toHaveLength(1);
  return 'all';
}
