/** A value that is shown to nobody; only this room turns it into text. */
export interface Revealable {
  reveal(): string;
}

export function revealed(value: string | Revealable): string {
  return typeof value === 'string' ? value : value.reveal();
}

/** Takes a connection's secrets out of a message that somebody else wrote. */
export function scrub(message: string, url: string, password: string | undefined): string {
  let clean = url === '' ? message : message.replaceAll(url, '***');
  if (password === undefined || password === '') return clean;
  for (const spelling of new Set([password, encodeURIComponent(password)])) {
    clean = clean.replaceAll(`:${spelling}@`, ':***@');
    // A short password may be an everyday word of the message ("postgres"), which the server never means as one.
    if (spelling.length >= 9) clean = clean.replaceAll(spelling, '***');
  }
  return clean;
}
