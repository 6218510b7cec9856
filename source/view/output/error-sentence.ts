/** Whether an error is one that is told to people, with what they can do about it, if there is anything. */
export function isForPeople(error: unknown): error is Error & {readonly advice: string} {
  return error instanceof Error && 'advice' in error && typeof error.advice === 'string';
}

/** What happened, and what can be done about it where the error says so. */
export function errorSentence(error: unknown): string {
  if (isForPeople(error) && error.advice !== '') return `${error.message} ${error.advice}`;
  return error instanceof Error ? error.message : String(error);
}
