/** One object's part of a document, from the fullest form to the briefest, which is wanted in any case. */
export interface Section {
  readonly forms: readonly [string, ...string[]];
  /** Lower comes first where room is short. */
  readonly rank: number;
}

/** As many lines as fit `room` characters (line ends counted), and a last one that counts the rest. */
export function fitLines(lines: readonly string[], room: number, rest = restItem): string[] {
  const total = lines.reduce((sum, line) => sum + line.length + 1, 0);
  if (total <= room) return [...lines];
  const kept: string[] = [];
  let left = room - 80;
  for (const line of lines) {
    if (line.length + 1 > left) break;
    kept.push(line);
    left -= line.length + 1;
  }
  return [...kept, rest(lines.length - kept.length)];
}

function restItem(count: number): string {
  return `- … and ${count} more, left out for want of room`;
}

/**
 * Sections within `room` characters, in their order. Each is as full as there is room for: the briefest form of all
 * comes first, then form by form the next fuller one, lower ranks and smaller sections first, so that one giant gives way
 * and not the many beside it. Where not even the briefest forms fit, they are counted. Notes say what was left out and
 * where to read it.
 */
export function fitSections(
  title: string,
  sections: readonly Section[],
  room: number,
  elsewhere: string,
): string {
  if (sections.length === 0) return '';
  const heading = `#### ${title}`;
  let left = room - heading.length - 200;
  const chosen = new Map(sections.map((section) => [section, section.forms.length - 1]));
  const text = (section: Section, form = chosen.get(section) ?? 0): string =>
    section.forms[form] ?? section.forms[0];
  const briefs = sections.map((section) => text(section));
  const brief = briefs.reduce((sum, one) => sum + one.length + 2, 0);
  if (brief > left) {
    const note = leftOut(sections.length, elsewhere);
    return [heading, note, fitLines(briefs, left - note.length).join('\n')].join('\n\n');
  }
  left -= brief;
  const size = (section: Section): number => section.forms[0].length;
  const order = [...sections].sort((a, b) => a.rank - b.rank || size(a) - size(b));
  const most = Math.max(...sections.map(({ forms }) => forms.length));
  for (let round = 1; round < most; round += 1) {
    for (const section of order) {
      const now = chosen.get(section) ?? 0;
      const more = text(section, now - 1).length - text(section).length;
      if (now === 0 || more > left) continue;
      left -= more;
      chosen.set(section, now - 1);
    }
  }
  const cut = [...chosen.values()].filter((form) => form > 0).length;
  return [
    heading,
    ...(cut === 0 ? [] : [leftOut(cut, elsewhere)]),
    ...sections.map((section) => text(section)),
  ].join('\n\n');
}

function leftOut(count: number, elsewhere: string): string {
  return `*Details of ${count} of the objects were left out for want of room: see \`reconcile ${elsewhere}\`.*`;
}
