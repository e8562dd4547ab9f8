import { renderDot, renderSvg } from '../../render/dot.js';
import { renderMermaid } from '../../render/mermaid.js';
import type { Flow, Project } from '../flow.js';
import type { Io } from '../io.js';
import { projectOf, type RawOptions } from '../settings.js';

export interface GraphSettings {
  readonly project: Project;
  readonly format: 'mermaid' | 'dot' | 'svg';
  readonly of: 'live' | 'desired';
}

export function graphSettings(name: string, options: RawOptions, io: Io): GraphSettings {
  const { format } = options;
  return {
    project: projectOf(name, options, io),
    format: format === 'dot' || format === 'svg' ? format : 'mermaid',
    of: options.of ?? 'live',
  };
}

export async function graphCommand(settings: GraphSettings, io: Io, flow: Flow): Promise<number> {
  const related = await flow.graphEnvironment(settings.project, settings.of);
  if (settings.format === 'mermaid') io.out.write(`${renderMermaid(related)}\n`);
  else io.out.write(settings.format === 'dot' ? renderDot(related) : await renderSvg(related));
  return 0;
}
