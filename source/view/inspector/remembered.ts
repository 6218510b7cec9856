/** Remembers the result for the arguments of the last call. */
export function remembered<Arguments extends readonly unknown[], Result>(
  make: (...parameters: Arguments) => Result,
): (...parameters: Arguments) => Result {
  let last: {readonly parameters: Arguments; readonly result: Result} | undefined;
  return (...parameters) => {
    if (last === undefined || parameters.some((parameter, index) => parameter !== last?.parameters[index])) {
      last = {parameters, result: make(...parameters)};
    }

    return last.result;
  };
}
