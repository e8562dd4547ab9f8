/** What a server says when it refuses a statement. */
export interface ServerError {
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
  readonly detail: string | null;
  readonly hint: string | null;
}

/** The server's message in whatever a session threw; `null` where the error is not the server's. */
export function serverError(error: unknown): ServerError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  if (!/^[0-9A-Z]{5}$/.test(error.code)) return null;
  const field = (name: 'detail' | 'hint'): string | null => {
    const value: unknown = name in error ? Reflect.get(error, name) : null;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return { code: error.code, message: error.message, detail: field('detail'), hint: field('hint') };
}

/** lock_not_available and deadlock_detected: another try may succeed. */
export function isLockConflict(error: unknown): boolean {
  return ['55P03', '40P01'].includes(serverError(error)?.code ?? '');
}

/** The server ended the connection: administrator command, crash, shutdown. */
export function isTermination(error: unknown): boolean {
  return /^(57P0[123]|08...)$/.test(serverError(error)?.code ?? '');
}

export function messageOf(error: unknown): string {
  const server = serverError(error);
  if (server !== null) return [server.message, server.detail].filter((part) => part !== null).join(' ');
  return error instanceof Error ? error.message : String(error);
}
