/** What happened, and what can be done about it where the error says so. */
export function errorSentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'advice' in error && typeof error.advice === 'string' && error.advice !== ''
    ? `${error.message} ${error.advice}`
    : error.message;
}
