// First path elements of the standard library's packages, Go 1.15 to 1.27 (`go list std`, `go list cmd`).
const elements = new Set(
  (
    'archive arena bufio bytes cmd cmp compress container context crypto database debug embed encoding errors expvar ' +
    'flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime ' +
    'simd slices sort strconv strings structs sync syscall testing text time unicode unique unsafe uuid vendor weak'
  ).split(' '),
);

/** Whether packages of the standard library begin with this path element, such as `net` in `net/http`. */
export function isStandardLibraryElement(element: string): boolean {
  return elements.has(element);
}
