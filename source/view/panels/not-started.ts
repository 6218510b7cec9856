/** What stands in place of a function, of goroutines that have no frames yet. */
export const notStartedYet = '(not started yet)';
