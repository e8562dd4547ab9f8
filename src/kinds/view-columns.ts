interface WithColumns {
  /** `[name, type]` as JSON, in order; behind it the collation where it is not the type's. */
  readonly columns: readonly string[];
}

const names = ({ columns }: WithColumns): string => JSON.stringify(columns.map((one) => JSON.parse(one)[0]));

/** Whether two views have the same columns but for their types, which are those of what they stand on. */
export const sameColumnNames = (was: WithColumns, is: WithColumns): boolean => names(was) === names(is);
