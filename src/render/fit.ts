/** One object's part of a document: `brief` is wanted in any case, `full` where there is room. */
export interface Section {
  readonly brief: string;
  readonly full: string;
}

/** As many lines as fit `room` characters (line ends counted), and a last one that counts the rest. */
export function fitLines(lines: readonly string[], room: number): string[] {
  const total = lines.reduce((sum, line) => sum + line.length + 1, 0);
  if (total <= room) return [...lines];
  const kept: string[] = [];
  let left = room - 60;
  for (const line of lines) {
    if (line.length + 1 > left) break;
    kept.push(line);
    left -= line.length + 1;
  }
  return [...kept, `- … and ${lines.length - kept.length} more, left out for want of room`];
}

/**
 * Sections within `room` characters: whole while there is room for them and for the brief form of all others, smallest
 * needs first come, in their order; then brief; then counted. The note says where to read what was left out.
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
  const briefs = sections.map((section) => section.brief);
  const briefLength = briefs.reduce((sum, brief) => sum + brief.length + 2, 0);
  if (briefLength > left) {
    const note = leftOut(sections.length, elsewhere);
    return [heading, note, fitLines(briefs, left - note.length).join('\n')].join('\n\n');
  }
  left -= briefLength;
  const whole = new Set<Section>();
  // The smallest first: most sections stay whole, and one giant among them is what gives way.
  for (const section of [...sections].sort((a, b) => a.full.length - b.full.length)) {
    const more = section.full.length - section.brief.length;
    if (more > left) break;
    left -= more;
    whole.add(section);
  }
  const cut = sections.length - whole.size;
  const parts = sections.map((section) => (whole.has(section) ? section.full : section.brief));
  return [heading, ...(cut === 0 ? [] : [leftOut(cut, elsewhere)]), ...parts].join('\n\n');
}

function leftOut(count: number, elsewhere: string): string {
  return `*Details of ${count} of the objects were left out for want of room: see \`reconcile ${elsewhere}\`.*`;
}
