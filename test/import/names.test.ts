import { describe, expect, it } from 'vitest';
import { Names, safeName } from '../../src/import/names.js';

describe('names of files', () => {
  it.each([
    ['clients', 'clients'],
    ['User', 'user'],
    ['a.b', 'a.b'],
    ['two words', 'two_words'],
    ['../../etc/passwd', '_.._.._etc_passwd'],
    ['.hidden', '_.hidden'],
    ['.', '_'],
    ['🎉', '_'],
    ['con', '_con'],
    ['con.x', '_con.x'],
    ['ends.', 'ends_'],
    ['tab\tand\nline', 'tab_and_line'],
  ])('%j is %s', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('never leave the folder, whatever the name', () => {
    for (const name of ['..', '../x', '/x', 'a/../b', 'a\\b', '~', 'x'.repeat(200)]) {
      const safe = safeName(name);
      expect(safe).toMatch(/^[a-z0-9_-][a-z0-9_.-]{0,100}$/);
      expect(safe).not.toMatch(/^\.|\.$/);
    }
  });

  it('differ also where case does not count', () => {
    const names = new Names();
    const given = ['Clients', 'clients', 'CLIENTS', 'clients-2', '🎉', '💥'].map((name) =>
      names.take('t', name),
    );
    expect(new Set(given).size).toBe(given.length);
    expect(given.slice(0, 3)).toEqual(['clients', 'clients-2', 'clients-3']);
    expect(names.take('other', 'clients')).toBe('clients');
  });
});
