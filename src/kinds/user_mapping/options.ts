export interface UserMappingAttributes {
  /** `PUBLIC` for everybody without a mapping of their own. */
  user: string;
  server: string;
  /** By name, what says who the user is, and a digest of every other option's value; `null` where who reads may not see them. */
  options: { [name: string]: string } | null;
}

/** Options that are no secret: names on the other side. */
export const PLAIN = ['user', 'username', 'user_name'];

/** The options where all of them are known. */
export const plainOptions = ({ options }: UserMappingAttributes): UserMappingAttributes['options'] =>
  options !== null && Object.keys(options).every((name) => PLAIN.includes(name)) ? options : null;
